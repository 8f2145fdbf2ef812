"""The official clients of Feishu and Tencent Meeting, unmodified, reading our interviews over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lark_oapi as lark
import pytest
from lark_oapi.api.hire.v1 import GetMinutesRequest
from lark_oapi.core.exception import ObtainAccessTokenException
from lark_oapi.core.token.manager import TokenManager
from wemeet_openapi.client import Client as WemeetClient
from wemeet_openapi.core import constants, xhttp
from wemeet_openapi.core.authenticator import JWTAuthenticator, OAuth2Authenticator
from wemeet_openapi.core.exception import ClientException, ServiceException
from wemeet_openapi.service.records import api as records

from interview_ai.supervisor.embedded import running_site
from tests.conversations import STARTS_AT_MS
from tests.interview_ai.supervisor.processes import PROJECT, until

# The official clients leave their connections to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module", autouse=True)
def no_connection_left() -> Iterator[None]:
    """The clients leave connections to the collector: it comes here, where its warning fails nothing."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


ODD = "张三 & co+/=?"


class Site:
    """The site's process, its address, and what is in its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()
        facts = json.loads((folder / "facts.json").read_text())
        self.keys, self.interviews = facts["keys"], facts["interviews"]

    def start(self) -> None:
        given = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "interview_ai.settings.test",
            "INTERVIEW_AI_DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
        }
        command = [sys.executable, "-m", "tests.e2e.official_site", str(self.port)]
        self.process = subprocess.Popen(command, cwd=PROJECT, env=given)
        until(self._answers, seconds=60)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _answers(self) -> bool:
        assert self.process.poll() is None, "the site ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


# -- Feishu


@pytest.fixture
def feishu(site):
    """``feishu("held", page_size=3)`` gives the client's response; it comes back when it was too quick."""

    def get(interview, *, keys=site.keys["reader"], patient=True, **options):
        response = lark_client(site, keys).hire.v1.minutes.get(asked(site, interview, **options))
        while patient and response.code == 99991400:
            time.sleep(float(response.raw.headers["x-ogw-ratelimit-reset"]))
            response = lark_client(site, keys).hire.v1.minutes.get(asked(site, interview, **options))
        return response

    return get


def lark_client(site, keys):
    address = f"http://127.0.0.1:{site.port}"
    return lark.Client.builder().app_id(keys["app_id"]).app_secret(keys["app_secret"]).domain(address).build()


def asked(site, interview, **options):
    request = GetMinutesRequest.builder().interview_id(site.interviews.get(interview, interview))
    for name, value in options.items():
        getattr(request, name)(value)
    return request.build()


def test_feishu_client_reads_every_field(feishu):
    response = feishu("held")
    assert response.success()
    assert (response.code, response.msg, response.data.has_more, response.data.page_token) == (
        0,
        "success",
        False,
        None,
    )
    assert response.get_log_id() == response.raw.headers["X-Request-ID"]
    assert len(response.data.minutes.sentences) == 7
    first, second, third = response.data.minutes.sentences[:3]
    assert (first.content, first.speak_time, first.user_type) == ("你好，可以做一下自我介绍么？", str(STARTS_AT_MS), 1)
    assert (first.speaker_name.zh_cn, first.speaker_name.en_us) == ("王总", "Wang")
    assert (second.speak_time, second.user_type) == (str(STARTS_AT_MS + 2000), 2)
    assert (second.speaker_name.zh_cn, second.speaker_name.en_us) == ("张三", "Zhang San")
    assert third.content == "我做搜索排序，用Python和C++&Go。"


def test_feishu_client_reads_without_waiting_too(site):
    client = lark_client(site, site.keys["busy"])
    response = asyncio.run(client.hire.v1.minutes.aget(asked(site, "held")))
    assert len(response.data.minutes.sentences) == 7


