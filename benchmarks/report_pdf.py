"""How long a report of about twelve pages takes as a PDF and as a workbook.

Run from the repository root: ``python -m benchmarks.report_pdf [--quick] [--language zh|en] [--answers N] [--runs N]``.
The goal is less than one second for the PDF in a process that has made one before; the first one in a process,
with the imports and the font's registration, is shown too.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import django
from pypdf import PdfReader

from benchmarks._common import Goal, machine_line, parser_for, runs_of, table
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


def prepare() -> None:
    """Names of abilities and recommendations come from the product's enums, which need its settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")
    django.setup()


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


def show(pdf: Timing, excel: Timing, *, pages: int) -> None:
    rows = [
        (name, count, f"{timing.size >> 10} KiB", f"{timing.first:.2f} s", f"{timing.median:.2f} s")
        for name, count, timing in (("PDF", pages, pdf), ("Excel", "", excel))
    ]
    print(table(("Form", "Pages", "Size", "First in a process", "Then, median"), rows))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_for(__doc__, runs=5)
    parser.add_argument("--language", choices=LANGUAGES, default="zh")
    parser.add_argument("--answers", type=int, default=9)
    options = parser.parse_args(arguments)
    print(machine_line())
    prepare()
    report, runs = sample(language=options.language, answers=options.answers), runs_of(options)
    pdf = measure(lambda: render_pdf(report, language=options.language), runs=runs)
    excel = measure(lambda: render_excel(report, language=options.language), runs=runs)
    pages = pages_of(pdf.data)
    show(pdf, excel, pages=pages)
    text = f"a PDF of about 12 pages in under {GOAL_SECONDS:.0f} s"
    print(Goal(text, f"{pages} pages in {pdf.median:.2f} s", pdf.median < GOAL_SECONDS).line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
