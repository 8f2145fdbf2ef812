"""What the processes of the product do for their supervisor."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from celery.signals import heartbeat_sent, worker_process_init

from interview_ai.supervisor import hooks


def test_models_wait_until_the_site_is_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    monkeypatch.setenv(hooks.READY_FILE_VARIABLE, str(ready))
    pool_process = threading.Thread(target=hooks.let_the_site_start)
    pool_process.start()
    pool_process.join(0.3)
    assert pool_process.is_alive()
    ready.touch()
    pool_process.join(10)
    assert not pool_process.is_alive()


def test_models_do_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(hooks.READY_FILE_VARIABLE, str(tmp_path / "never"))
    monkeypatch.setattr(hooks, "_LONGEST_WAIT_SECONDS", 0.1)
    hooks.let_the_site_start()


def test_models_do_not_wait_without_a_supervisor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(hooks.READY_FILE_VARIABLE, raising=False)
    hooks.let_the_site_start()


def test_hooks_are_connected_before_models_are_loaded() -> None:
    """Receivers run in the order of connection: the one that waits must stand before the one that loads."""
    from interview_ai.celery import app

    app.loader.import_default_modules()
    connected = [getattr(receiver(), "__name__", "") for _, receiver in worker_process_init.receivers]
    assert connected.index("guard_pool_process") < connected.index("let_the_site_start") < connected.index("preload")
    assert "record_heartbeat" in [getattr(receiver(), "__name__", "") for _, receiver in heartbeat_sent.receivers]
