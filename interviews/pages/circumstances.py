"""What the console shows of an interview's circumstances: consents, the way without AI, signals. Never scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

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

    @property
    def told(self) -> list[tuple[IntegritySignal, list[str]]]:
        """Each signal with its context in words."""
        return [(signal, facts_of(signal.context)) for signal in self.signals]


# Said in another fact's sentence, or of no use to a reader.
_UNSAID = {"answer_id", "by", "event", "threshold", "earlier_answers"}


def facts_of(context: Mapping[str, Any]) -> list[str]:
    """What is known besides, in words; what no sentence is written for, as it came."""
    return [_fact(name, value, context) for name, value in context.items() if name not in _UNSAID]


def _fact(name: str, value: Any, context: Mapping[str, Any]) -> str:
    if name == "similarity":
        return _voices(value, context)
    if name == "away_ms" and isinstance(value, int | float):
        return _("away for {seconds} s").format(seconds=round(value / 1000))
    if name == "characters":
        return _("{number} characters").format(number=value)
    if name == "windows":
        return _("seen {number} times running").format(number=value)
    return f"{name}: {value}"


def _voices(similarity: Any, context: Mapping[str, Any]) -> str:
    sentence = _(
        "Likeness to the voice of the answers before ({number}): {similarity}; below {threshold} it is noted. Another "
        "microphone, noise or a cold can be the reason: please listen yourself."
    )
    return sentence.format(
        number=context.get("earlier_answers", "–"), similarity=similarity, threshold=context.get("threshold", "–")
    )


def circumstances_of(interview: Interview) -> Circumstances:
    kinds = Counter(interview.integrity_signals.values_list("kind", flat=True))
    return Circumstances(
        consents=list(decisions_of(interview).values()),
        human=HumanRequest.objects.filter(interview=interview).first(),
        signals=list(interview.integrity_signals.select_related("question")[:MOST_SHOWN]) if kinds else [],
        counts=[(IntegrityKind(kind).label, count) for kind, count in kinds.most_common()],
    )
