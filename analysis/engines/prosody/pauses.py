"""Speech and silence as one time line: when the answer begins, how long it pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.engines.results import Span

# Shorter silences belong to articulation (Goldman-Eisler 1968; de Jong & Bosker 2013 confirm 250 ms).
MIN_PAUSE_MS = 250
# A silence that a listener waits through. Chosen for this product.
LONG_PAUSE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Timing:
    """Speech and pauses of one answer. ``span_ms`` runs from the first to the last speech."""

    speech: tuple[Span, ...]
    pauses: tuple[Span, ...]

    @property
    def speech_ms(self) -> int:
        return sum(span.length_ms for span in self.speech)

    @property
    def span_ms(self) -> int:
        return self.speech[-1].end_ms - self.speech[0].start_ms if self.speech else 0

    @property
    def pause_ratio(self) -> float:
        """Share of ``span_ms`` that is paused."""
        return sum(pause.length_ms for pause in self.pauses) / max(1, self.span_ms)

    @property
    def long_pauses(self) -> tuple[Span, ...]:
        return tuple(pause for pause in self.pauses if pause.length_ms >= LONG_PAUSE_MS)

    def speech_within(self, start_ms: int, end_ms: int) -> int:
        """Milliseconds of speech between two times."""
        return sum(max(0, min(end_ms, span.end_ms) - max(start_ms, span.start_ms)) for span in self.speech)


def timing_of(spans: Sequence[Span]) -> Timing:
    """Join spans that are less than a pause apart, and name the pauses between the rest."""
    speech: list[Span] = []
    for span in sorted(spans, key=lambda item: item.start_ms):
        if speech and span.start_ms - speech[-1].end_ms < MIN_PAUSE_MS:
            speech[-1] = Span(speech[-1].start_ms, max(speech[-1].end_ms, span.end_ms))
        else:
            speech.append(span)
    pauses = tuple(Span(before.end_ms, after.start_ms) for before, after in pairwise(speech))
    return Timing(speech=tuple(speech), pauses=pauses)
