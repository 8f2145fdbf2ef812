"""What every process of the product does for its supervisor; `interview_ai.apps` calls `connect` once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from common.health import connect_worker_heartbeat
from interview_ai.supervisor.children import die_with_parent
from interview_ai.supervisor.packaged_models import register_model_checks

# The supervisor names a file here and makes it once the site is ready.
READY_FILE_VARIABLE = "INTERVIEW_AI_READY_FILE"
_LONGEST_WAIT_SECONDS = 20.0

_worker_pid = 0


def connect() -> None:
    """Register the model checks, let workers tell that they live, and let no pool process outlive its worker."""
    from celery.signals import worker_init, worker_process_init

    register_model_checks()
    connect_worker_heartbeat()
    worker_init.connect(remember_worker, dispatch_uid="interview_ai.remember_worker")
    worker_process_init.connect(guard_pool_process, dispatch_uid="interview_ai.guard_pool_process")
    worker_process_init.connect(let_the_site_start, dispatch_uid="interview_ai.let_the_site_start")


def remember_worker(**kwargs: Any) -> None:
    global _worker_pid
    _worker_pid = os.getpid()


def guard_pool_process(**kwargs: Any) -> None:
    """In a fresh pool process: be killed when the worker dies, even by ``kill -9`` in the middle of a task."""
    die_with_parent(signal.SIGKILL, parent=_worker_pid)()


def let_the_site_start(**kwargs: Any) -> None:
    """In a fresh pool process: load no model while the site's other processes still need the cores to start.

    Receivers run in the order in which they were connected, and apps connect theirs (which load models) after this.
    """
    ready = os.environ.get(READY_FILE_VARIABLE)
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    while ready and not Path(ready).exists() and time.monotonic() < end:
        time.sleep(0.1)
