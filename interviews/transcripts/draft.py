"""A whole conversation from its turns, before it is stored. No database here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from interviews.transcripts.keywords import keywords_of
from interviews.transcripts.sentences import (
    PARAGRAPH_PAUSE_MS,
    PARAGRAPH_SYLLABLES,
    ends_with_stop,
    sentences_of,
    text_of,
    weight_of,
)
from interviews.transcripts.tidying.by_model import Model, tidied_by_model
from interviews.transcripts.tidying.rules import tidied as by_rules
from interviews.transcripts.turns import Turn, Voice, Word
from interviews.transcripts.words import retimed, words_of

VERSION = "1"  # of the rules: a new one makes every conversation anew when it is next asked for

Corrections = Mapping[tuple[int, str], str]  # by start and recognised text: what a person put instead


@dataclass(frozen=True, slots=True)
class SentenceDraft:
    words: tuple[Word, ...]
    source: str
    tidy_words: tuple[Word, ...] = ()
    original_text: str = ""
    text_given: str = ""  # of an imported sentence, kept as it was written

    @property
    def text(self) -> str:
        return self.text_given or text_of(self.words)

    @property
    def tidy_text(self) -> str:
        return text_of(self.tidy_words)

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(word.end_ms for word in self.words)


@dataclass(slots=True)
class ParagraphDraft:
    voice: Voice
    question_id: str
    answer_id: str
    overlaps: bool = False
    sentences: list[SentenceDraft] = field(default_factory=list)

    @property
    def start_ms(self) -> int:
        return self.sentences[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(sentence.end_ms for sentence in self.sentences)


def fingerprint_of(turns: Sequence[Turn], corrections: Corrections, *, by: str) -> str:
    """Changes when anything changes that a draft is made from; ``by`` names who tidies."""
    content = {
        "version": VERSION,
        "by": by,
        "turns": [asdict(turn) for turn in turns],
        "corrections": sorted([start_ms, said, text] for (start_ms, said), text in corrections.items()),
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def paragraphs_of(turns: Sequence[Turn], corrections: Corrections) -> list[ParagraphDraft]:
    """Turns in the order of their start, cut into paragraphs and sentences; not tidied yet.

    A paragraph ends where the speaker or the question changes, at a long silence, and when it has grown long. One
    that somebody speaks into is marked, and keeps its place by its start.
    """
    paragraphs: list[ParagraphDraft] = []
    for turn in sorted(turns, key=lambda turn: turn.start_ms):
        starts_anew = turn.continues is False
        for sentence in _sentences(turn, corrections):
            latest = paragraphs[-1] if paragraphs else None
            if latest is None or starts_anew or _ends_before(latest, turn, sentence):
                latest = ParagraphDraft(turn.voice, turn.question_id, turn.answer_id)
                paragraphs.append(latest)
            latest.sentences.append(sentence)
            latest.overlaps = latest.overlaps or turn.overlaps
            starts_anew = False
    _mark_overlaps(paragraphs)
    return paragraphs


def tidied(paragraphs: Sequence[ParagraphDraft], *, model: Model | None = None) -> tuple[str, list[str]]:
    """Give every sentence its tidied version. Returns who tidied (rules, llm, or rules with the reason why the model
    did not), and the keywords."""
    places = [(paragraph, index) for paragraph in paragraphs for index in range(len(paragraph.sentences))]
    sentences = [paragraph.sentences[index] for paragraph, index in places]
    by_model: Sequence[Sequence[Word] | None] = [None] * len(sentences)
    reason = ""
    if model is not None:
        by_model, reason = tidied_by_model(model, [sentence.words for sentence in sentences])
    for (paragraph, index), words in zip(places, by_model, strict=True):
        asks = paragraph.voice.role == "interviewer"
        sentence = paragraph.sentences[index]
        found = by_rules(sentence.words, asks=asks) if words is None else words
        paragraph.sentences[index] = replace(sentence, tidy_words=tuple(found))
    texts = [sentence.tidy_text for paragraph in paragraphs for sentence in paragraph.sentences]
    return _tidier(model, reason), keywords_of(texts)


def _tidier(model: Model | None, reason: str) -> str:
    if model is None:
        return "rules"
    return f"rules ({reason})" if reason else "llm"


def _sentences(turn: Turn, corrections: Corrections) -> list[SentenceDraft]:
    words = words_of(turn)
    if not words:
        return []
    cut = [words] if turn.whole else sentences_of(words)
    given = turn.text.strip() if turn.source != "asr" and len(cut) == 1 else ""
    return [_corrected(SentenceDraft(tuple(part), turn.source, text_given=given), corrections) for part in cut]


def _corrected(sentence: SentenceDraft, corrections: Corrections) -> SentenceDraft:
    """The sentence with what a person put right in it; it begins and ends when it did."""
    said = _said(sentence, corrections)
    if said is None:
        return sentence
    text = corrections[sentence.start_ms, said]
    words = retimed(text, sentence.words) if text != sentence.text else list(sentence.words)
    if not words:
        return sentence
    words[0] = replace(words[0], start_ms=sentence.start_ms)
    words[-1] = replace(words[-1], end_ms=max(words[-1].start_ms, sentence.end_ms))
    return SentenceDraft(tuple(words), "corrected", original_text=said, text_given=text)


def _said(sentence: SentenceDraft, corrections: Corrections) -> str | None:
    """What was recognised where a correction is for this sentence, whether it is in already or not."""
    if (sentence.start_ms, sentence.text) in corrections:
        return sentence.text
    if sentence.source != "corrected":
        return None
    return next((said for start_ms, said in corrections if start_ms == sentence.start_ms), None)


def _ends_before(latest: ParagraphDraft, turn: Turn, sentence: SentenceDraft) -> bool:
    if latest.voice.key != turn.voice.key:
        return True
    if turn.continues:
        return False
    if (latest.question_id, latest.answer_id) != (turn.question_id, turn.answer_id):
        return True
    if sentence.start_ms - latest.end_ms >= PARAGRAPH_PAUSE_MS:
        return True
    words = [word for before in latest.sentences for word in before.words]
    return weight_of(words) >= PARAGRAPH_SYLLABLES and ends_with_stop(words[-1].text)


def _mark_overlaps(paragraphs: Sequence[ParagraphDraft]) -> None:
    """Two voices at once: the later begins before the earlier has ended."""
    open_ones: list[ParagraphDraft] = []
    for paragraph in paragraphs:
        open_ones = [one for one in open_ones if one.end_ms > paragraph.start_ms]
        for other in open_ones:
            if other.voice.key != paragraph.voice.key:
                other.overlaps = paragraph.overlaps = True
        open_ones.append(paragraph)
