"""What the console shows of an interview's circumstances: consents, the way without AI, signals. Never scored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from interviews.enums import IntegrityKind
from interviews.models import Consent, HumanRequest, IntegritySignal, Interview
from interviews.selectors.consents import decisions_of

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Circumstances:
    consents: list[Consent]
    human: HumanRequest | None
    signals: list[IntegritySignal]
    counts: list[tuple[Any, int]]  # the words of a kind, how often

    @property
    def hidden(self) -> int:
        """How many signals the list leaves out."""
        return sum(count for _label, count in self.counts) - len(self.signals)


def circumstances_of(interview: Interview) -> Circumstances:
    kinds = Counter(interview.integrity_signals.values_list("kind", flat=True))
    return Circumstances(
        consents=list(decisions_of(interview).values()),
        human=HumanRequest.objects.filter(interview=interview).first(),
        signals=list(interview.integrity_signals.select_related("question")[:MOST_SHOWN]) if kinds else [],
        counts=[(IntegrityKind(kind).label, count) for kind, count in kinds.most_common()],
    )
