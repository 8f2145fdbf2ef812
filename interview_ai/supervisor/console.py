"""What the person at the terminal sees: steps, the Ready line, warnings and errors of the children."""

from __future__ import annotations

import json
import sys
from typing import TextIO

_SHOWN_LEVELS = {"error", "critical"}
_NOT_NEWS = {"request_finished"}  # the access line of a 5xx answer; what failed has a line of its own


class Console:
    """Prints steps on standard output and trouble on standard error, flushed at once.

    With ``verbose`` every log line of every child is shown as it is; otherwise errors alone, one line each.
    """

    def __init__(self, *, verbose: bool = False, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.verbose = verbose
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def step(self, label: str, text: str) -> None:
        """One aligned line of the start: what, and how it is."""
        self.say(f"  {label:<10} {text}")

    def say(self, text: str) -> None:
        _print(text, to=self._out)

    def warn(self, text: str) -> None:
        _print(text, to=self._err)

    def child_line(self, *, child: str, line: str) -> None:
        """One line of a child's log, shown whole or as a summary, or not at all."""
        if self.verbose:
            self.say(f"{child:<9}| {line}")
            return
        summary = error_summary(line)
        if summary:
            self.warn(f"{child}: {summary}")


def _print(text: str, *, to: TextIO) -> None:
    """A terminal that went away (``| head``) is no reason to stop the site."""
    try:
        print(text, file=to, flush=True)
    except (BrokenPipeError, ValueError):
        return


def error_summary(line: str) -> str | None:
    """The event of a JSON log line of level error or critical, with its exception's last line; otherwise None."""
    if not line.startswith("{"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if str(entry.get("level", "")).lower() not in _SHOWN_LEVELS:
        return None
    if entry.get("event") in _NOT_NEWS:
        return None
    event = str(entry.get("event", "")).strip().splitlines()
    cause = [part for part in str(entry.get("exception", "")).splitlines() if part.strip(' "')]
    return " · ".join(part for part in (event[0] if event else "error", cause[-1] if cause else "") if part)
