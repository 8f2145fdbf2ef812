"""Words into sentences, turns into paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from interviews.transcripts.letters import CLOSERS, COMMAS, STOPS, joined, syllables_of
from interviews.transcripts.turns import Word

# A silence this long ends a sentence that has no stop: pauses over a second are a class of their own, which read
# speech does not have (Campione & Veronis 2002, "A large-scale multilingual study of silent pause duration").
SENTENCE_PAUSE_MS = 1_000
# A silence this long ends a paragraph: twice the 2 s that count as a long pause within an answer. Our own choice.
PARAGRAPH_PAUSE_MS = 4_000
# A paragraph ends with the sentence that makes it this long: two minutes of speech, some 30 lines. It bounds what
# a reader of pages is given at once. Our own choice.
PARAGRAPH_SYLLABLES = 500
# A sentence without a stop ends at a comma once it is this long, and anywhere at twice that.
LONG_SENTENCE_SYLLABLES = 45

_SHORT_FORMS = frozenset({"mr.", "mrs.", "ms.", "dr.", "prof.", "e.g.", "i.e.", "vs.", "etc.", "st.", "no.", "inc."})


def sentences_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words cut after stops, at long silences, and where a sentence would grow too long."""
    sentences: list[list[Word]] = []
    current: list[Word] = []
    length = 0.0
    for index, word in enumerate(words):
        current.append(word)
        length += weight_of([word])
        following = words[index + 1] if index + 1 < len(words) else None
        if following is None or _ends(current[-1], following, length):
            sentences.append(current)
            current, length = [], 0.0
    return sentences


def text_of(words: Sequence[Word]) -> str:
    return joined(word.text for word in words)


def weight_of(words: Sequence[Word]) -> float:
    """About how many syllables."""
    return sum(syllables_of(character) for word in words for character in word.text)


def ends_with_stop(text: str, following: str = "") -> bool:
    """Whether a word ends a sentence. A full stop does before a capital letter, a digit, Chinese or the end, and not
    after a short form."""
    bare = text.rstrip(CLOSERS)
    if not bare:
        return False
    if bare[-1] in STOPS:
        return True
    return bare[-1] == "." and bare.lower() not in _SHORT_FORMS and not following[:1].islower()


def _ends(word: Word, following: Word, length: float) -> bool:
    if ends_with_stop(word.text, following.text):
        return True
    if following.start_ms - word.end_ms >= SENTENCE_PAUSE_MS:
        return True
    bare = word.text.rstrip(CLOSERS)
    at_comma = bool(bare) and bare[-1] in COMMAS
    return length >= LONG_SENTENCE_SYLLABLES * (1 if at_comma else 2)
