"""`/healthz`, `/readyz`, `/metrics` and the workers' heartbeat."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
import redis
from botocore.exceptions import EndpointConnectionError
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from common import health


@pytest.fixture(autouse=True)
def fresh_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No check of an earlier test is still remembered, and no model of the installation is looked for."""
    monkeypatch.setattr(health, "_running", {})
    monkeypatch.setattr(health, "_model_checks", {})


@pytest.fixture
def all_well(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "check_broker", lambda: health.OK)
    beat(*health.QUEUES)


def beat(*queues: str) -> None:
    worker = SimpleNamespace(amqp=SimpleNamespace(queues=SimpleNamespace(consume_from=dict.fromkeys(queues))))
    health.record_heartbeat(SimpleNamespace(eventer=SimpleNamespace(app=worker)))


def test_healthz_answers_without_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_readyz_all_well(client: Client, all_well: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {
            "database": "ok",
            "broker": "ok",
            "storage": "ok",
            "models": "ok",
            "workers": {"live": "ok", "analysis": "ok", "reports": "ok"},
        },
    }


def test_readyz_worker_without_heartbeat(client: Client, all_well: None) -> None:
    health.forget_workers()
    beat("live", "reports")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"
    assert answer.json()["checks"]["workers"] == {"live": "ok", "analysis": "no heartbeat", "reports": "ok"}


def test_readyz_missing_model(client: Client, all_well: None) -> None:
    health.register_model_check("voices", lambda: "The voices are not installed.")
    health.register_model_check("faces", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["models"] == "missing: voices"


def test_readyz_broken_database_tells_no_details(
    client: Client, all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cursor() -> None:
        raise OperationalError("password authentication failed for user 'secret'")

    broken = SimpleNamespace(cursor=cursor, close=lambda: None)
    monkeypatch.setattr(health, "connection", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "no connection"
    assert "secret" not in answer.content.decode()


def test_readyz_hanging_check_is_cut_off_and_not_started_twice(
    client: Client, all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, started = threading.Event(), []

    def hang() -> str:
        started.append(1)
        release.wait(10)
        return health.OK

    monkeypatch.setattr(health, "check_broker", hang)
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.2)
    try:
        for _ in range(2):
            assert client.get("/readyz").json()["checks"]["broker"] == "no answer in time"
        assert len(started) == 1
    finally:
        release.set()


def test_broker_check_without_broker(settings: object) -> None:
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"  # type: ignore[attr-defined]
    assert health.check_broker() == "no answer"


def test_storage_check_of_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(free=1024))
    assert health.check_storage() == "disk full"


def test_storage_check_of_protected_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.os, "access", lambda path, mode: False)
    assert health.check_storage() == "not writable"


def test_storage_check_of_silent_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    def exists(name: str) -> bool:
        raise EndpointConnectionError(endpoint_url="https://bucket.example")

    monkeypatch.setattr(health, "default_storage", SimpleNamespace(exists=exists))
    assert health.check_storage() == "no answer"


def test_metrics_hidden_by_default(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "right", "Basic right"])
def test_metrics_with_wrong_proof(client: Client, settings: object, header: str) -> None:
    settings.METRICS_TOKEN = "right"  # type: ignore[attr-defined]
    assert client.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_metrics_empty_token_opens_nothing(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = ""  # type: ignore[attr-defined]
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_with_token(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = "right"  # type: ignore[attr-defined]
    answer = client.get("/metrics", headers={"Authorization": "Bearer right"})
    assert answer.status_code == 200
    assert b"python_info" in answer.content


def test_metrics_public_by_choice(client: Client, settings: object) -> None:
    settings.METRICS_PUBLIC = True  # type: ignore[attr-defined]
    assert client.get("/metrics").status_code == 200


def test_heartbeat_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "HEARTBEAT_SECONDS", -1)
    beat("live")
    assert health.worker_check("live")() == "no heartbeat"


def test_heartbeat_without_broker_does_not_stop_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise redis.ConnectionError("gone")

    monkeypatch.setattr(cache, "set_many", refuse)
    beat("live")


def test_worker_check_without_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise redis.ConnectionError("gone")

    monkeypatch.setattr(cache, "get", refuse)
    assert health.worker_check("live")() == "unknown, the broker does not answer"
