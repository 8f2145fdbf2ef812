"""What every answer under /v1 carries: the envelope whatever goes wrong, the request's id, the caller's rate."""

from __future__ import annotations

import json
import logging
import logging.config
from types import SimpleNamespace

import pytest
from redis.exceptions import ConnectionError as BrokerGone

from accounts.models import User
from common.api import throttling
from tests.accounts.test_api import NEW

EMPTY = {"code", "message", "data", "request_id"}


@pytest.fixture
def rates(settings, monkeypatch):
    """``rates(calls=(2, 60))`` sets limits, in a window that does not end while the test runs."""
    monkeypatch.setattr(throttling, "time", SimpleNamespace(time=lambda: 1_000_000_000.0))

    def use(**limits):
        settings.RATE_LIMITS = {**settings.RATE_LIMITS, **limits}

    return use


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b"5", b'"text"', b"\xff", b'{"position_id": NaN}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(api, people, body):
    answer = api(people.candidate).post("/interviews", body)
    assert (answer.status, answer.code, answer.data) == (400, 40001, None)


HALF = "\ud800"  # of a surrogate pair: JSON can say it, no database keeps it


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("post", "/users/register", {**NEW, "role": HALF}, "role"),
        ("post", "/users/register", {**NEW, "email": f"a@{HALF}.example"}, "email"),
        ("patch", "/users/me", {"avatar": f"https://pictures.example/{HALF}"}, "avatar"),
        ("post", "/positions", {"category": HALF}, "category"),
        ("post", "/positions", {"requirements": [HALF]}, "requirements"),
        ("post", "/positions", {"weights": {HALF: 1}}, "title"),
        ("post", "/uploads/presign", {"content_type": f"audio/wav;{HALF}"}, "content_type"),
    ],
)
def test_half_a_surrogate_pair_is_refused_anywhere(api, people, method, path, body, field):
    answer = getattr(api(people.owner), method)(path, body)
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors


def test_an_empty_body_lacks_what_is_required(api, people):
    answer = api(people.candidate).post("/interviews", b"")
    assert (answer.code, list(answer.errors)) == (40001, ["position_id"])


def test_fields_nobody_knows_are_ignored(api):
    assert api().post("/users/register", {**NEW, "is_staff": True, "nickname": []}).status == 201
    assert not User.objects.get(email=NEW["email"]).is_staff


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/xml"])
def test_a_body_of_another_type_is_refused(api, people, kind):
    response = api(people.candidate).raw("post", "/v1/interviews", data="a=1", content_type=kind)
    assert (response.status_code, response.json()["code"]) == (415, 41501)
    assert set(response.json()) == EMPTY


def test_a_body_over_the_limit_is_refused(api, people, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = api(people.candidate).post("/interviews", {"position_id": "x" * 1000})
    assert (answer.status, answer.code, set(answer.body)) == (413, 41301, EMPTY)


def test_a_failure_of_ours_tells_its_number_and_nothing_else(api, people, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("password=secret")

    monkeypatch.setattr("positions.selectors.positions_visible_to", fail)
    answer = api(people.owner).get("/positions")
    assert (answer.status, answer.code, set(answer.body)) == (500, 50001, EMPTY)
    assert "secret" not in str(answer.body)


def test_an_error_names_the_request_as_the_header_does(api):
    answer = api().get("/users/me")
    assert answer.body["request_id"]
    assert answer.headers["X-Request-ID"] == answer.body["request_id"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_id_from_outside_is_not_taken_over(api, people):
    """Else anybody could write into our logs what they like."""
    response = api(people.owner).raw("get", "/v1/users/me", headers={"x-request-id": "from-outside"})
    assert response["X-Request-ID"] not in ("", "from-outside")


def test_the_line_logged_about_a_refused_request_has_its_id(api, people, settings):
    lines: list[dict] = []
    written = settings.LOGGING["formatters"]["json"]
    handler = logging.Handler()
    handler.setFormatter(logging.config.DictConfigurator(settings.LOGGING).configure_formatter(written))
    handler.emit = lambda record: lines.append(json.loads(handler.format(record)))
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = api(people.owner).get("/positions", page=0)
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert [line["request_id"] for line in lines] == [answer.body["request_id"]]


def test_every_answer_says_how_the_caller_stands(api, people, rates):
    rates(calls=(600, 60))
    client = api(people.owner)
    client.get("/users/me")
    headers = client.get("/users/me").headers
    assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("600", "598")
    assert 1 <= int(headers["RateLimit-Reset"]) <= 60


@pytest.mark.parametrize("path", ["/users/me", "/nowhere", "/positions/pos_1", "/schema", "/docs"])
def test_every_answer_to_nobody_known_says_how_the_address_stands(api, rates, path):
    rates(calls=(600, 60))
    response = api().raw("get", f"/v1{path}")
    assert response.status_code in {200, 401, 404}
    assert (response["RateLimit-Limit"], response["RateLimit-Remaining"]) == ("600", "599")


def test_refused_calls_are_counted(api, people, rates):
    rates(calls=(2, 60))
    forbidden = api(people.candidate)
    answers = [forbidden.get("/invitations") for _ in range(3)]
    assert [answer.code for answer in answers] == [40301, 40301, 42901]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    wrong = api()
    wrong.headers["authorization"] = "Bearer no.such.token"
    answers = [wrong.get("/users/me") for _ in range(3)]
    assert [answer.code for answer in answers] == [40101, 40101, 42901]
    assert answers[0].headers["RateLimit-Remaining"] == "1"
    assert api(people.owner).get("/users/me").status == 200


def test_schema_is_refused_above_the_limit_in_the_envelope(api, rates):
    rates(calls=(0, 60))
    assert api().get("/schema").code == 42901


def test_too_many_calls_are_refused_to_this_user_alone(api, people, rates):
    rates(calls=(2, 60))
    client = api(people.owner)
    assert [client.get("/users/me").status for _ in range(3)] == [200, 200, 429]
    refused = client.get("/users/me")
    assert (refused.code, refused.headers["RateLimit-Remaining"]) == (42901, "0")
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"]
    assert api(people.mate).get("/users/me").status == 200


@pytest.mark.parametrize(
    ("scope", "path", "body"),
    [
        ("registrations", "/users/register", NEW),
        ("password_resets", "/users/password/reset", {"email": "nobody@mail.example"}),
    ],
)
def test_what_anybody_may_call_is_counted_by_address(api, rates, scope, path, body):
    rates(**{scope: (1, 3600)})
    assert api().post(path, body).status < 300
    assert api().post(path, {**body, "email": "second@mail.example"}).code == 42901
    assert not User.objects.filter(email="second@mail.example").exists()


def test_limits_are_those_of_the_contract(settings):
    assert settings.RATE_LIMITS["registrations"] == (60, 3600)
    assert settings.RATE_LIMITS["calls"] == (600, 60)
    assert (settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME * 60) == (10, 15)


def test_nobody_is_refused_while_nothing_can_be_counted(api, people, rates, monkeypatch):
    def gone(*args, **options):
        raise BrokerGone

    rates(calls=(0, 60))
    monkeypatch.setattr(throttling, "_counted", gone)
    answer = api(people.owner).get("/users/me")
    assert answer.status == 200
    assert "RateLimit-Limit" not in answer.headers
