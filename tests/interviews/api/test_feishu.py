"""GET /open-apis/hire/v1/minutes and the token for it."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiApplication
from accounts.services import create_api_application, revoke_api_application
from interviews.enums import InterviewStatus, TranscriptState
from interviews.models import Sentence, Speaker
from tests.conversations import STARTS_AT_MS, add_turn, hold, make_conversation
from tests.factories import make_interview

MINUTES = "/open-apis/hire/v1/minutes"
TOKENS = "/open-apis/auth/v3/tenant_access_token/internal"
TEXTS = [
    "你好，可以做一下自我介绍么？",
    "嗯，我叫张三。",
    "我做搜索排序，用Python和C++&Go。",
    "好，排序怎么评测？",
    "嗯。",
    "线下看NDCG。",
    "线上做A/B实验，看转化率和100%流量。",
]


@pytest.fixture
def read(held, tenant_token):
    """``read(page_size=3)`` gives (status, body); parameters as pairs may repeat a name."""

    def get(*pairs, headers=None, **named):
        query = urlencode([*pairs, *({"interview_id": held.interview.public_id} | named).items()])
        given = {"authorization": f"Bearer {tenant_token}"} if headers is None else headers
        response = Client().get(f"{MINUTES}?{query}", headers=given)
        return response.status_code, response.json()

    return get


def contents(body):
    return [sentence["content"] for sentence in body["data"]["minutes"]["sentences"]]


def ask_for_token(body, **options):
    """As the official client asks: JSON without a Content-Type."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    options.setdefault("content_type", "")
    return Client().post(TOKENS, data=content, **options)


def test_token_is_given_for_json_without_a_content_type(held):
    response = ask_for_token({"app_id": held.keys.app_id, "app_secret": held.keys.app_secret})
    body = response.json()
    assert response.status_code == 200
    assert set(body) == {"code", "msg", "tenant_access_token", "expire"}
    assert (body["code"], body["msg"], body["expire"]) == (0, "ok", 7200)
    assert body["tenant_access_token"].startswith("t-")
    assert response.headers["X-Tt-Logid"] == response.headers["X-Request-ID"]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_token_is_given_for_json_that_says_so(held, content_type):
    body = {"app_id": held.keys.app_id, "app_secret": held.keys.app_secret}
    assert ask_for_token(body, content_type=content_type).json()["code"] == 0


WRONG_CREDENTIALS = [
    ({"app_secret": "wrong"}, 10014),
    ({"app_id": "app_01k0c8x1f8e7tb6h3v9r2m4n5r"}, 10014),
    ({"app_id": "cli_slkdjalasdkjasd"}, 10014),
    ({"app_id": None}, 10003),
    ({"app_id": 5}, 10003),
    ({"app_id": ["x"]}, 10003),
    ({"app_id": "a\x00b"}, 10003),
    ({"app_secret": ""}, 10003),
    ({"app_secret": "x" * 5000}, 10003),
    ({"app_secret": "\ud800"}, 10003),
]


def test_token_is_refused_for_wrong_credentials(held):
    for change, code in WRONG_CREDENTIALS:
        response = ask_for_token({"app_id": held.keys.app_id, "app_secret": held.keys.app_secret, **change})
        body = response.json()
        assert (response.status_code, body["code"], set(body)) == (400, code, {"code", "msg"}), change


def test_token_is_refused_for_a_body_that_is_no_object(db):
    for body in (b"", b"{", b"[]", b"\xff\xfe", b"null", b'"text"', b"[" * 100_000):
        response = ask_for_token(body)
        assert (response.status_code, response.json()["code"]) == (400, 10003), body[:10]


def test_minutes_have_the_shape_of_the_specification(read):
    status, body = read()
    assert (status, body["code"], body["msg"]) == (200, 0, "success")
    assert set(body["data"]) == {"minutes", "has_more"}
    assert body["data"]["has_more"] is False
    assert contents(body) == TEXTS
    assert body["data"]["minutes"]["sentences"][:2] == [
        {
            "content": TEXTS[0],
            "speak_time": str(STARTS_AT_MS),
            "user_type": 1,
            "speaker_name": {"zh_cn": "王总", "en_us": "Wang"},
        },
        {
            "content": TEXTS[1],
            "speak_time": str(STARTS_AT_MS + 2000),
            "user_type": 2,
            "speaker_name": {"zh_cn": "张三", "en_us": "Zhang San"},
        },
    ]


def test_minutes_give_a_name_in_both_languages(held, read):
    Speaker.objects.filter(conversation=held.conversation, key="candidate").update(name_en="")
    assert read()[1]["data"]["minutes"]["sentences"][1]["speaker_name"] == {"zh_cn": "张三", "en_us": "张三"}


