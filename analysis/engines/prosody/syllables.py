"""Syllables: counted in words where there is a transcript, found in the sound where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from analysis.engines.results import Word
from analysis.engines.text import is_cjk, units_of

# de Jong & Wempe 2009 ("Praat script to detect syllable nuclei", Behavior Research Methods 41): a nucleus is a
# voiced intensity peak within 25 dB of the loud parts, with a dip of 2 dB before it.
NUCLEUS_BELOW_PEAK_DB = 25.0
NUCLEUS_DIP_DB = 2.0

_VOWELS = re.compile(r"[aeiouy]+")
_DIGIT = re.compile(r"\d")


def syllables_in(unit: str) -> int:
    """Syllables of one Chinese character (1), one number (1 a digit) or one word in Latin letters.

    For words: groups of vowels, less a silent final e (but "table" has two); at least one. About nine in
    ten English words come out right, and the errors cancel over a sentence.
    """
    if is_cjk(unit[0]):
        return 1
    digits = len(_DIGIT.findall(unit))
    letters = _DIGIT.sub("", unit.lower())
    return digits + (_word_syllables(letters) if letters.strip("'’") else 0)


def count_syllables(text: str) -> int:
    """Syllables of a text in Chinese, English or both."""
    return sum(syllables_in(unit) for unit in units_of(text))


def syllable_times(words: Sequence[Word]) -> list[float]:
    """The middle of every syllable in milliseconds, each word's spread evenly over it."""
    times: list[float] = []
    for word in words:
        count = count_syllables(word.text)
        step = (word.end_ms - word.start_ms) / max(1, count)
        times += [word.start_ms + step * (index + 0.5) for index in range(count)]
    return times


def syllable_nuclei(*, times_ms: np.ndarray, intensity_db: np.ndarray, voiced: np.ndarray) -> list[float]:
    """Times (ms) of syllable nuclei in the sound.

    ``times_ms``, ``intensity_db`` and ``voiced`` have the shape (frames,), 10 ms apart; ``voiced`` is boolean.
    """
    if not len(intensity_db):
        return []
    threshold = float(np.percentile(intensity_db, 99)) - NUCLEUS_BELOW_PEAK_DB
    nuclei: list[int] = []
    for index in _peaks(intensity_db, threshold):
        if not voiced[index]:
            continue
        dip = intensity_db[index] - np.min(intensity_db[nuclei[-1] : index + 1]) if nuclei else np.inf
        if dip >= NUCLEUS_DIP_DB:
            nuclei.append(int(index))
        elif intensity_db[index] > intensity_db[nuclei[-1]]:
            nuclei[-1] = int(index)
    return [float(times_ms[index]) for index in nuclei]


def _peaks(levels: np.ndarray, threshold: float) -> np.ndarray:
    """Indices of local maxima above ``threshold``."""
    inner = (levels[1:-1] > levels[:-2]) & (levels[1:-1] >= levels[2:]) & (levels[1:-1] > threshold)
    return np.flatnonzero(inner) + 1


def _word_syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ye")) and groups > 1
    silent_le = word.endswith("le") and len(word) > 2 and word[-3] in "aeiouy" and groups > 1
    silent_ed = word.endswith("ed") and len(word) > 3 and word[-3] not in "tdaeiouy" and groups > 1
    return max(1, groups - (silent_e or silent_le or silent_ed))
