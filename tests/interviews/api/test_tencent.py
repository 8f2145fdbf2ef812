"""GET /v1/records/transcripts/details, /paragraphs and /search."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiApplication
from accounts.services import create_api_application, revoke_api_application
from interviews.enums import InterviewStatus, TranscriptState
from interviews.models import Interview, Paragraph, Sentence
from interviews.transcripts import tencent
from tests.conversations import hold, make_conversation
from tests.factories import make_interview

BASE = "/v1/records/transcripts"
ROUTES = ("details", "paragraphs", "search")


def opened_by(keys):
    return {"AccessToken": keys.access_token, "OpenId": keys.open_id}


def signature(keys, target, *, nonce, timestamp, method="GET", body=""):
    named = f"X-TC-Key={keys.secret_id}&X-TC-Nonce={nonce}&X-TC-Timestamp={timestamp}"
    text = f"{method}\n{named}\n{target}\n{body}"
    digest = hmac.new(keys.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode()).decode()


def signed(keys, target, *, nonce="1795156200123000001", timestamp=None, **changes):
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    given = {
        "X-TC-Key": keys.secret_id,
        "X-TC-Nonce": nonce,
        "X-TC-Timestamp": timestamp,
        "AppId": keys.app_id,
        "SdkId": keys.sdk_id,
        "X-TC-Signature": signature(keys, target, nonce=nonce, timestamp=timestamp),
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


@pytest.fixture
def target(held):
    """``target("details", pid=3)``: path and query; parameters as pairs may repeat a name, None leaves one out."""

    def make(route="details", *pairs, **named):
        given = {
            "record_file_id": held.interview.public_id,
            "operator_id": "rick",
            "operator_id_type": 1,
            **({"text": "排序"} if route == "search" else {}),
            **named,
        }
        kept = [(name, value) for name, value in given.items() if value is not None]
        return f"{BASE}/{route}?{urlencode([*pairs, *kept])}"

    return make


@pytest.fixture
def read(held, target):
    """``read("details", pid=3)`` gives (status, body)."""

    def get(route="details", *pairs, headers=None, **named):
        response = Client().get(target(route, *pairs, **named), headers=headers or opened_by(held.keys))
        return response.status_code, response.json()

    return get


def error_of(answer):
    """(status, code), after looking at the shape that the client demands."""
    status, body = answer
    assert set(body) == {"error_info"}
    info = body["error_info"]
    assert set(info) == {"error_code", "new_error_code", "message"}
    assert info["new_error_code"] == 1_000_000_000 + info["error_code"]
    assert isinstance(info["message"], str)
    assert info["message"]
    return status, info["error_code"]


def words(paragraph):
    return [word["text"] for sentence in paragraph["sentences"] for word in sentence["words"]]


def pids(body):
    return [paragraph["pid"] for paragraph in body["minutes"]["paragraphs"]]


def test_details_have_the_shape_of_the_specification(held, read):
    status, body = read()
    assert status == 200
    assert set(body) == {"minutes", "more"}
    assert body["more"] is False
    assert set(body["minutes"]) == {"audio_detect", "keywords", "paragraphs"}
    assert (body["minutes"]["audio_detect"], body["minutes"]["keywords"]) == (1, ["排序", "NDCG"])
    assert pids(body) == ["0", "1", "2", "3"]
    first = body["minutes"]["paragraphs"][0]
    ms_open_id = first["speaker_info"].pop("ms_open_id")
    assert len(base64.b64decode(ms_open_id, validate=True)) == 12
    assert first == {
        "pid": "0",
        "start_time": 0,
        "end_time": 1800,
        "sentences": [
            {
                "sid": "0",
                "start_time": 0,
                "end_time": 1800,
                "words": [
                    {"wid": str(number), "start_time": number * 300, "end_time": (number + 1) * 300, "text": text}
                    for number, text in enumerate(["你好，", "可以", "做", "一下", "自我介绍", "么？"])
                ],
            }
        ],
        "speaker_info": {"userid": "u_interviewer", "username": "王总"},
    }


def test_numbers_count_through_the_whole_record(read):
    paragraphs = read()[1]["minutes"]["paragraphs"]
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph["sentences"]]
    found = [word for sentence in sentences for word in sentence["words"]]
    assert [sentence["sid"] for sentence in sentences] == [str(number) for number in range(7)]
    assert [word["wid"] for word in found] == [str(number) for number in range(len(found))]


def test_people_are_told_apart_within_a_record_and_not_over_records(people, position, held, read):
    other = hold(make_interview(people.other_candidate, position))
    make_conversation(other)

    def open_ids(**query):
        return [row["speaker_info"]["ms_open_id"] for row in read(**query)[1]["minutes"]["paragraphs"]]

    here, there = open_ids(), open_ids(record_file_id=other.public_id)
    assert here[0] == here[2] != here[1] == here[3]
    assert set(here).isdisjoint(there)


def test_tidied_words_keep_their_times_and_are_numbered_on_their_own(read):
    paragraphs = read(transcripts_type=1)[1]["minutes"]["paragraphs"]
    assert [words(paragraph) for paragraph in paragraphs[:2]] == [
        ["你好，", "可以", "做", "一下", "自我介绍", "么？"],
        ["我", "叫", "张三。", "我", "做", "搜索", "排序，", "用", "Python", "和", "C++", "&", "Go。"],
    ]
    first = paragraphs[1]["sentences"][0]["words"][0]
    assert first == {"wid": "6", "start_time": 2300, "end_time": 2600, "text": "我"}
    assert [sentence["sid"] for sentence in paragraphs[3]["sentences"]] == ["5", "6"]  # nothing is left of "嗯。"


def test_original_words_are_the_default(read):
    assert read() == read(transcripts_type=0)
    assert "嗯，" in words(read()[1]["minutes"]["paragraphs"][1])


def test_audio_detect_is_false_while_speakers_are_told_apart(held, read):
    held.conversation.speakers_known = False
    held.conversation.save()
    assert read()[1]["minutes"]["audio_detect"] == 0
    assert read("paragraphs")[1]["audio_detect"] == 0


def test_paging_by_the_next_pid_reaches_the_end(read):
    found, pid = [], 0
    while True:
        _status, body = read(pid=pid, limit=1)
        found += pids(body)
        if not body["more"]:
            break
        pid = int(found[-1]) + 1
    assert found == ["0", "1", "2", "3"]


def test_paging_by_the_last_pid_reaches_the_end(read):
    found, pid = [], 0
    while True:
        _status, body = read(pid=pid, limit=2)
        found += [pid for pid in pids(body) if pid not in found]
        if not body["more"]:
            break
        pid = int(found[-1])
    assert found == ["0", "1", "2", "3"]


PAGES = [
    ({"pid": 2}, ["2", "3"], False),
    ({"limit": 3}, ["0", "1", "2"], True),
    ({"limit": 4}, ["0", "1", "2", "3"], False),
    ({"pid": 1, "limit": 2}, ["1", "2"], True),
    ({"pid": 3, "limit": 20}, ["3"], False),
    ({"pid": 4}, [], False),
    ({"pid": 99999, "limit": 5}, [], False),
    ({"limit": 10**17}, ["0", "1", "2", "3"], False),
    ({"pid": "007"}, [], False),
]


def test_pid_is_inclusive_and_limit_counts_paragraphs(read):
    for query, expected, more in PAGES:
        status, body = read(**query)
        assert (status, pids(body), body["more"]) == (200, expected, more), query


def test_details_take_the_same_queries_wherever_they_begin(read):
    read()  # the use of the application is noted

    def queries(**query):
        with CaptureQueriesContext(connection) as seen:
            read(**query)
        return len(seen)

    assert queries(limit=1) == queries(limit=3) == queries(pid=3, limit=1) == 3


def test_paragraphs_list_every_one(read):
    assert read("paragraphs") == (
        200,
        {
            "total": 4,
            "audio_detect": 1,
            "pids": [
                {"pid": "0", "start_time": 0, "end_time": 1800},
                {"pid": "1", "start_time": 2000, "end_time": 6400},
                {"pid": "2", "start_time": 6600, "end_time": 8100},
                {"pid": "3", "start_time": 8300, "end_time": 12600},
            ],
        },
    )


def test_search_gives_places_and_times(read):
    assert read("search", text="排序") == (
        200,
        {
            "hits": [
                {"pid": "1", "sid": "2", "offset": 4, "length": 2},
                {"pid": "2", "sid": "3", "offset": 2, "length": 2},
            ],
            "timelines": [
                {"pid": "1", "sid": "2", "start_time": 4300},
                {"pid": "2", "sid": "3", "start_time": 6900},
            ],
        },
    )


def test_search_agrees_with_the_example_of_the_interface():
    """The published example of /search answers about the published example of /details."""
    said = {
        (0, 3): "这边 不过 这边 哈 哈 哈, 就是 这里 面的, 就是 这里 面的 我 这 个人 用。",
        (2, 8): "哈 哈 哈, 录制 主持人 说话。",
        (3, 10): "录制 个人 用户。",
    }
    rows = [
        Sentence(
            number=sid,
            paragraph=Paragraph(number=pid),
            text=text.replace(" ", ""),
            words=[[word, at, at + 1] for at, word in enumerate(text.split(" "))],
        )
        for (pid, sid), text in said.items()
    ]
    assert tencent.search_result(rows, "人", tidied=False)["hits"] == [
        {"pid": "0", "sid": "3", "offset": 26, "length": 1},
        {"pid": "2", "sid": "8", "offset": 8, "length": 1},
        {"pid": "3", "sid": "10", "offset": 3, "length": 1},
    ]


def test_search_finds_every_place_in_either_case_and_any_character(read):
    assert [hit["sid"] for hit in read("search", text="python")[1]["hits"]] == ["2"]
    for text in ("C++&Go。", "A/B", "100%", "看"):
        assert read("search", text=text)[1]["hits"], text
    assert len(read("search", text="看")[1]["hits"]) == 2
    for text in ("%%", "_", "[a-z]", "\\", "张三 & co+/=?", "'; DROP TABLE"):
        assert read("search", text=text) == (200, {"hits": [], "timelines": []}), text


def test_search_of_the_tidied_text(read):
    assert read("search", text="嗯", transcripts_type=1)[1]["hits"] == []
    assert len(read("search", text="嗯", transcripts_type=0)[1]["hits"]) == 2
    assert read("search", text="张三", transcripts_type=1)[1] == {
        "hits": [{"pid": "1", "sid": "1", "offset": 2, "length": 2}],
        "timelines": [{"pid": "1", "sid": "1", "start_time": 2900}],
    }


def test_search_gives_the_time_of_words_between_blanks(held, read):
    Sentence.objects.filter(conversation=held.conversation, number=0).update(
        text="I like Python a lot.",
        words=[["I", 0, 1], ["like", 10, 11], ["Python", 20, 21], ["a", 30, 31], ["lot.", 40, 41]],
    )
    found = read("search", text="PYTHON A")[1]
    assert found["hits"][0] == {"pid": "0", "sid": "0", "offset": 7, "length": 8}
    assert found["timelines"][0]["start_time"] == 20


def test_operator_may_be_anyone(read):
    for kind, operator in ((1, "rick"), (2, "张三 & co+/=?"), (3, "0")):
        assert read(operator_id=operator, operator_id_type=kind)[0] == 200, operator


def test_operator_may_be_left_out_altogether(read):
    assert read(operator_id=None, operator_id_type=None)[0] == 200


WRONG = [
    {"record_file_id": None},
    {"record_file_id": ""},
    {"record_file_id": "x" * 201},
    {"record_file_id": "int\x00"},
    {"operator_id_type": 0},
    {"operator_id_type": 4},
    {"operator_id_type": "x"},
    {"operator_id_type": ""},
    {"operator_id_type": None},
    {"operator_id": None},
    {"operator_id": ""},
    {"operator_id": "x" * 201},
    {"operator_id": "a\x00b"},
    {"meeting_id": "1\x00"},
]
WRONG_DETAILS = [
    {"pid": -1},
    {"pid": "x"},
    {"pid": ""},
    {"pid": "1.0"},
    {"pid": "٣"},
    {"pid": "9" * 19},
    {"limit": 0},
    {"limit": -1},
    {"limit": "x"},
    {"limit": "9" * 5000},
    {"transcripts_type": 2},
    {"transcripts_type": "x"},
]
WRONG_SEARCH = [{"text": None}, {"text": ""}, {"text": "x" * 201}, {"text": "a\x00"}, {"transcripts_type": 2}]


@pytest.mark.parametrize(
    ("route", "queries"),
    [("details", WRONG + WRONG_DETAILS), ("paragraphs", WRONG), ("search", WRONG + WRONG_SEARCH)],
)
def test_wrong_parameters_are_190004(read, route, queries):
    for query in queries:
        assert error_of(read(route, **query)) == (400, 190004), query


def test_parameters_given_twice_are_190004(read):
    for name in ("pid", "limit", "record_file_id", "operator_id", "operator_id_type"):
        assert error_of(read("details", (name, 1), pid=1, limit=1)) == (400, 190004), name


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "record", ["int_01k0c8x1f8e7tb6h3v9r2m4n5r", "1465500000000069281", "张三 & co+/=?", "foreign"]
)
def test_unknown_and_foreign_records_are_4049(read, foreign, route, record):
    answer = read(route, record_file_id=foreign.public_id if record == "foreign" else record)
    assert error_of(answer) == (500, 4049)


def test_meeting_is_ignored_when_it_agrees(held, read):
    Interview.objects.filter(pk=held.interview.pk).update(external_id="1647607000000001721")
    for meeting in ("", held.interview.public_id, "1647607000000001721"):
        assert read(meeting_id=meeting)[0] == 200
    assert error_of(read(meeting_id="1647607000000001722")) == (500, 4049)


@pytest.mark.parametrize("route", ROUTES)
def test_interview_that_was_never_held_is_30001(people, position, read, route):
    interview = make_interview(people.candidate, position)
    assert error_of(read(route, record_file_id=interview.public_id)) == (500, 30001)
    Interview.objects.filter(pk=interview.pk).update(status=InterviewStatus.CANCELLED)
    assert error_of(read(route, record_file_id=interview.public_id)) == (500, 30001)


@pytest.mark.parametrize("route", ROUTES)
def test_interview_in_which_nothing_was_said_is_30002(held, read, route):
    held.conversation.paragraphs.all().delete()
    assert error_of(read(route)) == (500, 30002)


@pytest.mark.parametrize("route", ROUTES)
def test_interview_still_going_on_is_30003(people, position, read, route):
    interview = hold(make_interview(people.candidate, position), status=InterviewStatus.IN_PROGRESS)
    assert error_of(read(route, record_file_id=interview.public_id)) == (500, 30003)
    make_conversation(interview)
    assert error_of(read(route, record_file_id=interview.public_id)) == (500, 30003)


@pytest.mark.parametrize("route", ROUTES)
def test_interview_being_analysed_is_30003(people, position, held, read, route):
    held.conversation.state = TranscriptState.MAKING
    held.conversation.save()
    assert error_of(read(route)) == (500, 30003)
    ended = hold(make_interview(people.other_candidate, position))
    assert error_of(read(route, record_file_id=ended.public_id)) == (500, 30003)


def test_wrong_access_token_is_200003(held, read):
    wrong = [{"AccessToken": text} for text in ("wrong", "", "é", "x" * 5000)]
    for change in [*wrong, {"OpenId": "wrong"}, {"OpenId": None}]:
        given = {name: value for name, value in (opened_by(held.keys) | change).items() if value is not None}
        assert error_of(read(headers=given)) == (401, 200003), change


def test_nobody_is_200003(read):
    assert error_of(read(headers={"accept": "application/json"})) == (401, 200003)


def test_signature_opens(held, target):
    for route in ROUTES:
        asked = target(route, operator_id="张三 & co+/=?", meeting_id="")
        response = Client().get(asked, headers=signed(held.keys, asked, nonce=f"7{len(route)}"))
        assert response.status_code == 200, route


def test_signature_without_an_sdk_id_opens(held, target):
    assert Client().get(target(), headers=signed(held.keys, target(), SdkId=None)).status_code == 200


def attempt(target, headers):
    response = Client().get(target, headers=headers)
    return error_of((response.status_code, response.json()))


SIGNED_HEADERS = ("X-TC-Key", "X-TC-Nonce", "X-TC-Timestamp", "X-TC-Signature", "AppId")


def test_wrong_signed_headers_are_200003(held, target):
    for name in (*SIGNED_HEADERS, "SdkId"):
        for value in ("wrong", "é", "x" * 5000):
            assert attempt(target(), signed(held.keys, target(), **{name: value})) == (401, 200003), (name, value)


def test_missing_signed_headers_are_200003(held, target):
    for name in SIGNED_HEADERS:
        assert attempt(target(), signed(held.keys, target(), **{name: None})) == (401, 200003), name


def test_signature_of_another_request_is_200003(held, target):
    assert attempt(target(pid=1), signed(held.keys, target())) == (401, 200003)


def test_signature_covers_the_query_as_it_was_spelt(held):
    spelt = f"{BASE}/details?record_file_id={held.interview.public_id}&operator_id=a%20b&operator_id_type=1"
    other = spelt.replace("%20", "+")
    assert attempt(other, signed(held.keys, spelt, nonce="1")) == (401, 200003)
    assert Client().get(spelt, headers=signed(held.keys, spelt, nonce="2")).status_code == 200
    assert Client().get(other, headers=signed(held.keys, other, nonce="3")).status_code == 200


def test_signature_of_another_application_is_200003(people, held, target):
    other = create_api_application(actor=people.owner, name="other")[1]
    mixed = signed(other, target()) | {"AppId": held.keys.app_id}
    assert attempt(target(), mixed) == (401, 200003)


def test_signature_is_good_for_five_minutes(held, target):
    for late_seconds in (-290, 290):
        headers = signed(held.keys, target(), timestamp=int(time.time()) + late_seconds)
        assert Client().get(target(), headers=headers).status_code == 200, late_seconds
    for late_seconds in (-310, 310, -(10**9)):
        headers = signed(held.keys, target(), timestamp=int(time.time()) + late_seconds)
        assert attempt(target(), headers) == (401, 200004), late_seconds


def test_the_same_request_may_come_again(held, target):
    headers = signed(held.keys, target())
    assert [Client().get(target(), headers=headers).status_code for _time in range(3)] == [200, 200, 200]


def test_nonce_of_another_request_is_200003(held, target):
    assert Client().get(target(), headers=signed(held.keys, target(), nonce="42")).status_code == 200
    assert attempt(target(pid=1), signed(held.keys, target(pid=1), nonce="42")) == (401, 200003)
    assert Client().get(target(pid=1), headers=signed(held.keys, target(pid=1), nonce="43")).status_code == 200


def test_nonces_of_two_applications_do_not_meet(people, held, target):
    other = create_api_application(actor=people.owner, name="other")[1]
    assert Client().get(target(), headers=signed(held.keys, target(), nonce="42")).status_code == 200
    assert Client().get(target(pid=1), headers=signed(other, target(pid=1), nonce="42")).status_code == 200


def test_revoked_application_has_no_right(people, held, target, read):
    revoke_api_application(ApiApplication.objects.get(public_id=held.keys.app_id), actor=people.owner)
    assert error_of(read()) == (500, 403)
    assert attempt(target(), signed(held.keys, target())) == (500, 403)
    wrong = signed(held.keys, target(), **{"X-TC-Signature": "wrong"})
    assert attempt(target(), wrong) == (401, 200003)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/v1/records", 404),
        ("get", "/v1/records/", 404),
        ("get", "/v1/records/unknown", 404),
        ("post", "/v1/records/transcripts", 404),
        ("get", f"{BASE}/details/", 404),
        ("post", f"{BASE}/details", 405),
        ("put", f"{BASE}/search", 405),
        ("options", f"{BASE}/paragraphs", 405),
    ],
)
def test_every_other_path_answers_in_the_shape(db, method, path, status):
    response = getattr(Client(), method)(path)
    assert error_of((response.status_code, response.json())) == (status, status)


def test_failure_of_ours_answers_in_the_shape(read, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("the database is away")

    monkeypatch.setattr("interviews.api.tencent.paragraphs_from", fail)
    assert error_of(read()) == (500, 70001)


def test_too_many_calls_answer_in_the_shape(held, read, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "calls": (2, 60)}
    read()
    read()
    assert error_of(read()) == (429, 429)


def test_who_read_is_written_down(held, read, caplog):
    with caplog.at_level("INFO", logger="interviews.api.tencent"):
        read(operator_id="rick", operator_id_type=2)
    entries = [record.msg for record in caplog.records if record.name == "interviews.api.tencent"]
    assert [(entry["record"], entry["operator"], entry["application"]) for entry in entries] == [
        (held.interview.public_id, "rick", held.keys.app_id)
    ]


def test_our_own_interface_keeps_its_envelope(api, people):
    assert api(people.owner).get("/recordings").code == 40401
