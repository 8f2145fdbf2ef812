"""Is it up, is it ready, what does it count: `/healthz`, `/readyz`, `/metrics`, and the heartbeat of the workers.

A worker writes ``worker:<queue>`` into the shared cache with every beat of its heart; readiness reads these keys.
Apps that carry models name a cheap check for them with `register_model_check`.
"""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

QUEUES = ("live", "analysis", "reports")
CHECK_SECONDS = 2.0
HEARTBEAT_SECONDS = 15  # a worker's heart beats every 2 s
_MINIMUM_FREE_BYTES = 100 * 1024**2
OK = "ok"

Check = Callable[[], str]

_model_checks: dict[str, Callable[[], str | None]] = {}
_running: dict[str, Future[str]] = {}


def register_model_check(name: str, check: Callable[[], str | None]) -> None:
    """Name a model and how to see that its files are there: None when they are, otherwise one sentence.

    The check runs at every readiness request: it must be cheap and import no model library.
    """
    _model_checks[name] = check


def model_names() -> list[str]:
    return sorted(_model_checks)


def missing_models() -> dict[str, str]:
    """The sentence of every registered model that is not there, by its name."""
    found = {name: check() for name, check in sorted(_model_checks.items())}
    return {name: problem for name, problem in found.items() if problem}


# -- readiness


def check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "no connection"
    finally:
        connection.close()  # this thread is ours: nothing else would return its connection to the pool
    return OK


def check_broker() -> str:
    import redis

    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except redis.RedisError:
        return "no answer"
    finally:
        client.close()
    return OK


def check_storage() -> str:
    """A folder must be writable and have room; a bucket must answer for a key."""
    if isinstance(default_storage, FileSystemStorage):
        return _check_folder(Path(default_storage.location))
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        default_storage.exists("readiness")
    except (BotoCoreError, ClientError, OSError):
        return "no answer"
    return OK


def _check_folder(path: Path) -> str:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        return "not writable"
    if shutil.disk_usage(existing).free < _MINIMUM_FREE_BYTES:
        return "disk full"
    return OK


def check_models() -> str:
    problems = missing_models()
    return "missing: " + ", ".join(problems) if problems else OK


def worker_check(queue: str) -> Check:
    def check() -> str:
        import redis

        try:
            return OK if cache.get(_key(queue)) else "no heartbeat"
        except redis.RedisError:
            return "unknown, the broker does not answer"

    return check


def readiness() -> dict[str, Any]:
    """``{status, checks}``: every check's "ok" or its reason, each within `CHECK_SECONDS`. No secrets."""
    plain = _run(
        {"database": check_database, "broker": check_broker, "storage": check_storage, "models": check_models}
        | {f"worker:{queue}": worker_check(queue) for queue in QUEUES}
    )
    workers = {queue: plain.pop(f"worker:{queue}") for queue in QUEUES}
    fine = all(value == OK for value in (*plain.values(), *workers.values()))
    return {"status": OK if fine else "unavailable", "checks": {**plain, "workers": workers}}


def _run(checks: dict[str, Check]) -> dict[str, str]:
    """Run the checks side by side. One that still hangs from an earlier request is not started again."""
    for name, check in checks.items():
        if name not in _running or _running[name].done():
            _running[name] = _threads().submit(check)
    futures = {name: _running[name] for name in checks}
    wait(futures.values(), timeout=CHECK_SECONDS)
    return {name: future.result() if future.done() else "no answer in time" for name, future in futures.items()}


@lru_cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="readiness")


# -- views


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": OK})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything that a real interview needs is there, otherwise 503 with the reasons."""
    answer = readiness()
    response = JsonResponse(answer, status=200 if answer["status"] == OK else 503)
    # Django logs every 5xx as an error; this one is an answer.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for holders of ``METRICS_TOKEN`` or everyone (``METRICS_PUBLIC``); otherwise 404."""
    if not (settings.METRICS_PUBLIC or _has_metrics_token(request)):
        raise Http404
    from django_prometheus.exports import ExportToDjangoView

    return ExportToDjangoView(request)


def _has_metrics_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


# -- the workers' heartbeat


def _key(queue: str) -> str:
    return f"worker:{queue}"


def connect_worker_heartbeat() -> None:
    """Let every Celery worker of this process say that it lives. Call it once, from an ``AppConfig.ready``."""
    from celery.signals import heartbeat_sent

    heartbeat_sent.connect(record_heartbeat, dispatch_uid="common.health.record_heartbeat")


def record_heartbeat(sender: Any, **kwargs: Any) -> None:
    """Receiver of ``heartbeat_sent``: runs in the worker's main process every 2 s, whatever its children do."""
    import redis

    queues = sender.eventer.app.amqp.queues.consume_from
    try:
        cache.set_many({_key(queue): True for queue in queues}, timeout=HEARTBEAT_SECONDS)
    except redis.RedisError:
        return  # the key runs out, and readiness says so


def forget_workers() -> None:
    """Drop the heartbeats that an earlier run left in the cache."""
    cache.delete_many([_key(queue) for queue in QUEUES])
