"""Speech and pauses on one time line."""

from __future__ import annotations

import pytest

from analysis.engines.prosody.pauses import timing_of
from analysis.engines.results import Span


def test_timing_joins_short_gaps_and_names_pauses() -> None:
    timing = timing_of([Span(1000, 2000), Span(2200, 3000), Span(3250, 4000), Span(6500, 7000)])

    assert timing.speech == (Span(1000, 3000), Span(3250, 4000), Span(6500, 7000))
    assert timing.pauses == (Span(3000, 3250), Span(4000, 6500))
    assert timing.long_pauses == (Span(4000, 6500),)
    assert timing.speech_ms == 3250
    assert timing.pause_ratio == pytest.approx(2750 / 6000)


def test_timing_of_nothing_is_empty() -> None:
    timing = timing_of([])

    assert (timing.speech_ms, timing.span_ms, timing.pauses) == (0, 0, ())


def test_speech_within_cuts_spans_at_the_window() -> None:
    assert timing_of([Span(0, 1000), Span(2000, 3000)]).speech_within(500, 2500) == 1000
