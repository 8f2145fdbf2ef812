"""`manage.py run`: the whole product on this machine, in the foreground."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interview_ai.settings.parts.environment import number
from interview_ai.supervisor import plan


class Command(BaseCommand):
    help = "Start the web process, the workers, the clock and the broker; Ctrl-C ends them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000; 0 picks a free one)")
        parser.add_argument("--no-demo-data", action="store_true", help="leave an empty database empty")
        parser.add_argument("--verbose", action="store_true", help="show every log line of every process")

    def handle(self, *args: Any, **options: Any) -> None:
        from interview_ai.supervisor.console import Console
        from interview_ai.supervisor.start import run

        chosen = plan.Options(
            host=options["host"],
            port=options["port"],
            workers={
                "live": _at_least_one("LIVE_WORKERS"),
                "analysis": _at_least_one("ANALYSIS_WORKERS"),
                "reports": _at_least_one("REPORT_WORKERS"),
            },
            stop_seconds=number("STOP_SECONDS", 20),
        )
        _leave(run(options=chosen, console=Console(verbose=options["verbose"]), demo_data=not options["no_demo_data"]))


def _leave(code: int) -> NoReturn:
    """End the process now: everything is closed, and taking the interpreter apart would only cost time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            continue
    os._exit(code)


def _at_least_one(name: str) -> int:
    count = number(name, 1)
    if count < 1:
        raise CommandError(f"{name} must be 1 or more, not {count}.")
    return count
