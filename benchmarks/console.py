"""How fast the console, the admin and the report page are at 10,000 interviews, on PostgreSQL.

Run from the repository root: ``python -m benchmarks.console [--quick] [--requests N] [--interviews N]``.

As `benchmarks.lists`: PostgreSQL and Valkey come from their wheels, uvicorn serves the real application in one process,
and one owner who is staff asks for one page after another. Before that, the queries of each page are counted at few
rows and at all; after it the report page is opened in chromium, where that is installed, and the Excel file of all
reports is made in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks._common import Goal, machine_line, parser_for, percentile, table
from benchmarks._report_page import browser_path, milliseconds_until_usable
from benchmarks.lists import INTERVIEWS, POSITIONS, QUESTIONS, _analyse_tables, prepare, serving

GOAL_MS = 150.0
USABLE_GOAL_MS = 1_500.0
EXPORT_GOAL_MIB = 64.0
MOST_EXPORTED = 10_000
VISITS = 10
FEW = 20
FEW_POSITIONS = 2
FEW_QUESTIONS = 20
SLOWEST_SHOWN = 3
OWN_APPS = ("accounts", "analysis", "common", "interviews", "positions", "questionbank", "reports")
CONSOLE = (
    "/console/",
    "/console/positions/",
    "/console/positions/?sort=-interviews",
    "/console/questions/",
    "/console/questions/?q=slowly&sort=question",
    "/console/invitations/",
    "/console/invitations/?status=opened",
    "/console/interviews/",
    "/console/interviews/?sort=candidate",
    "/console/interviews/?q=Engineer",
    "/console/interviews/?page=100000",
    "/console/live/",
    "/console/imports/",
    "/console/reports/",
    "/console/reports/?sort=-score",
    "/console/reports/?page=100000",
    "/console/reviews/",
    "/console/reviews/?whose=all",
    "/console/settings/team",
)


def pages() -> tuple[str, ...]:
    """The addresses measured: lists of the console, those about one position, those of the admin, one report."""
    from django.contrib import admin
    from django.urls import reverse

    import interview_ai.urls  # noqa: F401  (the admin registers its models with the addresses)
    from positions.models import Position
    from reports.models import Report

    position = Position.objects.order_by("pk").first()
    newest = Report.objects.select_related("interview").exclude(document={}).order_by("-generated_at")[:1].get()
    own = f"/console/positions/{position.public_id if position else ''}"
    compared = Report.objects.filter(interview__position=newest.interview.position).exclude(document={})[:4]
    chosen = "&".join(f"report={one}" for one in compared.values_list("public_id", flat=True))
    own_apps = [model for model in admin.site._registry if model.__module__.split(".")[0] in OWN_APPS]
    names = sorted(model._meta.label_lower.replace(".", "_") for model in own_apps)
    return (
        *CONSOLE,
        *(f"{own}{rest}" for rest in ("", "?tab=questions", "?tab=interviews", "/ranking")),
        f"/console/compare?{chosen}",
        f"/console/interviews/{newest.interview.public_id}",
        f"/console/reports/{newest.interview.public_id}",
        reverse("admin:index"),
        *(reverse(f"admin:{name}_changelist") for name in names),
    )


def sign_in(user: Any) -> dict[str, str]:
    """The cookies of a browser with a session of ``user``."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def count_queries(cookies: Mapping[str, str], addresses: Sequence[str]) -> dict[str, int]:
    """Queries of each page, by its address without the ids in it."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.cookies.load(dict(cookies))
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}: {answer.content[:300]!r}")
        found[name_of(address)] = len(queries)
    return found


def name_of(address: str) -> str:
    """The address with an ellipsis for every public id."""
    path, mark, query = address.partition("?")
    parts = ["…" if "_" in part and len(part) > 26 else part for part in path.split("/")]
    return "/".join(parts) + (mark + ("…" if "report=" in query else query))


def time_pages(site: str, addresses: Sequence[str], *, cookies: Mapping[str, str], requests: int) -> dict[str, Any]:
    """Milliseconds of each request for each page, by its name."""
    found = {}
    headers = {"Accept-Language": "zh-CN"}
    with httpx.Client(base_url=site, cookies=dict(cookies), headers=headers, timeout=30) as client:
        for address in addresses:
            client.get(address).raise_for_status()
            found[name_of(address)] = [_milliseconds(client, address) for _ in range(requests)]
    return found


def _milliseconds(client: httpx.Client, address: str) -> float:
    started = time.perf_counter()
    client.get(address).raise_for_status()
    return (time.perf_counter() - started) * 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """The times of each page in ms, its queries at few rows and at all, the times of the report page in a browser by
    visit, and what the Excel file of all reports took."""

    times: Mapping[str, Sequence[float]]
    few: Mapping[str, int]
    many: Mapping[str, int]
    opened: Mapping[str, Sequence[float]]
    exported: Mapping[str, float]


def measure(*, requests: int, interviews: int) -> Measured:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        prepare(stack, folder)
        from benchmarks._company import Filler

        filler = Filler()
        cookies = sign_in(filler.owner)
        filler.fill(positions=FEW_POSITIONS, questions=FEW_QUESTIONS, interviews=FEW)
        few = count_queries(cookies, pages())
        filler.fill(positions=POSITIONS, questions=QUESTIONS, interviews=interviews)
        _analyse_tables()
        addresses = pages()
        many = count_queries(cookies, addresses)
        with serving(folder / "web.log") as site:
            times = time_pages(site, addresses, cookies=cookies, requests=requests)
            opened = _open_report(site, addresses, cookies=cookies, visits=min(VISITS, requests))
        return Measured(times, few, many, opened, _export(min(interviews, MOST_EXPORTED)))


def _export(number: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks._export", str(number)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _open_report(
    site: str, addresses: Sequence[str], *, cookies: Mapping[str, str], visits: int
) -> dict[str, list[float]]:
    if browser_path() is None:
        return {}
    report = next(one for one in addresses if name_of(one) == "/console/reports/…")
    return milliseconds_until_usable(site + report, cookies=cookies, runs=visits)


def goals(found: Measured) -> list[Goal]:
    p95 = {name: percentile(times, 0.95) for name, times in found.times.items()}
    slowest = sorted(p95, key=lambda name: -p95[name])[:SLOWEST_SHOWN]
    late = ", ".join(f"{name} {p95[name]:.0f} ms" for name in slowest)
    grown = [f"{name} {found.few[name]} and {many}" for name, many in found.many.items() if found.few[name] < many]
    return [
        Goal(f"p95 of every page under {GOAL_MS:.0f} ms", f"slowest: {late}", max(p95.values()) < GOAL_MS),
        Goal("no more queries at all rows than at few", ", ".join(grown) or "none has more", not grown),
        *(_usable_goal(times, visit=visit) for visit, times in found.opened.items()),
        _export_goal(found.exported),
    ]


def _export_goal(export: Mapping[str, float]) -> Goal:
    measured = f"{export['more_mib']:.0f} MiB, in {export['seconds']:.1f} s, a file of {export['mib']:.1f} MiB"
    return Goal(
        f"the Excel file of {export['reports']:,} reports needs under {EXPORT_GOAL_MIB:.0f} MiB more than its process",
        measured,
        export["more_mib"] < EXPORT_GOAL_MIB,
    )


def _usable_goal(times: Sequence[float], *, visit: str) -> Goal:
    middle, worst = percentile(times, 0.5), max(times)
    measured = f"p50 {middle:.0f} ms, longest {worst:.0f} ms of {len(times)}"
    return Goal(
        f"report page usable in chromium under {USABLE_GOAL_MS:.0f} ms, {visit} visit", measured, worst < USABLE_GOAL_MS
    )


def show(found: Measured) -> None:
    rows = [
        (
            name,
            *(f"{percentile(times, share):.1f}" for share in (0.5, 0.95)),
            f"{max(times):.1f}",
            found.few[name],
            found.many[name],
        )
        for name, times in found.times.items()
    ]
    print(table(("Page", "p50 ms", "p95 ms", "Longest ms", "Queries, few rows", "Queries, all rows"), rows))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=1)
    parser.add_argument("--requests", type=int, default=40, help="for each page")
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    options = parser.parse_args(arguments)
    requests = min(5, options.requests) if options.quick else options.requests
    print(machine_line())
    found = measure(requests=requests, interviews=options.interviews)
    print(f"One process, one connection, {requests} requests for each page, one after the other.\n")
    show(found)
    if not found.opened:
        print("The report page was not opened: no chromium is installed.")
    for goal in goals(found):
        print(goal.line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
