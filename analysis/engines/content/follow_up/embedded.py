"""Follow-up questions from the answer itself: its own terms and figures, and what it left out. No network.

What was left out is known from the scoring points and the reference; the question put names only the kind of thing
that is missing (a cost, a comparison, a result), in a fixed sentence, so nothing of them can show through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from analysis.engines.base import AnswerInput
from analysis.engines.content import points, words
from analysis.engines.content.embedded import EmbeddedContent
from analysis.engines.content.follow_up import mentions, phrases
from analysis.engines.content.follow_up.base import STYLES, FollowUp, FollowUpBrief
from analysis.engines.content.spoken import Spoken, read_answer
from analysis.engines.results import Content

_SHORT_UNITS = 5  # words; with fewer there is nothing to take up
_OFF_TOPIC = 0.25  # relevance
_UNCOVERED = 0.35
_VAGUE_DEPTH = 0.3
_REPEATED = 0.75  # share of the asking part that stands in a question asked before
_LEADING_WORDS = re.compile(
    r"^(?:(?:然后|所以|因此|最终|最后|而且|并且|但是|其中|同时)[，,]?"
    r"|(?:and|so|then|but|finally|therefore|as a result|eventually),? )+",
    re.IGNORECASE,
)
_ASPECT_OF_CRITERION = {
    "specifics": "example",
    "structure": "steps",
    "depth": "principle",
    "correctness": "principle",
    "collaboration": "collaborate",
}
# What to ask about first, by style. A vague remark comes before all of it.
_ORDER_BEHAVIORAL = {
    "friendly": ("star", "points", "figure", "general:collaborate", "general:reflect", "general:alternative"),
    "serious": ("star", "points", "figure", "general:collaborate", "general:verify", "general:alternative"),
    "pressure": ("figure", "star", "points", "general:collaborate", "general:cost", "general:alternative"),
}
_ORDER = {
    "friendly": (
        "star",
        "points",
        "figure",
        "term:how",
        "term:fail",
        "general:example",
        "general:reflect",
        "general:alternative",
    ),
    "serious": (
        "points",
        "star",
        "figure",
        "term:how",
        "term:limit",
        "term:why",
        "general:verify",
        "general:alternative",
    ),
    "pressure": (
        "term:why",
        "figure",
        "term:limit",
        "term:fail",
        "points",
        "star",
        "general:cost",
        "general:alternative",
    ),
}
_STAR_ORDER = ("result", "action", "situation", "task")


@dataclass(frozen=True, slots=True)
class _Proposal:
    text: str
    core: str  # the asking part, without what is taken from the answer or the question
    target: str
    reason: str


class EmbeddedFollowUp:
    """The writer that needs no server. Shares its engine with content scoring when given one."""

    version: ClassVar[str] = "1.0"

    def __init__(self, *, engine: EmbeddedContent | None = None) -> None:
        self._engine = engine or EmbeddedContent()

    def load(self) -> None:
        """Read the model and the dictionaries now. Raises `ModelMissingError`."""
        self._engine.load()
        mentions.load()

    def write(self, brief: FollowUpBrief) -> FollowUp | None:
        """The first question, in the style's order, that is still open; None when none is.

        An empty or very short answer gets one gentle second chance, in the friendly style only; an answer off topic is
        brought back to the question once.
        """
        answer = AnswerInput(audio=None, question=brief.question, given_text=brief.answer_text)
        spoken = read_answer(answer)
        for proposal in self._proposals(brief, answer, spoken if isinstance(spoken, Spoken) else None):
            if _is_new(proposal, brief.asked):
                return FollowUp(
                    text=proposal.text,
                    target=proposal.target,
                    reason=proposal.reason,
                    writer="embedded",
                    version=self.version,
                )
        return None

    def _proposals(self, brief: FollowUpBrief, answer: AnswerInput, spoken: Spoken | None) -> Iterator[_Proposal]:
        voice = _Voice.of(brief)
        if spoken is None or words.count_units(spoken.text) < _SHORT_UNITS:
            if voice.style == "friendly":
                yield from voice.plain("reask", reason="too_short")
            return
        content = self._engine.run(answer)
        if content.relevance is not None and content.relevance < _OFF_TOPIC:
            yield from voice.plain("back", reason="off_topic")
            return
        yield from _Topics(
            voice=voice,
            content=content,
            text=spoken.text,
            question=f"{brief.question.parent_content or ''} {brief.question.content}",
            behavioral=brief.question.type == "behavioral",
        ).proposals()


@dataclass(frozen=True, slots=True)
class _Voice:
    """Puts sentences together in one style and language."""

    style: str
    language: str
    question: str
    seed: str

    @classmethod
    def of(cls, brief: FollowUpBrief) -> _Voice:
        question = words.tidy(brief.question.content)
        language = brief.language if brief.language in ("zh", "en") else words.language_of(question)
        style = brief.style if brief.style in STYLES else "serious"
        return cls(style=style, language=language, question=question, seed=brief.answer_text)

    def plain(self, aspect: str, *, reason: str) -> Iterator[_Proposal]:
        """A sentence that needs no lead: ``aspect`` is reask or back. Never put twice, whatever its wording."""
        asking = phrases.core("general", aspect, language=self.language, style=self.style, seed=self.seed)
        if asking:
            question = self.question.rstrip("？?。. ") if aspect == "reask" else self._closed_question()
            core = asking.format(question="")
            yield _Proposal(text=asking.format(question=question).strip(), core=core, target=aspect, reason=reason)

    def _closed_question(self) -> str:
        if self.question[-1:] in "？?。.！!":
            return self.question
        return self.question + ("？" if self.language == "zh" else "?")

    def general(self, aspect: str, *, reason: str, term: str = "") -> Iterator[_Proposal]:
        """An aspect to ask about, led in by a ``term`` of the answer where there is one."""
        yield from self._with_lead("general", aspect, "term" if term else "none", term, reason)

    def about_term(self, aspect: str, term: str) -> Iterator[_Proposal]:
        yield from self._with_lead("term", aspect, "term", term, "mentioned_term")

    def about_figure(self, clause: str) -> Iterator[_Proposal]:
        yield from self._with_lead("figure", "measured", "figure", clause, "mentioned_figure")

    def about_clause(self, clause: str) -> Iterator[_Proposal]:
        yield from self._with_lead("clause", "detail", "clause", clause, "vague_remark")

    def _with_lead(self, family: str, aspect: str, kind: str, quoted: str, reason: str) -> Iterator[_Proposal]:
        seed = self.seed + quoted
        asking = phrases.core(family, aspect, language=self.language, style=self.style, seed=seed)
        if asking is None:
            return
        opening = phrases.lead(kind, language=self.language, style=self.style, seed=seed).format(
            term=quoted, figure=quoted, clause=quoted
        )
        if self.language == "en":
            asking = (
                asking[:1].lower() + asking[1:] if opening.rstrip().endswith(":") else asking[:1].upper() + asking[1:]
            )
        yield _Proposal(text=opening + asking, core=asking, target=quoted or aspect, reason=reason)


@dataclass(frozen=True, slots=True)
class _Topics:
    """What could be asked about an answer on topic, in the order of the style."""

    voice: _Voice
    content: Content
    text: str
    question: str
    behavioral: bool

    def proposals(self) -> Iterator[_Proposal]:
        if self.content.depth is None or self.content.depth < _VAGUE_DEPTH:
            clause = mentions.vague_clause(self.text, language=self.voice.language)
            if clause:
                yield from self.voice.about_clause(_LEADING_WORDS.sub("", clause))
        order = _ORDER_BEHAVIORAL if self.behavioral else _ORDER
        for source in order[self.voice.style]:
            kind, _, aspect = source.partition(":")
            if kind == "points":
                yield from self._uncovered()
            elif kind == "star":
                yield from self._missing_star()
            elif kind == "figure":
                yield from self._figures()
            elif kind == "term":
                yield from self._terms(aspect)
            elif not self._answered(aspect):
                yield from self.voice.general(aspect, reason="general", term=self._first_term())
        if self._open_aspects():
            yield from self.voice.general("more", reason="uncovered_point", term=self._first_term())

    def _uncovered(self) -> Iterator[_Proposal]:
        for aspect in self._open_aspects():
            if aspect != "more" and not self._answered(aspect):
                yield from self.voice.general(aspect, reason="uncovered_point", term=self._first_term())

    def _open_aspects(self) -> list[str]:
        """What kinds of thing the answer left out, each once."""
        statements = (*self.content.points, *self.content.reference_points)
        return list(dict.fromkeys(self._aspect(item.point) for item in statements if item.coverage < _UNCOVERED))

    def _first_term(self) -> str:
        """The most telling term of the answer; empty when it has none."""
        return next(iter(mentions.mentioned_terms(self.text, question=self.question, language=self.voice.language)), "")

    def _aspect(self, point: str) -> str:
        criterion = points.aspect_of(point)
        if criterion is not None:
            return _ASPECT_OF_CRITERION[criterion]
        return phrases.asked_for(point, language=words.language_of(point))

    def _missing_star(self) -> Iterator[_Proposal]:
        if not self.behavioral:
            return
        for part in _STAR_ORDER:
            if part not in self.content.star:
                yield from self.voice.general(part, reason="missing_star")

    def _figures(self) -> Iterator[_Proposal]:
        for clause in mentions.mentioned_figures(self.text, language=self.voice.language):
            if not self._answered("measured"):
                yield from self.voice.about_figure(_LEADING_WORDS.sub("", clause))

    def _terms(self, aspect: str) -> Iterator[_Proposal]:
        terms = mentions.mentioned_terms(self.text, question=self.question, language=self.voice.language)
        for term in terms:
            around = self._sentences_with(term)
            if not phrases.is_answered(aspect, around, language=self.voice.language):
                yield from self.voice.about_term(aspect, term)

    def _sentences_with(self, term: str) -> str:
        pieces = re.split(r"(?<=[。！？!?])|(?<=[.])\s", self.text)
        return " ".join(piece for piece in pieces if term.lower() in piece.lower())

    def _answered(self, aspect: str) -> bool:
        if aspect in _STAR_ORDER:
            return aspect in self.content.star
        return phrases.is_answered(aspect, self.text, language=self.voice.language)


def _is_new(proposal: _Proposal, asked: tuple[str, ...]) -> bool:
    """Whether nothing asked so far asks the same, or takes up the same thing."""
    wanted = _groups(proposal.core)
    for question in asked:
        if len(wanted & _groups(question)) > _REPEATED * len(wanted):
            return False
        if proposal.reason.startswith("mentioned") and proposal.target.lower() in question.lower():
            return False
    return True


def _groups(text: str) -> set[str]:
    """Groups of three letters, or two Chinese characters, in a row."""
    size = 2 if words.language_of(text) == "zh" else 3
    letters = "".join(c for c in text.lower() if c.isalnum())
    return {letters[i : i + size] for i in range(len(letters) - size + 1)}
