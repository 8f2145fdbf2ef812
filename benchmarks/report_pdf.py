"""How long a report of about twelve pages takes as a PDF and as a workbook.

Run from the repository root: ``python -m benchmarks.report_pdf [--language zh|en] [--answers N] [--runs N]``.
The goal is less than one second for the PDF in a process that has made one before; the first one in a process,
with the imports and the font's registration, is shown too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from reports.builders.wording import LANGUAGES, Language
from reports.render import render_excel, render_pdf
from tests.reports.samples import follow_up, sample_report, strong_answer, weak_answer

GOAL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds by the clock, and the bytes of what was made."""

    first: float
    median: float
    size: int
    data: bytes


def sample(*, language: Language, answers: int) -> dict[str, object]:
    """A report on ``answers`` answers, every third one a follow-up."""
    given = []
    for number in range(1, answers + 1):
        if number % 3 == 0:
            given.append(follow_up(strong_answer(language=language), to=given[-1]))
        else:
            make = strong_answer if number % 2 else weak_answer
            given.append(make(language=language, question_id=f"q_{number}", order=number))
    return sample_report(language, answers=given)


def measure(render: Callable[[], bytes], *, runs: int) -> Timing:
    started = time.perf_counter()
    data = render()
    first = time.perf_counter() - started
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        render()
        seconds.append(time.perf_counter() - started)
    return Timing(first, statistics.median(seconds), len(data), data)


def pages_of(data: bytes) -> int:
    return len(PdfReader(BytesIO(data)).pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", choices=LANGUAGES, default="zh")
    parser.add_argument("--answers", type=int, default=9)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    report = sample(language=options.language, answers=options.answers)
    pdf = measure(lambda: render_pdf(report, language=options.language), runs=options.runs)
    excel = measure(lambda: render_excel(report, language=options.language), runs=options.runs)
    verdict = "met" if pdf.median < GOAL_SECONDS else "missed"
    pages, kib = pages_of(pdf.data), pdf.size >> 10
    print(f"PDF    {pages} pages, {kib} KiB: first {pdf.first:.2f} s, then {pdf.median:.2f} s")
    print(f"Excel  {excel.size >> 10} KiB: first {excel.first:.2f} s, then {excel.median:.2f} s")
    print(f"Goal: a 12-page PDF in under {GOAL_SECONDS:.0f} s: {verdict}")


if __name__ == "__main__":
    main()
