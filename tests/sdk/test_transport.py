"""Retries, idempotency keys, errors, tokens: what happens between a call and its result."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from interview_ai import sdk
from interview_ai.sdk.retry import RetryPolicy
from tests.sdk.api import BASE_URL, FakeApi, ok, refused

POSITION = {"title": "t", "category": "ai", "description": "d", "requirements": ["r"]}


@pytest.mark.parametrize(
    "failure",
    [
        refused(503, 50301),
        refused(429, 42901, headers={"Retry-After": "0"}),
        refused(409, 40901, headers={"Retry-After": "0"}),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut off"),
    ],
)
def test_call_is_tried_again_when_the_failure_may_pass(api: FakeApi, failure: Any):
    api.on("GET", "/users/me", failure, failure, ok({"user_id": "u_1"}))
    assert api.client().users.me().id == "u_1"
    assert len(api.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_call_is_not_tried_again_when_refused(api: FakeApi, status: int):
    api.on("GET", "/users/me", refused(status, status * 100 + 1))
    with pytest.raises(sdk.APIError):
        api.client().users.me()
    assert len(api.requests) == 1


def test_retries_end_when_the_failure_stays(api: FakeApi):
    api.on("GET", "/users/me", refused(503, 50301))
    with pytest.raises(sdk.Unavailable):
        api.client(retry=RetryPolicy(max_retries=2, base_seconds=0.001)).users.me()
    assert len(api.requests) == 3


def test_post_keeps_its_idempotency_key_over_retries(api: FakeApi):
    api.on("POST", "/positions", httpx.ReadError("cut"), refused(503, 50301), ok({"position_id": "pos_1"}))
    client = api.client()
    client.positions.create(**POSITION)
    client.positions.create(**POSITION)
    first, second, third, other = [request.headers["idempotency-key"] for request in api.requests]
    assert first == second == third
    assert other != first


def test_get_carries_no_idempotency_key(api: FakeApi):
    api.on("GET", "/users/me", ok({}))
    api.client().users.me()
    assert "idempotency-key" not in api.requests[0].headers


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 40001, sdk.BadRequest),
        (401, 40101, sdk.Unauthorized),
        (403, 40301, sdk.Forbidden),
        (404, 40401, sdk.NotFound),
        (409, 40901, sdk.Conflict),
        (413, 41301, sdk.TooLarge),
        (415, 41501, sdk.UnsupportedMedia),
        (429, 42901, sdk.RateLimited),
        (500, 50001, sdk.ServerError),
        (503, 50301, sdk.Unavailable),
    ],
)
def test_error_has_its_class_and_details(api: FakeApi, status: int, code: int, kind: type[sdk.APIError]):
    api.on("GET", "/users/me", refused(status, code, "错误", request_id="r-1", errors={"email": ["used"]}))
    with pytest.raises(kind) as caught:
        api.client(retry=RetryPolicy(max_retries=0)).users.me()
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.status, error.message, error.request_id) == (code, status, "错误", "r-1")
    assert error.errors == {"email": ["used"]}
    assert isinstance(error, sdk.InterviewAIError)
    assert "r-1" in str(error)
    assert "used" in str(error)


def test_error_page_of_a_proxy_is_an_error_without_code(api: FakeApi):
    api.on("GET", "/users/me", httpx.Response(502, html="<h1>Bad Gateway</h1>", headers={"X-Request-Id": "r-2"}))
    with pytest.raises(sdk.ServerError) as caught:
        api.client().users.me()
    assert (caught.value.code, caught.value.request_id) == (None, "r-2")


def test_answer_of_something_else_is_an_error(api: FakeApi):
    api.on("GET", "/users/me", httpx.Response(200, html="<h1>Hello</h1>"))
    with pytest.raises(sdk.APIError, match="base_url"):
        api.client().users.me()


def test_rate_limit_longer_than_the_patience_is_raised_at_once(api: FakeApi):
    api.on("GET", "/users/me", refused(429, 42901, headers={"RateLimit-Reset": "3600"}))
    with pytest.raises(sdk.RateLimited) as caught:
        api.client().users.me()
    assert caught.value.retry_after == 3600
    assert len(api.requests) == 1


def test_connection_failure_is_ours(api: FakeApi):
    api.on("GET", "/users/me", httpx.ConnectError("refused"))
    with pytest.raises(sdk.ConnectionFailed, match=r"api\.example\.com"):
        api.client(retry=RetryPolicy(max_retries=1, base_seconds=0.001)).users.me()
    assert len(api.requests) == 2


def test_time_out_is_ours(api: FakeApi):
    api.on("GET", "/users/me", httpx.ReadTimeout("slow"))
    with pytest.raises(sdk.TimeoutExceeded):
        api.client(retry=RetryPolicy(max_retries=0)).users.me()


def fresh(number: int) -> httpx.Response:
    return ok({"access_token": f"access{number}", "refresh_token": f"refresh{number}"})


def test_expired_token_is_renewed_once_and_the_call_repeated(api: FakeApi):
    kept: list[tuple[str, str | None]] = []
    api.on("GET", "/users/me", refused(401, 40101), ok({"user_id": "u_1"}))
    api.on("POST", "/users/refresh-token", fresh(2))
    client = api.client(refresh_token="refresh1", on_tokens=lambda *pair: kept.append(pair))
    assert client.users.me().id == "u_1"
    assert [request.headers.get("authorization") for request in api.requests] == [
        "Bearer token",
        None,
        "Bearer access2",
    ]
    assert api.body(1) == {"refresh_token": "refresh1"}
    assert kept == [("access2", "refresh2")]
    assert (client.access_token, client.refresh_token) == ("access2", "refresh2")


def test_second_refusal_after_renewal_is_raised(api: FakeApi):
    api.on("GET", "/users/me", refused(401, 40101))
    api.on("POST", "/users/refresh-token", fresh(2))
    with pytest.raises(sdk.Unauthorized):
        api.client(refresh_token="refresh1").users.me()
    assert len(api.requests) == 3


def test_refused_refresh_token_is_raised(api: FakeApi):
    api.on("GET", "/users/me", refused(401, 40101))
    api.on("POST", "/users/refresh-token", refused(401, 40101, "log in again"))
    with pytest.raises(sdk.Unauthorized, match="log in again"):
        api.client(refresh_token="refresh1").users.me()


def test_tasks_that_find_the_token_expired_renew_it_once(api: FakeApi):
    def me(request: httpx.Request) -> httpx.Response:
        return ok({}) if request.headers["authorization"] == "Bearer access2" else refused(401, 40101)

    api.on("GET", "/users/me", me)
    api.on("POST", "/users/refresh-token", fresh(2))

    async def run() -> None:
        async with api.async_client(refresh_token="refresh1") as client:
            await asyncio.gather(*(client.users.me() for _ in range(5)))

    asyncio.run(run())
    assert sum(request.url.path.endswith("refresh-token") for request in api.requests) == 1


def test_login_refused_does_not_try_the_refresh_token(api: FakeApi):
    api.on("POST", "/users/login", refused(401, 40101))
    with pytest.raises(sdk.Unauthorized):
        api.client(refresh_token="refresh1").users.login(email="a@b.c", password="wrong1")
    assert len(api.requests) == 1
    assert "authorization" not in api.requests[0].headers


def test_language_is_sent(api: FakeApi):
    api.on("GET", "/users/me", ok({}))
    api.client(language="en").users.me()
    assert api.requests[0].headers["accept-language"] == "en"


def test_empty_id_is_refused_before_sending(api: FakeApi):
    with pytest.raises(ValueError, match="needs an id"):
        api.client().interviews.get("")


def test_id_cannot_leave_its_place_in_the_path(api: FakeApi):
    api.on("GET", "/interviews/../users/me", ok({}))
    api.client().interviews.get("../users/me")
    assert api.requests[0].url.raw_path == b"/v1/interviews/..%2Fusers%2Fme"


def test_base_url_without_scheme_is_refused():
    with pytest.raises(ValueError, match="base_url"):
        sdk.InterviewClient("api.example.com/v1")


def test_login_gives_a_client_with_both_tokens(api: FakeApi):
    api.on("POST", "/users/login", fresh(1))
    client = sdk.InterviewClient.login(
        base_url=BASE_URL, email="a@b.c", password="secret1", transport=httpx.MockTransport(api.handle)
    )
    assert (client.access_token, client.refresh_token) == ("access1", "refresh1")
    assert api.body() == {"email": "a@b.c", "password": "secret1"}


def test_login_with_a_second_factor_sends_its_code(api: FakeApi):
    api.on("POST", "/users/login", fresh(1))
    way = httpx.MockTransport(api.handle)
    sdk.InterviewClient.login(base_url=BASE_URL, email="a@b.c", password="secret1", otp_code="123456", transport=way)
    assert api.body()["otp_code"] == "123456"


def test_register_makes_the_account_and_logs_in(api: FakeApi):
    api.on("POST", "/users/register", ok({"user_id": "u_1"}, status=201))
    api.on("POST", "/users/login", fresh(1))
    client = sdk.InterviewClient.register(
        base_url=BASE_URL,
        email="a@b.c",
        password="secret1",
        username="A",
        role="enterprise",
        transport=httpx.MockTransport(api.handle),
    )
    assert client.access_token == "access1"
    assert api.body(0) == {"email": "a@b.c", "password": "secret1", "username": "A", "role": "enterprise"}


def test_logout_forgets_the_tokens(api: FakeApi):
    api.on("POST", "/users/logout", ok(None))
    client = api.client(refresh_token="refresh1")
    client.users.logout()
    assert api.body() == {"refresh_token": "refresh1"}
    assert (client.access_token, client.refresh_token) == (None, None)


def test_logout_after_the_token_ran_out_ends_the_renewed_session(api: FakeApi):
    api.on("POST", "/users/logout", refused(401, 40101), ok(None))
    api.on("POST", "/users/refresh-token", fresh(2))
    client = api.client(refresh_token="refresh1")
    client.users.logout()
    assert api.body() == {"refresh_token": "refresh2"}
    assert client.refresh_token is None
