"""What the console shows of an interview's circumstances: consents, the way without AI, signals. Never scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from interviews.candidacy.texts import ConsentText, consent_texts
from interviews.enums import AnswerMode, ConsentKind, IntegrityKind
from interviews.models import Consent, HumanRequest, IntegritySignal, Interview
from interviews.selectors.consents import decisions_of

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """A consent in words; ``read`` is the text the candidate had before them, None where its version is not known."""

    consent: Consent
    sentence: str
    read: ConsentText | None

    @property
    def in_language(self) -> str:
        return {"zh": _("in Chinese"), "en": _("in English")}.get(self.consent.language, self.consent.language)


@dataclass(frozen=True, slots=True)
class Circumstances:
    consents: list[Decided]
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


def decided(consent: Consent, *, mode: str) -> Decided:
    """``mode`` is the interview's: what is agreed to differs by it."""
    try:
        read = consent_texts(mode, language=consent.language, version=consent.text_version).get(consent.kind)
    except KeyError:
        read = None
    return Decided(consent, _said_of(consent.kind, mode, given=consent.given), read)


def _said_of(kind: str, mode: str, *, given: bool) -> str:
    if kind == ConsentKind.RECORDING and mode == AnswerMode.TEXT:
        return _("Agreed that the answers are kept.") if given else _("Did not agree that the answers are kept.")
    if kind == ConsentKind.RECORDING:
        return _("Agreed to be recorded.") if given else _("Did not agree to be recorded.")
    if kind == ConsentKind.SCORING:
        return (
            _("Agreed that AI evaluates the answers.") if given else _("Did not agree that AI evaluates the answers.")
        )
    if mode == AnswerMode.AUDIO:
        declined = _("Declined the analysis of the voice: nothing of it is computed.")
        return _("Agreed that signals of the voice are analysed.") if given else declined
    declined = _("Declined the analysis of face and voice: nothing of it is computed.")
    return _("Agreed that signals of face and voice are analysed.") if given else declined


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
        consents=[decided(consent, mode=interview.mode) for consent in decisions_of(interview).values()],
        human=HumanRequest.objects.filter(interview=interview).first(),
        signals=list(interview.integrity_signals.select_related("question")[:MOST_SHOWN]) if kinds else [],
        counts=[(IntegrityKind(kind).label, count) for kind, count in kinds.most_common()],
    )