@pytest.mark.parametrize(("interview", "size", "pages"), [("held", 1, 7), ("held", 3, 3), ("long", 100, 2)])
def test_feishu_client_pages_to_the_end(feishu, interview, size, pages):
    whole = feishu(interview, page_size=100).data
    found, options, count = [], {}, 0
    while True:
        page = feishu(interview, page_size=size, **options).data
        found += page.minutes.sentences
        count += 1
        if not page.has_more:
            break
        options = {"page_token": page.page_token}
    assert count == pages
    assert len(found) == (120 if interview == "long" else 7)
    assert [row.content for row in found[:100]] == [row.content for row in whole.minutes.sentences[:100]]


@pytest.mark.parametrize(("interview", "texts"), [("created", []), ("silent", []), ("running", ["你好。"])])
def test_feishu_client_reads_what_is_there_so_far(feishu, interview, texts):
    response = feishu(interview)
    assert response.success()
    assert [row.content for row in response.data.minutes.sentences] == texts


def test_feishu_client_sees_wrong_parameters(feishu):
    wrong = [
        (ODD, {}),
        ("int_01k0c8x1f8e7tb6h3v9r2m4n5r", {}),
        ("held", {"page_size": 0}),
        ("held", {"page_size": 101}),
        ("held", {"page_size": "abc"}),
        ("held", {"page_size": ODD}),
        ("面试 & co+/=?", {}),
        ("held", {"page_token": ODD}),
        ("held", {"page_token": feishu("long", page_size=1).data.page_token}),
    ]
    for interview, options in wrong:
        response = feishu(interview, **options)
        assert (response.raw.status_code, response.code, response.data) == (400, 1002002, None), options
        assert response.msg
        assert not response.success()


def test_feishu_client_sees_a_foreign_interview_as_unknown(site, feishu):
    foreign = feishu("held", keys=site.keys["stranger"])
    unknown = feishu(ODD, keys=site.keys["stranger"])
    assert (foreign.code, foreign.msg) == (unknown.code, unknown.msg) == (1002002, foreign.msg)


def test_feishu_client_sees_a_failure_of_ours(feishu):
    response = feishu("broken")
    assert (response.raw.status_code, response.code) == (500, 1002001)
    assert response.get_log_id()


def test_feishu_client_is_told_to_be_slower(site, feishu):
    answers = [feishu("held", keys=site.keys["busy"], patient=False) for _call in range(25)]
    refused = [answer for answer in answers if not answer.success()]
    assert {(answer.raw.status_code, answer.code) for answer in refused} == {(429, 99991400)}
    assert int(refused[0].raw.headers["x-ogw-ratelimit-reset"]) >= 1
    assert feishu("held", keys=site.keys["busy"]).success()


def test_feishu_client_is_refused_with_wrong_or_revoked_credentials(site, feishu):
    reader = site.keys["reader"]
    for keys in (site.keys["revoked"], {**reader, "app_id": "cli_x"}, {**reader, "app_id": ODD, "app_secret": ODD}):
        with pytest.raises(ObtainAccessTokenException) as refused:
            feishu("held", keys=keys)
        assert refused.value.code == 10014


def test_feishu_client_sees_a_bad_token(site, feishu):
    key = f"self_tenant_token:{site.keys['stranger']['app_id']}"
    TokenManager.cache.set(key, "t-7f1bcd13fc57d46bac21793a18e560", int(time.time()) + 600)
    response = feishu("held", keys=site.keys["stranger"])
    TokenManager.cache.set(key, "", 0)
    assert (response.raw.status_code, response.code) == (400, 99991663)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        (lark.HttpMethod.GET, "/open-apis/hire/v1/interviews", 404),
        (lark.HttpMethod.GET, "/open-apis", 404),
        (lark.HttpMethod.POST, "/open-apis/hire/v1/minutes", 405),
        (lark.HttpMethod.DELETE, "/open-apis/hire/v1/minutes", 405),
    ],
)
def test_feishu_client_can_read_every_answer(site, method, path, status):
    request = lark.BaseRequest.builder().http_method(method).uri(path).token_types({lark.AccessTokenType.TENANT})
    response = lark_client(site, site.keys["reader"]).request(request.build())
    assert (response.raw.status_code, response.code) == (status, status)
    assert response.msg


# -- Tencent Meeting

