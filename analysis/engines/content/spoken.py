"""The answer as the content engine reads it: clean sentences with times, screened, and cut into passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.engines.base import AnswerInput
from analysis.engines.content import guard, segments, words
from analysis.engines.content.points import is_for_the_grader
from analysis.engines.results import Quote, Reason, Sentence, Transcript

SENTENCE_LIMIT = 300  # sentences read at all; 20,000 characters hold fewer
SEGMENT_LIMIT = 24  # embedded passages an answer: about 20 ms each
_SEGMENT_CHARACTERS = {"zh": 14, "en": 60}


@dataclass(frozen=True, slots=True)
class Segment:
    """One or more neighbouring sentences, compared as one passage."""

    text: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Spoken:
    """One answer, ready to score. ``sentences`` are as said; ``scored`` the same, screened, "" where nothing counts."""

    language: str  # "zh" | "en"
    sentences: tuple[Sentence, ...]
    scored: tuple[str, ...]
    segments: tuple[Segment, ...]
    units: int
    screened: guard.Screened

    @property
    def text(self) -> str:
        """What may be scored, as one text."""
        return ("" if self.language == "zh" else " ").join(text for text in self.scored if text)

    def quote(self, index: int) -> Quote:
        """The sentence at ``index`` as a quote."""
        said = self.sentences[index]
        return Quote(text=said.text.strip(), start_ms=said.start_ms, end_ms=said.end_ms)


def read_answer(answer: AnswerInput) -> Spoken | Reason:
    """The text of ``answer``: the transcript when there is one, else the given text; a reason when there is neither."""
    said = _sentences_of(answer)
    if isinstance(said, Reason):
        return said
    text = "\n".join(sentence.text for sentence in said)
    language = words.language_of(text)
    screened = guard.screen(
        [sentence.text for sentence in said],
        question=words.tidy(answer.question.content),
        prompts=[words.tidy(point) for point in answer.question.scoring_points if is_for_the_grader(point)],
    )
    return Spoken(
        language=language,
        sentences=tuple(said),
        scored=screened.sentences,
        segments=_segments(said, screened.sentences, language),
        units=words.count_units(text),
        screened=screened,
    )


def _sentences_of(answer: AnswerInput) -> list[Sentence] | Reason:
    transcript = answer.results.get("asr")
    if isinstance(transcript, Transcript) and transcript.text.strip():
        timed = transcript.sentences or (Sentence(text=transcript.text),)
        return _cut_further(timed) or Reason.NO_TRANSCRIPT
    typed = _cut_further([Sentence(text=answer.given_text)])
    if typed:
        return typed
    reason = transcript.reason if isinstance(transcript, Transcript) else None
    return reason or Reason.NO_TRANSCRIPT


def _cut_further(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Cut what the recogniser left together; a piece keeps the times of the sentence it came from."""
    pieces = [
        Sentence(text=piece, start_ms=sentence.start_ms, end_ms=sentence.end_ms)
        for sentence in sentences
        for piece in segments.split_sentences(words.tidy(sentence.text))
    ]
    return pieces[:SENTENCE_LIMIT]


def _segments(said: Sequence[Sentence], scored: Sequence[str], language: str) -> tuple[Segment, ...]:
    kept = [index for index, text in enumerate(scored) if text]
    groups = segments.merge_short(
        [scored[index] for index in kept], limit=SEGMENT_LIMIT, characters=_SEGMENT_CHARACTERS[language]
    )
    return tuple(_segment([kept[position] for position in group], said, scored) for group in groups)


def _segment(indices: Sequence[int], said: Sequence[Sentence], scored: Sequence[str]) -> Segment:
    parts = [said[index] for index in indices]
    quote = Quote(text=" ".join(part.text for part in parts), start_ms=parts[0].start_ms, end_ms=parts[-1].end_ms)
    return Segment(text=" ".join(scored[index] for index in indices), quote=quote)


def locate_quote(text: str, spoken: Spoken) -> Quote | None:
    """Where in the answer ``text`` stands word for word (signs and spaces aside), with the times of its sentences.

    None when it does not stand there, or is shorter than two signs.
    """
    wanted = _bare(text)
    if len(wanted) < 2:
        return None
    bare = [_bare(sentence) for sentence in spoken.scored]
    start = "".join(bare).find(wanted)
    if start < 0:
        return None
    first = last = -1
    position = 0
    for index, sentence in enumerate(bare):
        if position + len(sentence) > start and first < 0:
            first = index
        if position < start + len(wanted):
            last = index if sentence else last
        position += len(sentence)
    return Quote(text=text.strip(), start_ms=spoken.sentences[first].start_ms, end_ms=spoken.sentences[last].end_ms)


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
