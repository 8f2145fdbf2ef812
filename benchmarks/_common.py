"""What the measurements share: their options, their tables, their goals, and how busy the machine was.

Every measurement is a module with ``main(arguments) -> int``. It prints Markdown (tables made by `table`, one
`Goal.line` for each goal) and returns 0 once it has measured, whether or not its goals are met.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BUSY_LOAD_PER_CORE = 0.7


@dataclass(frozen=True, slots=True)
class Goal:
    """What was wanted, what was found, and whether that is enough."""

    text: str
    measured: str
    met: bool

    @property
    def line(self) -> str:
        return f"- Goal {'met' if self.met else 'MISSED'}: {self.text} (measured: {self.measured})"


def parser_for(description: str | None, *, runs: int) -> argparse.ArgumentParser:
    """A parser with ``--quick`` (one run) and ``--runs``; read the number with `runs_of`."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="measure once, to see that it works")
    parser.add_argument("--runs", type=int, default=runs, help=f"how often to measure (default {runs})")
    return parser


def runs_of(options: argparse.Namespace) -> int:
    return 1 if options.quick else max(1, options.runs)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is left-aligned, the others right-aligned."""
    lines = [_row(heads), _row(["---", *["---:"] * (len(heads) - 1)]), *map(_row, rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def seconds(values: Sequence[float]) -> str:
    """The median, and the span of all where there are several."""
    middle = f"{statistics.median(values):.2f} s"
    return middle if len(values) == 1 else f"{middle} ({min(values):.2f}-{max(values):.2f})"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0-1) of the values do not exceed. Raises ValueError without any."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    needed = -(-share * len(ordered) // 1)  # rounded up
    return ordered[max(0, int(needed) - 1)]


def machine_line(*, load: float | None = None, cores: int | None = None) -> str:
    """Cores and the load average of the last minute, with a warning when others were using the machine."""
    cores = cores or len(os.sched_getaffinity(0))
    load = os.getloadavg()[0] if load is None else load
    line = f"Machine before the measurement: {cores} cores, load average {load:.1f}."
    if load > _BUSY_LOAD_PER_CORE * cores:
        line += " **The machine was busy: times are longer than they would be on a quiet one.**"
    return line + "\n"
