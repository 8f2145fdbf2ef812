"""Every operation below /v1 says what an application needs, or that it is for people: nothing is left unsaid."""

from __future__ import annotations

import re

import pytest
from rest_framework.permissions import AllowAny

from accounts.enums import Scope
from accounts.services import create_api_application
from common.api.scopes import scope_of
from tests.architecture.doors import Operation, operations
from tests.client import ApiClient

# For people who have signed in, and why no application stands in for them.
ONLY_FOR_PEOPLE = {
    "GET /users/me": "an application has no account",
    "PATCH /users/me": "an application has no account",
    "POST /users/logout": "an application has no session",
    "POST /users/password/change": "an application has no password",
    "GET /api-applications": "an application could widen its own rights",
    "POST /api-applications": "an application could widen its own rights",
    "PATCH /api-applications/{app_id}": "an application could widen its own rights",
    "DELETE /api-applications/{app_id}": "an application could shut others out",
    "GET /remote-accounts": "whose credentials are whose is for people",
    "POST /remote-accounts": "credentials are brought by people",
    "DELETE /remote-accounts/{account_id}": "credentials are taken away by people",
    "PATCH /interviews/{interview_id}/transcript/sentences/{number}": "a correction is a person's word",
    "PUT /uploads/{upload_id}": "the signed address is the right",
    "POST /reports/{interview_id}/reviews": "a review is a person's word",
    "POST /reports/{interview_id}/decisions": "a decision is a person's word",
    "POST /reports/{interview_id}/comments": "a comment is a person's word",
    "PATCH /reports/{interview_id}/comments/{comment_id}": "a comment is a person's word",
    "DELETE /reports/{interview_id}/comments/{comment_id}": "a comment is a person's word",
    "POST /reports/{interview_id}/overrides": "an override is a person's word",
    "DELETE /reports/{interview_id}/overrides/{override_id}": "an override is a person's word",
}
_KEY_OF_PART = {
    "app_id": "app",
    "account_id": "racc",
    "analysis_id": "anl",
    "comment_id": "cmt",
    "delivery_id": "msg",
    "endpoint_id": "whe",
    "import_id": "imp",
    "interview_id": "int",
    "invitation_id": "inv",
    "override_id": "ovr",
    "position_id": "pos",
    "question_id": "q",
    "share_id": "shr",
    "upload_id": "up",
}


def is_open(operation: Operation) -> bool:
    """Before signing in: nobody is told apart."""
    return AllowAny in operation.view.permission_classes


def scope(operation: Operation) -> str | None:
    return scope_of(operation.view, operation.method.upper())


SCOPED = [one for one in operations() if not is_open(one) and scope(one) and not one.path.startswith("/records/")]
PEOPLES = [one for one in operations() if not is_open(one) and not scope(one)]


def address_of(operation: Operation) -> str:
    """With ids that nothing has: who may not enter learns nothing of what there is."""

    def value(part: re.Match[str]) -> str:
        name = part[1]
        return f"{_KEY_OF_PART[name]}_{'0' * 26}" if name in _KEY_OF_PART else "0"

    return re.sub(r"{(\w+)}", value, operation.path)


def names(found: list[Operation]) -> list[str]:
    return [operation.name for operation in found]


def test_operations_are_found():
    assert {"GET /positions/{position_id}", "POST /interviews", "GET /records/transcripts/details"} <= {
        operation.name for operation in operations()
    }
    assert len(SCOPED) > 40


def test_every_operation_names_a_scope_or_is_known_to_be_for_people():
    assert sorted(names(PEOPLES)) == sorted(ONLY_FOR_PEOPLE)


def test_every_scope_named_is_for_what_the_operation_does():
    wrong = []
    for operation in operations():
        ending = "read" if operation.method == "get" else "write"
        if scope(operation) and not re.fullmatch(rf"\w+:({ending}|manage)", scope(operation)):
            wrong.append(f"{operation.name}: {scope(operation)}")
    assert wrong == []
    assert {scope(operation) for operation in operations()} <= {*Scope.values, None}


@pytest.fixture
def call(people, settings):
    """``call(operation, scopes)`` by an application of the owner's."""
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "calls": (10_000, 60)}
    clients: dict[tuple[str, ...], ApiClient] = {}

    def ask(operation, scopes):
        if scopes not in clients:
            client = clients[scopes] = ApiClient()
            made = create_api_application(actor=people.owner, name="ATS", scopes=list(scopes))[1]
            client.headers["authorization"] = f"Bearer {made.access_token}"
        response = clients[scopes].raw(operation.method, f"/v1{address_of(operation)}")
        return response.status_code, response.json()["code"]

    return ask


def test_application_without_the_scope_is_refused_at_every_operation(call):
    entered = []
    for operation in SCOPED:
        needed = scope(operation)
        enough = {needed, needed.replace(":read", ":write")}
        others = tuple(one for one in Scope.values if one not in enough)
        if call(operation, others) != (403, 40301):
            entered.append(operation.name)
    assert entered == []


def test_application_with_every_scope_is_refused_at_what_is_for_people(call):
    by_address = {"PUT /uploads/{upload_id}"}  # its signature is asked for first
    answers = {one.name: call(one, tuple(Scope.values)) for one in PEOPLES if one.name not in by_address}
    assert {name: answer for name, answer in answers.items() if answer != (403, 40301)} == {}