QUERIES: dict[str, Any] = {
    "details": (records.ApiV1RecordsTranscriptsDetailsGetRequest, "v1_records_transcripts_details_get"),
    "paragraphs": (records.ApiV1RecordsTranscriptsParagraphsGetRequest, "v1_records_transcripts_paragraphs_get"),
    "search": (records.ApiV1RecordsTranscriptsSearchGetRequest, "v1_records_transcripts_search_get"),
}


def by_signature(_keys):
    return JWTAuthenticator()


def by_token(keys):
    return OAuth2Authenticator(open_id=keys["open_id"], access_token=keys["access_token"])


@pytest.fixture(params=[by_signature, by_token])
def way_in(request):
    return request.param


@pytest.fixture
def tencent(site):
    """``tencent("details", limit=2)`` gives what the client read; ``way`` is an authenticator or makes one."""

    def get(route="details", *, way=by_signature, keys=site.keys["reader"], **options):
        request_class, method = QUERIES[route]
        given = {"record_file_id": "held", "operator_id": "rick", "operator_id_type": "1", **options}
        given["record_file_id"] = site.interviews.get(given["record_file_id"], given["record_file_id"])
        if route == "search":
            given.setdefault("text", "排序")
        authenticator = way(keys) if callable(way) else way
        call = getattr(wemeet_client(site, keys).records_api, method)
        return call(request_class(**given), authenticator_options=[authenticator.options_build()]).data

    return get


def wemeet_client(site, keys):
    named = {name: keys[name] for name in ("app_id", "sdk_id", "secret_id", "secret_key")}
    web = xhttp.Client(host=f"127.0.0.1:{site.port}", protocol="http", serializer=constants.DEFAULT_SERIALIZER)
    return WemeetClient(**named, clt=web)