def test_minutes_give_the_corrected_text(held, read):
    Sentence.objects.filter(conversation=held.conversation, number=1).update(
        text="我叫张三丰。", original_text="嗯，我叫张三。", source="corrected"
    )
    assert contents(read()[1])[1] == "我叫张三丰。"


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_minutes_page_to_the_end(read, size):
    found, token = [], ""
    while True:
        _status, body = read(page_size=size, page_token=token)
        page, token = contents(body), body["data"].get("page_token")
        assert len(page) <= size
        found += page
        assert body["data"]["has_more"] is (token is not None)
        if token is None:
            break
    assert found == TEXTS


@pytest.mark.parametrize("size", [1, 2, 3])
def test_sentences_that_start_together_come_once_each(held, read, size):
    held.conversation.sentences.filter(number__gte=1, number__lte=4).update(start_ms=3_000, end_ms=4_000)
    in_time = held.conversation.sentences.order_by("start_ms", "number").values_list("text", flat=True)
    found, token = [], ""
    while token is not None:
        body = read(page_size=size, page_token=token)[1]
        found += contents(body)
        token = body["data"].get("page_token")
    assert found == [*in_time]


def test_page_token_stays_right_when_more_is_said(held, read):
    token = read(page_size=5)[1]["data"]["page_token"]
    add_turn(held.conversation, held.conversation.speakers.get(key="candidate"), ["还有 呢。"])
    assert contents(read(page_token=token)[1]) == [*TEXTS[5:], "还有呢。"]


def test_page_token_stays_right_when_sentences_are_numbered_anew(held, read):
    token = read(page_size=5)[1]["data"]["page_token"]
    for sentence in held.conversation.sentences.order_by("-number"):
        sentence.number += 3
        sentence.save()
    assert contents(read(page_token=token)[1]) == TEXTS[5:]


def test_pages_take_the_same_queries_at_the_start_and_at_the_end(read):
    token = read(page_size=5)[1]["data"]["page_token"]
    read()  # the use of the application is noted

    def queries(**query):
        with CaptureQueriesContext(connection) as seen:
            read(**query)
        return len(seen)

    assert queries(page_size=1) == queries(page_size=5) == queries(page_size=1, page_token=token) == 3
    assert queries(page_size=100, page_token=token) == 3


def forged(token):
    return f"{token[:-2]}xx"


def test_page_token_of_another_interview_is_refused(people, position, read):
    other = hold(make_interview(people.other_candidate, position))
    make_conversation(other)
    token = read(interview_id=other.public_id, page_size=1)[1]["data"]["page_token"]
    assert read(page_token=token)[1]["code"] == 1002002


def test_page_token_of_an_older_version_is_refused(held, read, monkeypatch):
    monkeypatch.setattr("interviews.tokens._PAGE_VERSION", 0)
    token = read(page_size=1)[1]["data"]["page_token"]
    monkeypatch.undo()
    assert read(page_token=token)[0] == 400
    assert read(page_token=token)[1]["code"] == 1002002


@pytest.mark.parametrize(
    "spoil",
    [
        forged,
        lambda token: "NzM5MTgyNjQyNDY2MDc4OTU0OA==",
        lambda token: "x" * 501,
        lambda token: f"{token}\x00",
        lambda token: "é",
        lambda token: signing.Signer(salt="another").sign_object([1, 2, 3]),
    ],
)
def test_page_token_that_is_not_ours_is_refused(read, spoil):
    token = read(page_size=1)[1]["data"]["page_token"]
    status, body = read(page_token=spoil(token))
    assert (status, body["code"], set(body)) == (400, 1002002, {"code", "msg"})


WRONG = [
    {"page_size": 0},
    {"page_size": 101},
    {"page_size": "abc"},
    {"page_size": ""},
    {"page_size": "-1"},
    {"page_size": "1.5"},
    {"page_size": "９"},
    {"page_size": "9" * 5000},
    {"interview_id": ""},
    {"interview_id": "7085989097067563300"},
    {"interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5r"},
    {"interview_id": "x" * 5000},
    {"interview_id": "int\x00"},
    {"interview_id": "张三 & co+/=?"},
]


def test_wrong_parameters_are_1002002(read):
    for query in WRONG:
        cache.clear()  # ten a second are answered
        status, body = read(**query)
        assert (status, body["code"], set(body)) == (400, 1002002, {"code", "msg"}), query


def test_missing_interview_id_is_1002002(tenant_token):
    response = Client().get(MINUTES, headers={"authorization": f"Bearer {tenant_token}"})
    assert (response.status_code, response.json()["code"]) == (400, 1002002)


def test_parameters_given_twice_are_1002002(read):
    assert read(("page_size", 5), page_size=5)[1]["code"] == 1002002
    assert read(("interview_id", "int_x"))[1]["code"] == 1002002


def test_foreign_interview_is_as_unknown(read, foreign):
    unknown = read(interview_id="int_01k0c8x1f8e7tb6h3v9r2m4n5r")
    assert read(interview_id=foreign.public_id) == unknown
    assert unknown[1]["code"] == 1002002


BAD_HEADERS = [
    "",
    "Bearer",
    "Bearer x",
    "Bearer t-7f1bcd13fc57d46bac21793a18e560",
    "Basic eDp5",
    "Bearer é",
    "Bearer " + "x" * 5000,
]


