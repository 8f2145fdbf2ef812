"""Indicators of holding up: follow-ups against the main answer, hard questions against easier ones.

A difference is taken only over what both answers have: a follow-up seldom has scoring points, and comparing
its relevance with the main answer's grade would compare two different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean

from analysis.contracts import AnswerResults, Evidence
from analysis.engines.results import Content, Reason
from analysis.scoring.indicators_content import follow_up_only, with_silence
from analysis.scoring.measurement import (
    Extractor,
    Measurement,
    Setting,
    longest,
    measured,
    missing,
    quotes,
    reading,
    reason_without,
)


def follow_up_quality(answer: AnswerResults, setting: Setting) -> Measurement:
    """How good the answer to a follow-up is (0-1), over the content indicators it has."""
    profile = setting.content.get(answer.question_id, {})
    if not profile:
        return missing(reason_without(answer, "content"))
    return measured(fmean(profile.values()), _relevance_place(answer))


def follow_up_change(answer: AnswerResults, setting: Setting) -> Measurement:
    """Quality of the follow-up less quality of the main answer."""
    parent = setting.parent_of(answer)
    if parent is None:
        return missing(Reason.NOT_APPLICABLE)
    return _change(answer, (parent,), setting)


def hard_change(answer: AnswerResults, setting: Setting) -> Measurement:
    """Quality on a hard question less quality on the easier ones."""
    easier = [other for other in setting.main_answers() if other.difficulty != "hard"]
    return _change(answer, easier, setting)


def pressure_fluency(answer: AnswerResults, setting: Setting) -> Measurement:
    """Fluency under pressure (a hard question, a follow-up) less fluency on the other answers."""
    if not _is_pressing(answer):
        return missing(Reason.NOT_ASKED)
    fluency, reason = reading(answer, "prosody", "fluency")
    if reason is not None:
        return missing(reason)
    calm = [reading(other, "prosody", "fluency")[0] for other in setting.answers if not _is_pressing(other)]
    calm = [value for value in calm if value is not None]
    if not calm:
        return missing(Reason.NOT_APPLICABLE)
    return measured(fluency - fmean(calm), longest(answer, answer.results["prosody"].long_pauses))


def _hard_only(extract: Extractor) -> Extractor:
    def limited(answer: AnswerResults, setting: Setting) -> Measurement:
        if answer.difficulty != "hard" or answer.is_follow_up:
            return missing(Reason.NOT_ASKED)
        return extract(answer, setting)

    return limited


def _is_pressing(answer: AnswerResults) -> bool:
    return answer.is_follow_up or answer.difficulty == "hard"


def _change(answer: AnswerResults, others: Iterable[AnswerResults], setting: Setting) -> Measurement:
    own = setting.content.get(answer.question_id, {})
    if not own:
        return missing(reason_without(answer, "content"))
    compared = [_shared(own, setting.content.get(other.question_id, {})) for other in others]
    pairs = [pair for pair in compared if pair is not None]
    if not pairs:
        return missing(Reason.NOT_APPLICABLE)
    base = fmean(theirs for _, theirs in pairs)
    if base < setting.something_to_hold:
        return missing(Reason.NOT_APPLICABLE)
    return measured(fmean(mine for mine, _ in pairs) - base, _relevance_place(answer))


def _shared(own: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[float, float] | None:
    common = sorted(own.keys() & theirs.keys())
    if not common:
        return None
    return fmean(own[key] for key in common), fmean(theirs[key] for key in common)


def _relevance_place(answer: AnswerResults) -> tuple[Evidence, ...]:
    content = answer.results.get("content")
    return quotes(answer, (content.relevance_quote,)) if isinstance(content, Content) else ()


PRESSURE_INDICATORS: Mapping[str, Extractor] = {
    "follow_up_quality": follow_up_only(with_silence(follow_up_quality)),
    "follow_up_change": follow_up_only(with_silence(follow_up_change)),
    "hard_change": _hard_only(with_silence(hard_change)),
    "pressure_fluency": pressure_fluency,
}