def plain(value: Any) -> Any:
    """The client's objects as dictionaries."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {name: plain(item) for name, item in vars(value).items()} if hasattr(value, "__dict__") else value


def refusal(call: Any) -> tuple[int, int]:
    """(HTTP status, code) as the client surfaces them."""
    with pytest.raises(ServiceException) as refused:
        call()
    info = json.loads(refused.value.api_resp.raw_body)["error_info"]
    assert set(info) == {"error_code", "new_error_code", "message"}
    surfaced = refused.value.error_info
    if surfaced is not None:
        assert (surfaced.error_code, surfaced.new_error_code) == (info["error_code"], info["new_error_code"])
        assert surfaced.message == info["message"]
    assert info["new_error_code"] == 1_000_000_000 + info["error_code"]
    return refused.value.api_resp.status_code, info["error_code"]


def test_tencent_client_reads_every_field(tencent, way_in):
    read = plain(tencent(way=way_in))
    assert (read["more"], read["minutes"]["audio_detect"], read["minutes"]["keywords"]) == (False, 1, ["排序", "NDCG"])
    second = read["minutes"]["paragraphs"][1]
    assert (second["pid"], second["start_time"], second["end_time"]) == ("1", 2000, 6400)
    assert second["speaker_info"]["username"] == "张三"
    assert second["speaker_info"]["userid"] == ""
    assert len(second["speaker_info"]["ms_open_id"]) == 16
    assert [sentence["sid"] for sentence in second["sentences"]] == ["1", "2"]
    assert second["sentences"][0]["words"] == [
        {"wid": "6", "start_time": 2000, "end_time": 2300, "text": "嗯，"},
        {"wid": "7", "start_time": 2300, "end_time": 2600, "text": "我"},
        {"wid": "8", "start_time": 2600, "end_time": 2900, "text": "叫"},
        {"wid": "9", "start_time": 2900, "end_time": 3200, "text": "张三。"},
    ]


def test_tencent_client_reads_the_tidied_text(tencent):
    words = plain(tencent(transcripts_type="1"))["minutes"]["paragraphs"][1]["sentences"][0]["words"]
    assert [word["text"] for word in words] == ["我", "叫", "张三。"]
    assert (words[0]["wid"], words[0]["start_time"]) == ("6", 2300)


@pytest.mark.parametrize(("limit", "step"), [("1", 1), ("2", 0)], ids=["next pid", "last pid"])
def test_tencent_client_pages_to_the_end(tencent, limit, step):
    found, pid, more = [], "0", True
    while more:
        page = tencent(pid=pid, limit=limit)
        fresh = [row for row in page.minutes.paragraphs if row.pid not in {seen.pid for seen in found}]
        found, more = [*found, *fresh], page.more
        pid = str(int(found[-1].pid) + step)
    assert [plain(row) for row in found] == plain(tencent().minutes.paragraphs)


def test_tencent_client_reads_beyond_the_end(tencent):
    page = tencent(pid="99", limit="5")
    assert (page.minutes.paragraphs, page.more) == (None, False)


def test_tencent_client_reads_paragraphs(tencent, way_in):
    read = plain(tencent("paragraphs", way=way_in))
    assert (read["total"], read["audio_detect"]) == (4, 1)
    assert read["pids"][1] == {"pid": "1", "start_time": 2000, "end_time": 6400}


def test_tencent_client_searches(tencent, way_in):
    read = plain(tencent("search", way=way_in))
    assert read["hits"][0] == {"pid": "1", "sid": "2", "offset": 4, "length": 2}
    assert read["timelines"][0] == {"pid": "1", "sid": "2", "start_time": 4300}
    assert len(tencent("search", way=way_in, text="C++&Go。").hits) == 1
    assert tencent("search", way=way_in, text=ODD).hits is None


def test_tencent_client_may_send_any_character(tencent, way_in):
    for kind in ("1", "2", "3"):
        assert len(tencent(way=way_in, operator_id=ODD, operator_id_type=kind).minutes.paragraphs) == 4
    for options in ({"record_file_id": ODD}, {"meeting_id": ODD}):
        assert refusal(lambda options=options: tencent(way=way_in, **options)) == (500, 4049)
    for options in ({"pid": ODD}, {"limit": ODD}, {"transcripts_type": ODD}, {"operator_id_type": ODD}):
        assert refusal(lambda options=options: tencent(way=way_in, **options)) == (400, 190004)


@pytest.mark.parametrize("route", ["paragraphs", "search"])
def test_tencent_client_may_send_any_character_to_the_others_too(tencent, way_in, route):
    assert tencent(route, way=way_in, operator_id=ODD) is not None
    for options in ({"record_file_id": ODD}, {"meeting_id": ODD}):
        assert refusal(lambda options=options: tencent(route, way=way_in, **options)) == (500, 4049)
    assert refusal(lambda: tencent(route, way=way_in, operator_id_type=ODD)) == (400, 190004)


@pytest.mark.parametrize(
    ("interview", "code"), [("created", 30001), ("silent", 30002), ("running", 30003), ("ended", 30003)]
)
def test_tencent_client_sees_that_there_is_no_transcript(tencent, interview, code):
    for route in QUERIES:
        assert refusal(lambda route=route: tencent(route, record_file_id=interview)) == (500, code), route


def test_tencent_client_sees_a_failure_of_ours(tencent):
    assert refusal(lambda: tencent(record_file_id="broken")) == (500, 70001)


def test_tencent_client_sees_foreign_records_as_unknown(site, tencent, way_in):
    assert refusal(lambda: tencent(way=way_in, keys=site.keys["stranger"])) == (500, 4049)


def test_tencent_client_sees_that_its_application_was_revoked(site, tencent, way_in):
    assert refusal(lambda: tencent(way=way_in, keys=site.keys["revoked"])) == (500, 403)


def test_tencent_client_sees_wrong_credentials(site, tencent, way_in):
    spoilt = {**site.keys["reader"], "secret_key": "wrong", "access_token": "wrong"}
    assert refusal(lambda: tencent(way=way_in, keys=spoilt)) == (401, 200003)


def test_tencent_client_sees_that_it_is_late(tencent):
    late = JWTAuthenticator(timestamp=str(int(time.time()) - 301))
    assert refusal(lambda: tencent(way=late)) == (401, 200004)


def test_tencent_client_may_repeat_a_request_with_its_authenticator(tencent):
    """The client keeps nonce, time and signature in an authenticator that is used again."""
    once = JWTAuthenticator()
    assert plain(tencent(way=once)) == plain(tencent(way=once))
    assert refusal(lambda: tencent(way=once, pid="1")) == (401, 200003)


def test_tencent_client_may_not_use_a_nonce_for_another_request(tencent):
    nonce = time.time_ns()
    assert tencent(way=JWTAuthenticator(nonce=nonce)).minutes
    assert refusal(lambda: tencent(way=JWTAuthenticator(nonce=nonce), pid="1")) == (401, 200003)


def test_tencent_client_may_use_a_token_authenticator_for_every_request(site, tencent):
    way = by_token(site.keys["reader"])
    assert [tencent(way=way, pid=str(pid), limit="1").minutes.paragraphs[0].pid for pid in range(3)] == ["0", "1", "2"]


@pytest.mark.parametrize("missing", ["record_file_id", "operator_id", "operator_id_type"])
def test_tencent_client_demands_its_parameters_itself(tencent, missing):
    with pytest.raises(ClientException, match=missing):
        tencent(**{missing: None})


# -- both, over a restart and on the product as it is run


def test_tokens_outlive_a_restart(site, feishu, tencent):
    """Feishu's client keeps its token and never asks again before it ends; a page goes on where it was."""
    first = feishu("held", page_size=3).data
    once = JWTAuthenticator()
    tencent(way=once)
    site.stop()
    site.start()
    rest = feishu("held", page_size=100, page_token=first.page_token).data
    found = [row.content for row in (*first.minutes.sentences, *rest.minutes.sentences)]
    assert found == [row.content for row in feishu("held").data.minutes.sentences]
    assert tencent(way=once).minutes
    assert tencent(way=by_token).minutes