def test_bad_token_is_99991663(read):
    for header in BAD_HEADERS:
        status, body = read(headers={"authorization": header} if header else {})
        assert (status, body["code"], set(body)) == (400, 99991663, {"code", "msg"}), header


def test_token_of_a_revoked_application_is_99991663(people, held, read):
    assert read()[1]["code"] == 0
    revoke_api_application(ApiApplication.objects.get(public_id=held.keys.app_id), actor=people.owner)
    assert read()[1]["code"] == 99991663


def test_a_persons_token_opens_nothing_here(api, people, held):
    client = api(people.owner)
    response = client.raw("get", f"{MINUTES}?interview_id={held.interview.public_id}")
    assert (response.status_code, response.json()["code"]) == (400, 99991663)


def test_application_token_opens_no_more_of_ours_than_its_scope(api, held, tenant_token):
    client = api()
    client.headers["authorization"] = f"Bearer {tenant_token}"
    assert client.get("/interviews").code == 40301
    assert client.get(f"/interviews/{held.interview.public_id}/transcript").status == 200


def test_interview_before_its_start_has_no_sentences(people, position, read):
    interview = make_interview(people.candidate, position)
    status, body = read(interview_id=interview.public_id)
    assert (status, body["data"]) == (200, {"minutes": {"sentences": []}, "has_more": False})


def test_interview_being_analysed_gives_what_is_there_so_far(people, position, read):
    interview = hold(make_interview(people.candidate, position), status=InterviewStatus.IN_PROGRESS)
    conversation = make_conversation(interview, talk=(("interviewer", ["你好。"]),), state=TranscriptState.MAKING)
    assert contents(read(interview_id=interview.public_id)[1]) == ["你好。"]
    conversation.sentences.all().delete()
    assert read(interview_id=interview.public_id)[1]["data"] == {"minutes": {"sentences": []}, "has_more": False}


def test_too_many_calls_are_99991400(people, held, read, monkeypatch):
    monkeypatch.setattr("common.api.throttling.time.time", lambda: 1_795_156_200.5)
    answers = [read() for _call in range(11)]
    assert [status for status, _body in answers] == [200] * 10 + [429]
    assert answers[-1][1]["code"] == 99991400
    monkeypatch.setattr("common.api.throttling.time.time", lambda: 1_795_156_201.5)
    assert read()[0] == 200


def test_too_many_calls_say_when_to_come_back(tenant_token, held, monkeypatch):
    monkeypatch.setattr("common.api.throttling.time.time", lambda: 1_795_156_200.5)
    headers = {"authorization": f"Bearer {tenant_token}"}
    answers = [Client().get(MINUTES, {"interview_id": held.interview.public_id}, headers=headers) for _ in range(11)]
    assert answers[-1].headers["x-ogw-ratelimit-reset"] == "1"
    assert "x-ogw-ratelimit-reset" not in answers[0].headers


def test_applications_are_counted_one_by_one(people, held, read, monkeypatch):
    monkeypatch.setattr("common.api.throttling.time.time", lambda: 1_795_156_200.5)
    for _call in range(11):
        read()
    keys = create_api_application(actor=people.owner, name="another")[1]
    token = ask_for_token({"app_id": keys.app_id, "app_secret": keys.app_secret}).json()["tenant_access_token"]
    assert read(headers={"authorization": f"Bearer {token}"})[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/open-apis", 404),
        ("get", "/open-apis/", 404),
        ("get", "/open-apis/hire/v1/interviews", 404),
        ("get", "/open-apis/hire/v1/minutes/", 404),
        ("post", "/open-apis/unknown", 404),
        ("post", MINUTES, 405),
        ("delete", MINUTES, 405),
        ("options", MINUTES, 405),
        ("get", TOKENS, 405),
    ],
)
def test_every_other_path_answers_in_the_shape(db, method, path, status):
    response = getattr(Client(), method)(path)
    body = response.json()
    assert (response.status_code, body["code"], set(body)) == (status, status, {"code", "msg"})
    assert response.headers["X-Tt-Logid"]


def test_body_that_is_too_large_answers_in_the_shape(db):
    response = ask_for_token(b'{"app_id": "' + b"x" * 3_000_000 + b'"}')
    assert (response.status_code, response.json()["code"]) == (413, 413)


def test_other_content_answers_in_the_shape(db):
    response = ask_for_token(b"app_id=x", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.json()["code"]) == (415, 415)


def test_failure_of_ours_answers_in_the_shape(read, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("the database is away")

    monkeypatch.setattr("interviews.api.feishu.sentences_after", fail)
    status, body = read()
    assert (status, body["code"], set(body)) == (500, 1002001, {"code", "msg"})


def test_messages_follow_the_language_of_the_caller(db):
    wrong = {"app_id": "app_x", "app_secret": "wrong"}
    assert "secret" in ask_for_token(wrong, headers={"accept-language": "en"}).json()["msg"]
