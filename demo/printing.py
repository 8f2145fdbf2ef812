"""How the demo shows what it does and what came out, on a terminal or in a log."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from interview_ai.sdk.models import EvidenceSpan, Indicator, QuestionResult, Report

WIDTH = 110
QUOTE_WIDTH = 86


class Stopwatch:
    """Times named steps and says when each begins."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        print(f"- {name} ...", flush=True)
        started = time.perf_counter()
        try:
            yield
        finally:
            self.steps.append((name, time.perf_counter() - started))


class ProgressBar:
    """A moving bar on a terminal; elsewhere a line for every quarter of the way."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = -1
        self._bar = tqdm(total=100, desc=title, unit="%", leave=True) if sys.stderr.isatty() else None

    def __call__(self, share: float) -> None:
        """Show that ``share`` (0-1) is done."""
        percent = int(100 * share)
        if self._bar is not None:
            self._bar.update(max(0, percent - self._bar.n))
        elif percent // 25 > self._shown:
            self._shown = percent // 25
            print(f"  {self._title}: {percent} %", flush=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def print_abilities(report: Report) -> None:
    """The ability scores, each with its indicators and the evidence behind them."""
    print_title(f"Overall {_score(report.overall_score)} of 100: {report.recommendation}")
    names = {question.question_id: _short_name(question) for question in report.questions}
    for key, ability in report.ability_evidence.items():
        weight = f"weight {100 * (ability.weight or 0):.0f} %, evidence for {100 * (ability.coverage or 0):.0f} % of it"
        print(f"\n{ability.label or key}: {_score(ability.score)}  ({weight})")
        for indicator in ability.indicators:
            _print_indicator(indicator, names)


def _print_indicator(indicator: Indicator, names: Mapping[str, str]) -> None:
    label = indicator.label or indicator.key
    if indicator.value is None:
        print(f"  {label:<34}    -  not measured: {indicator.reason}")
        return
    value = f"{_number(indicator.value)} {indicator.unit or ''}".strip()
    print(f"  {label:<34} {_score(indicator.score):>4}  {value:<24} norm: {indicator.norm}")
    span = next((span for span in indicator.evidence if span.quote), next(iter(indicator.evidence), None))
    if span is not None:
        print(f"       {_place(span, names)}{_quote(span.quote)}")


def _place(span: EvidenceSpan, names: Mapping[str, str]) -> str:
    name = names.get(span.question_id or "", span.question_id)
    if span.start_ms is None:
        return f"{name}"
    until = "" if span.end_ms is None else f"-{_clock(span.end_ms)}"
    return f"{name}, {_clock(span.start_ms)}{until}"


def _clock(milliseconds: int) -> str:
    return f"{milliseconds // 60_000}:{milliseconds // 1000 % 60:02d}"


def _number(value: float) -> str:
    return f"{round(value, 1 if abs(value) >= 10 else 2):g}"


def _quote(text: str | None) -> str:
    return f' "{textwrap.shorten(text, QUOTE_WIDTH, placeholder=" ...")}"' if text else ""


def print_answers(rows: Sequence[tuple[str, QuestionResult]]) -> None:
    """One line for each answer: how it was meant, and what it scored."""
    print_title("The answers side by side")
    for meant, question in rows:
        print(f"  {meant:<12} {_score(question.score):>4}  {_short_name(question)} {_quote(question.content)}")
        print(f"  {'':<12} {'':>4}  heard: {_quote(question.transcript).strip()}")


def print_times(stopwatch: Stopwatch, report: Report) -> None:
    """Where the time went: the demo's own steps, and the engines' own accounts where the report has them."""
    print_title("Where the time went")
    for name, seconds in stopwatch.steps:
        print(f"  {name:<58} {seconds:7.1f} s")
    for engine in report.engines:
        elapsed = engine.get("elapsed_ms") if isinstance(engine, Mapping) else None
        if elapsed is not None:
            print(
                f"  engine {engine.get('kind')}: {engine.get('name')} {engine.get('version')}  {elapsed / 1000:.1f} s"
            )


def print_title(text: str) -> None:
    print(f"\n{text}\n{'-' * min(WIDTH, len(text))}")


def _short_name(question: QuestionResult) -> str:
    return f"question {question.order}" + (" (follow-up)" if question.is_follow_up else "")


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.0f}"
