"""What every process of the product does for its supervisor; `interview_ai.apps` calls `connect` once."""

from __future__ import annotations

import os
import signal
from typing import Any

from common.health import connect_worker_heartbeat
from interview_ai.supervisor.children import die_with_parent
from interview_ai.supervisor.packaged_models import register_model_checks

_worker_pid = 0


def connect() -> None:
    """Register the model checks, let workers tell that they live, and let no pool process outlive its worker."""
    from celery.signals import worker_init, worker_process_init

    register_model_checks()
    connect_worker_heartbeat()
    worker_init.connect(remember_worker, dispatch_uid="interview_ai.remember_worker")
    worker_process_init.connect(guard_pool_process, dispatch_uid="interview_ai.guard_pool_process")


def remember_worker(**kwargs: Any) -> None:
    global _worker_pid
    _worker_pid = os.getpid()


def guard_pool_process(**kwargs: Any) -> None:
    """In a fresh pool process: be killed when the worker dies, even by ``kill -9`` in the middle of a task."""
    die_with_parent(signal.SIGKILL, parent=_worker_pid)()
