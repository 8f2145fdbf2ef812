"""From a recogniser's pieces to words and sentences with times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.engines.results import Sentence, Span, Word
from analysis.engines.text import count_units, is_cjk

# A silence this long ends a sentence that has no full stop (base models often leave it out).
SENTENCE_PAUSE_MS = 700
# A sentence without a stop is cut at a comma once it is this long: nobody quotes more as one sentence.
LONG_SENTENCE_UNITS = 40
# How far before the detected onset a word may begin: the first consonant is weaker than the detector sees.
ONSET_MS = 120

_STOPS = "。！？!?…."
_COMMAS = "，,；;、:："
_CLOSERS = "\"'”’）)】」』"


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence together with its words."""

    sentence: Sentence
    words: tuple[Word, ...]

    @property
    def probability(self) -> float | None:
        """Mean probability of the words that have one."""
        known = [word.probability for word in self.words if word.probability is not None]
        return sum(known) / len(known) if known else None


def tidy_words(pieces: Iterable[Word], *, speech: Sequence[Span]) -> list[Word]:
    """Words from a recogniser's pieces, whose leading space marks a new word.

    Parts of a word are joined, bare punctuation goes to the word before it, and times end where speech does.
    """
    words: list[Word] = []
    for piece in pieces:
        if not piece.text.strip() or (not words and not _has_letters(piece.text)):
            continue
        if words and _continues(words[-1].text, piece.text):
            words[-1] = _merged(words[-1], piece)
        else:
            words.append(piece)
    return [_snapped(replace(word, text=word.text.strip()), speech) for word in words]


def simplified(words: Sequence[Word]) -> list[Word]:
    """The same words in simplified characters."""
    import opencc

    converter = opencc.OpenCC("t2s")
    return [replace(word, text=converter.convert(word.text)) for word in words]


def sentences_of(words: Sequence[Word]) -> list[TimedSentence]:
    """Words grouped into sentences: by full stops, long silences, and commas where a sentence grows too long."""
    sentences: list[TimedSentence] = []
    current: list[Word] = []
    for index, word in enumerate(words):
        current.append(word)
        following = words[index + 1] if index + 1 < len(words) else None
        if following is None or _ends_sentence(current, following):
            sentences.append(_timed(current))
            current = []
    return sentences


def text_of(words: Sequence[Word]) -> str:
    """Words as running text: a space between words except around Chinese characters."""
    text = ""
    for word in words:
        glued = not text or _no_space(text[-1], word.text[0])
        text += word.text if glued else f" {word.text}"
    return text


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _continues(before: str, piece: str) -> bool:
    """Whether ``piece`` belongs to the word before it: punctuation, or a part of a word in Latin letters."""
    if not _has_letters(piece):
        return True
    return piece[0].isascii() and piece[0].isalnum() and before[-1].isascii() and before[-1].isalnum()


def _merged(word: Word, piece: Word) -> Word:
    if not _has_letters(piece.text):
        return replace(word, text=word.text + piece.text.strip())
    known = [p for p in (word.probability, piece.probability) if p is not None]
    return Word(word.text + piece.text, word.start_ms, piece.end_ms, min(known) if known else None)


def _snapped(word: Word, speech: Sequence[Span]) -> Word:
    """The word without the silence that alignment adds before or after it."""
    inside = [span for span in speech if span.start_ms < word.end_ms and word.start_ms < span.end_ms]
    if not inside:
        return word
    start = max(word.start_ms, inside[0].start_ms - ONSET_MS)
    end = min(word.end_ms, inside[-1].end_ms + ONSET_MS)
    return replace(word, start_ms=start, end_ms=max(start, end))


def _ends_sentence(current: Sequence[Word], following: Word) -> bool:
    last = current[-1].text.rstrip(_CLOSERS)
    if last and last[-1] in _STOPS:
        return True
    if following.start_ms - current[-1].end_ms >= SENTENCE_PAUSE_MS:
        return True
    long_enough = sum(count_units(word.text) for word in current) >= LONG_SENTENCE_UNITS
    return long_enough and bool(last) and last[-1] in _COMMAS


def _timed(words: Sequence[Word]) -> TimedSentence:
    sentence = Sentence(text=text_of(words), start_ms=words[0].start_ms, end_ms=words[-1].end_ms)
    return TimedSentence(sentence=sentence, words=tuple(words))


def _no_space(before: str, after: str) -> bool:
    return is_cjk(before) or is_cjk(after) or before in "，。！？、；：（“" or after in "，。！？、；：）”"
