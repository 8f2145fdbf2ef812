"""The schema, and whether the answers keep it: generated requests must never bring a 5xx or an undescribed shape."""

from __future__ import annotations

import json

import pytest
import schemathesis
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
    max_examples=15,
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


def test_schema_describes_every_path_of_the_specification(db):
    paths = described()["paths"]
    expected = {
        "/v1/users/register": "post",
        "/v1/users/login": "post",
        "/v1/users/me": "get",
        "/v1/users/refresh-token": "post",
        "/v1/positions": "post",
        "/v1/positions/{position_id}": "get",
        "/v1/questions": "post",
        "/v1/interviews": "post",
        "/v1/interviews/{interview_id}/start": "post",
        "/v1/interviews/{interview_id}/answers": "post",
        "/v1/interviews/{interview_id}/follow-up": "get",
        "/v1/interviews/{interview_id}/end": "post",
        "/v1/analysis/speech": "post",
        "/v1/analysis/video": "post",
        "/v1/reports": "get",
        "/v1/reports/{interview_id}": "get",
        "/v1/reports/{interview_id}/export": "get",
        "/v1/uploads/presign": "post",
    }
    assert {path for path, method in expected.items() if method not in paths.get(path, {})} == set()


def test_swagger_needs_nothing_from_elsewhere(db):
    page = ApiClient().raw("get", "/v1/docs").content.decode()
    assert "swagger" in page
    assert "https://" not in page.replace("https://example", "")
