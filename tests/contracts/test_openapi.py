"""The schema, and whether the answers keep it: generated requests must never bring a 5xx or an undescribed shape."""

from __future__ import annotations

import json
import re

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, settings

from interview_ai.wsgi import application
from tests.client import ApiClient
from tests.factories import make_interview, make_position
from tests.people import make_people

schema = schemathesis.openapi.from_wsgi("/v1/schema", app=application)


@pytest.fixture
def tokens(transactional_db):
    """A bearer token of each kind of person, with something of theirs to find."""
    people = make_people()
    make_interview(people.candidate, make_position(people.owner))
    return [ApiClient(user).headers["authorization"] for user in (people.owner, people.candidate)]


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_answers_keep_the_schema(tokens, case):
    for token in tokens:
        case.call_and_validate(
            headers={"Authorization": token},
            excluded_checks=[
                schemathesis.checks.ignored_auth,
                schemathesis.checks.unsupported_method,
                schemathesis.checks.positive_data_acceptance,
                schemathesis.checks.negative_data_rejection,
            ],
        )


def described():
    return json.loads(ApiClient().raw("get", "/v1/schema").content)


def test_schema_describes_the_envelope(db):
    found = described()
    answer = found["paths"]["/v1/positions"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(answer["properties"]) == {"code", "message", "data"}
    page = answer["properties"]["data"]["$ref"].rsplit("/", 1)[1]
    assert set(found["components"]["schemas"][page]["properties"]) == {"total", "page", "page_size", "items"}


SPECIFIED = [
    ("post", "/users/register"),
    ("post", "/users/login"),
    ("get", "/users/me"),
    ("post", "/users/refresh-token"),
    ("post", "/positions"),
    ("get", "/positions"),
    ("get", "/positions/{position_id}"),
    ("post", "/questions"),
    ("get", "/questions"),
    ("post", "/interviews"),
    ("get", "/interviews"),
    ("post", "/interviews/{interview_id}/start"),
    ("post", "/interviews/{interview_id}/answers"),
    ("get", "/interviews/{interview_id}/follow-up"),
    ("post", "/interviews/{interview_id}/end"),
    ("post", "/analysis/speech"),
    ("post", "/analysis/video"),
    ("get", "/reports"),
    ("get", "/reports/{interview_id}"),
    ("get", "/reports/{interview_id}/export"),
    ("post", "/uploads/presign"),
]
# What integrators expect besides.
BESIDES = [
    ("patch", "/users/me"),
    ("patch", "/positions/{position_id}"),
    ("get", "/questions/{question_id}"),
    ("patch", "/questions/{question_id}"),
    ("get", "/interviews/{interview_id}"),
    ("get", "/interviews/{interview_id}/answers"),
    ("post", "/interviews/{interview_id}/cancel"),
    ("get", "/analysis/{analysis_id}"),
]


def test_schema_describes_every_path_of_the_specification(db):
    paths = described()["paths"]
    assert [one for one in SPECIFIED if one[0] not in paths.get(f"/v1{one[1]}", {})] == []


def resolved(found, part):
    """A schema without its reference: (properties, names that must be there)."""
    while "$ref" in part or "allOf" in part:
        part = found["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part["allOf"][0]
    return part


def misfits(found, schema, value):
    """Names in the example that the schema does not know, and names it demands that the example lacks."""
    schema = resolved(found, schema)
    if isinstance(value, list):
        return [wrong for item in value for wrong in misfits(found, schema.get("items", {}), item)]
    if not isinstance(value, dict) or "properties" not in schema:
        return []
    wrong = [*(set(value) - set(schema["properties"])), *(set(schema.get("required", ())) - set(value))]
    return wrong + [
        deeper for key, item in value.items() for deeper in misfits(found, schema["properties"].get(key, {}), item)
    ]


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return described()


@pytest.mark.parametrize(("method", "path"), [one for one in SPECIFIED + BESIDES if "export" not in one[1]])
def test_schema_shows_by_examples_what_goes_in_and_out(whole, method, path):
    operation = whole["paths"][f"/v1{path}"][method]
    shown = [body for status, body in operation["responses"].items() if status.startswith("2")]
    if "requestBody" in operation:
        shown.append(operation["requestBody"])
    for body in (part["content"]["application/json"] for part in shown):
        assert body.get("examples")
        for example in body["examples"].values():
            assert misfits(whole, body["schema"], example["value"]) == []


def test_swagger_needs_nothing_from_elsewhere(db):
    page = ApiClient().raw("get", "/v1/docs").content.decode()
    assert "swagger" in page
    assert "https://" not in page.replace("https://example", "")


def test_schema_is_valid_and_every_name_in_it_is_chosen(db, tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    assert not re.findall(r"[A-Z]\w*[0-9a-f]{3}Enum:", (tmp_path / "schema.yml").read_text())
