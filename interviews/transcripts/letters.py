"""Characters of Chinese and English text: what is spoken, what is punctuation, and how words stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Han characters, their extension A, and the compatibility block.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Scripts that are written without spaces: Han, kana, and the punctuation and full-width forms that go with them.
_DENSE = re.compile(rf"[{HAN}\u3000-\u30ff\uff00-\uff65“”‘’…—]")
_SYMBOLS_SPOKEN = frozenset("+%#@&$￥€£°=‰")

STOPS = "。！？!?…．"
COMMAS = "，,；;、:："
CLOSERS = "\"'”’）)】」』》〉]"
OPENERS = "“‘（(【「『《〈[<{"


def is_han(text: str) -> bool:
    """Whether ``text`` is Chinese characters alone."""
    return re.fullmatch(f"[{HAN}]+", text) is not None


def has_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


def is_spoken(character: str) -> bool:
    """Whether a character is heard: letters, digits, and signs that are read out; punctuation is not."""
    return character.isalnum() or character in _SYMBOLS_SPOKEN


def parts_of(word: str) -> tuple[str, str, str]:
    """What stands before a word, the word itself, and the punctuation after it."""
    heard = [index for index, character in enumerate(word) if is_spoken(character)]
    if not heard:
        return "", "", word
    return word[: heard[0]], word[heard[0] : heard[-1] + 1], word[heard[-1] + 1 :]


def core_of(word: str) -> str:
    """A word without punctuation, in lower case, for comparing."""
    return parts_of(word)[1].lower()


def joined(words: Iterable[str]) -> str:
    """Words as running text: a space between them except around Chinese."""
    text = ""
    for word in words:
        glued = not text or not word or _DENSE.match(text[-1]) or _DENSE.match(word[0])
        text += word if glued else f" {word}"
    return text


def syllables_of(character: str) -> float:
    """About how many syllables a character stands for, to share out time: 1 for Chinese characters and digits, a third
    for letters (English words have 4.7 letters and 1.5 syllables on average), 0 for what is not heard."""
    if not is_spoken(character):
        return 0.0
    return 0.32 if character.isascii() and character.isalpha() else 1.0