@dataclass(frozen=True)
class Address:
    """Of a site that this module did not start."""

    port: int
    interviews: dict[str, str] = field(default_factory=dict)


OWN_KEY = {"SECRET_KEY": ""}  # the site makes one and keeps it in its folder


def keys_of_a_new_application(folder: Path) -> dict[str, str]:
    """Of the demo organization, which a new site comes with."""
    command = ["create_api_application", "--owner", "hr@demo.example", "--name", "飞书", "--json"]
    given = {"INTERVIEW_AI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local", **OWN_KEY}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_product_keeps_tokens_over_a_restart_and_counts_in_its_broker(tmp_path):
    """An unknown interview (1002002) shows that the token was taken."""

    def codes(port, calls):
        client = lark_client(Address(port), keys)
        call = lambda _: client.hire.v1.minutes.get(asked(Address(port), "int_x")).code  # noqa: E731
        first = call(0)  # fetches the token
        with ThreadPoolExecutor(8) as several:  # ten a second are reached on a busy machine too
            return {first, *several.map(call, range(1, calls))}

    with running_site(tmp_path, env=OWN_KEY) as site:
        port = int(site.base_url.rpartition(":")[2])
        keys = keys_of_a_new_application(tmp_path)
        assert codes(port, 40) == {1002002, 99991400}
        token = TokenManager.cache.get(f"self_tenant_token:{keys['app_id']}")
        nonce = time.time_ns()
        for pid, expected in (("0", (500, 4049)), ("0", (500, 4049)), ("1", (401, 200003))):
            assert refusal(lambda pid=pid: unknown_record(port, keys, nonce=nonce, pid=pid)) == expected
    with running_site(tmp_path, env=OWN_KEY) as site:
        port = int(site.base_url.rpartition(":")[2])
        assert codes(port, 1) == {1002002}
        assert TokenManager.cache.get(f"self_tenant_token:{keys['app_id']}") == token


def unknown_record(port: int, keys: dict[str, str], *, nonce: int, pid: str) -> Any:
    asked = records.ApiV1RecordsTranscriptsDetailsGetRequest(
        record_file_id="int_x", operator_id=ODD, operator_id_type="1", pid=pid
    )
    way = JWTAuthenticator(nonce=nonce).options_build()
    return wemeet_client(Address(port), keys).records_api.v1_records_transcripts_details_get(
        asked, authenticator_options=[way]
    )
