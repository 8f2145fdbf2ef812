"""Errors speak the language of the address they belong to, wherever they come from."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.test import Client

from common.api.shapes import CodedErrors, shape_of
from common.body_limit import BodyLimit
from common.errors import ApplicationError, Conflict, InvalidInput, NotFound, Unavailable

KEYS = {
    "/v1/positions": {"code", "message", "data"},
    "/v1/recordings": {"code", "message", "data"},
    "/v1": {"code", "message", "data"},
    "/v1/records": {"error_info"},
    "/v1/records/transcripts/details": {"error_info"},
    "/open-apis": {"code", "msg"},
    "/open-apis/auth/v3": {"code", "msg"},
    "/open-apis/hire/v1/minutes": {"code", "msg"},
    "//open-apis/hire/v1/minutes": {"code", "msg"},
}


@pytest.mark.parametrize("path", KEYS)
def test_shape_is_chosen_by_the_most_exact_prefix(path):
    assert set(shape_of(path).body(NotFound())) - {"request_id"} == KEYS[path]


@pytest.mark.parametrize("path", ["", "/", "/v1x", "/open-apisx", "/admin/", "/healthz"])
def test_pages_have_no_shape(path):
    assert shape_of(path) is None


def test_nearest_class_of_an_error_gives_its_code():
    class Example(CodedErrors):
        codes = {InvalidInput: (400, 7)}
        failure = (500, 9)

    class Closer(InvalidInput):
        pass

    cases = {Closer: (400, 7), Conflict: (409, 409), ApplicationError: (500, 9), Unavailable: (500, 9)}
    assert {kind: Example().code_of(kind()) for kind in cases} == cases


@pytest.mark.parametrize("path", ["/v1/positions", "/v1/records/x", "/open-apis/hire/v1/minutes"])
def test_body_cut_off_is_answered_in_the_shape(path):
    """Before Django sees the request."""
    sent = []

    async def refuse() -> None:
        async def nothing(*_args):
            raise AssertionError("the body is too long to be passed on")

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "path": path, "headers": [(b"content-length", b"99999999999")]}
        await BodyLimit(nothing)(scope, nothing, send)

    asyncio.run(refuse())
    assert sent[0]["status"] == 413
    assert (b"Content-Type", b"application/json") in sent[0]["headers"]
    assert set(json.loads(sent[1]["body"])) - {"request_id"} == KEYS.get(path, KEYS["/v1/records"])


@pytest.mark.parametrize("path", ["/v1/positions", "/v1/records", "/open-apis", "/open-apis/hire/v1/minutes"])
def test_host_that_is_not_ours_is_answered_in_the_shape(db, settings, path):
    settings.ALLOWED_HOSTS = ["localhost"]
    response = Client().get(path, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert set(response.json()) - {"request_id"} == KEYS[path]


@pytest.mark.parametrize("path", ["/v1/positions", "/v1/records", "/open-apis"])
def test_failure_outside_any_view_is_answered_in_the_shape(rf, path):
    from common.api.exceptions import server_error

    response = server_error(rf.get(path))
    assert response.status_code == 500
    assert set(json.loads(response.content)) - {"request_id"} == KEYS[path]
