"""The two clients offer the same, and the package needs nothing of the server."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import interview_ai
from interview_ai import sdk
from tests.sdk.api import FakeApi, ok, refused

ROOT = Path(__file__).parents[2]
RESOURCES = (
    "users",
    "positions",
    "questions",
    "interviews",
    "analysis",
    "reports",
    "invitations",
    "uploads",
    "api_applications",
    "recordings",
    "imports",
    "remote_accounts",
    "webhooks",
)


def methods(resource: object) -> dict[str, inspect.Signature]:
    names = [name for name in dir(resource) if not name.startswith("_")]
    return {name: inspect.signature(getattr(resource, name)) for name in names}


@pytest.mark.parametrize("name", RESOURCES)
def test_async_resource_has_every_method_of_the_sync_one(api: FakeApi, name: str):
    blocking, awaiting = (getattr(client, name) for client in (api.client(), api.async_client()))
    assert methods(blocking) == methods(awaiting)
    assert methods(blocking)


def test_async_client_has_every_resource_and_constructor_of_the_sync_one(api: FakeApi):
    names = {name for name in vars(api.client()) if not name.startswith("_")}
    assert names == {*RESOURCES, "events"} == {name for name in vars(api.async_client()) if not name.startswith("_")}
    for name in ("__init__", "login", "register"):
        blocking, awaiting = (getattr(kind, name) for kind in (sdk.InterviewClient, sdk.AsyncInterviewClient))
        assert inspect.signature(blocking).parameters == inspect.signature(awaiting).parameters


def test_events_are_followed_alike_with_either_client(api: FakeApi):
    blocking, awaiting = (client.events.follow for client in (api.client(), api.async_client()))
    assert inspect.signature(blocking).parameters == inspect.signature(awaiting).parameters
    assert inspect.isgeneratorfunction(blocking)
    assert inspect.isasyncgenfunction(awaiting)


def test_signature_is_the_callers(api: FakeApi):
    parameters = inspect.signature(api.client().reports.get).parameters
    assert list(parameters) == ["interview_id", "wait", "timeout", "on_progress", "poll_interval"]


def test_async_call_returns_what_the_sync_one_does(api: FakeApi):
    api.on("GET", "/interviews/int_1", refused(503, 50301), ok({"interview_id": "int_1", "status": "created"}))

    async def run() -> object:
        async with api.async_client() as client:
            return await client.interviews.get("int_1")

    assert asyncio.run(run()) == api.client().interviews.get("int_1")


def test_async_error_is_the_same(api: FakeApi):
    api.on("GET", "/interviews/int_1", refused(404, 40401))

    async def run() -> None:
        async with api.async_client() as client:
            await client.interviews.get("int_1")

    with pytest.raises(sdk.NotFound):
        asyncio.run(run())


def test_leaving_the_with_statement_closes_the_client(api: FakeApi):
    api.on("GET", "/users/me", ok({}))
    with api.client() as client:
        client.users.me()
    with pytest.raises(RuntimeError, match="closed"):
        client.users.me()


@pytest.mark.parametrize("name", interview_ai.__all__)
def test_package_offers_what_it_names(name: str):
    assert getattr(interview_ai, name) is getattr(sdk, name)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="celery_app"):
        interview_ai.celery_app  # noqa: B018


def test_importing_the_package_loads_neither_client_nor_server():
    script = (
        "import sys, interview_ai; assert 'httpx' not in sys.modules;"
        "from interview_ai import InterviewClient; assert 'httpx' in sys.modules; assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def test_wheel_holds_the_client_alone(tmp_path: Path):
    pytest.importorskip("hatchling", reason="the build backend is a development requirement")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), *options, "--wheel-dir", str(tmp_path)]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("interview_ai-*.whl")
    with ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        (metadata,) = [archive.read(name).decode() for name in archive.namelist() if name.endswith("/METADATA")]
    top = {"interview_ai/__init__.py", "interview_ai/py.typed"}
    assert top <= set(names)
    assert all(name in top or name.startswith("interview_ai/sdk/") for name in names)
    assert [line for line in metadata.splitlines() if line.startswith("Requires-Dist")] == [
        "Requires-Dist: httpx<1,>=0.27",
        "Requires-Dist: websockets<16,>=13; extra == 'live'",
    ]
