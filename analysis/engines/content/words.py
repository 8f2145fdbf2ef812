"""Words of an answer, in Chinese and English, and how much each one tells.

A word's weight runs from 0 (says nothing by itself) to 1 (rare, hence telling). Chinese weights come from the
inverse document frequencies shipped with jieba; English ones from the order in which GPT-2's byte-pair
merges were learned, which follows how frequent a word is (the table ships with openai-whisper; only the file
is read, the package is not imported).
"""

from __future__ import annotations

import base64
import importlib.util
import logging
import math
import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from pathlib import Path

from analysis.engines.base import ModelMissingError
from analysis.engines.content.lexicon import STOP_EN, STOP_ZH

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[a-z0-9]+(?:[.+#'/-][a-z0-9]+)*[+#]*")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[.+#'/-][a-z0-9]+)*[+#]*")
_TAG = re.compile(r"<[^<>\n]{0,200}>")
_SIGNS = frozenset("+<>=~$%°^|")  # symbols that mean something in an answer; emoji do not
_RANK_COMMON, _RANK_RARE = 300, 60_000  # "the" is 262; the table ends at 50,000
_IDF_COMMON, _IDF_RARE = 3.0, 12.0  # jieba: 我们 3.4, 数据 4.8, median of the table 11.7
_LENGTH_LIMIT = 20_000
# Full-width letters and digits become plain ones; Chinese punctuation stays as written.
_PLAIN = {code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}


@dataclass(frozen=True, slots=True)
class Term:
    """One content word: as compared (``key``, lower case, stemmed), as written, and its weight (0-1)."""

    key: str
    text: str
    weight: float


def tidy(text: str) -> str:
    """The text as people read it: no tags, no emoji, no control characters, single spaces, at most 20,000 characters.

    Line breaks stay, because lists are written with them.
    """
    plain = _TAG.sub(" ", unescape(text[:_LENGTH_LIMIT]).translate(_PLAIN))
    kept = "".join(c if c == "\n" or unicodedata.category(c)[0] not in "CS" or c in _SIGNS else " " for c in plain)
    return re.sub(r" *\n\s*", "\n", re.sub(r"[^\S\n]+", " ", kept)).strip()


def language_of(text: str) -> str:
    """ "zh" where Chinese characters carry at least as much as the Latin words do, else "en"."""
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text.lower()))
    return "zh" if han > 0 and han >= latin else "en"


def count_units(text: str) -> int:
    """How many words: Chinese words as jieba cuts them, and runs of Latin letters or digits."""
    return len(raw_words(text.lower()))


@lru_cache(maxsize=1_024)
def raw_words(text: str) -> tuple[str, ...]:
    """All words in order, lower case, Chinese cut by jieba, stop words included (remembered: every measure asks)."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        found.extend(_cut_chinese(run) if _HAN.match(run) else [run])
    return tuple(found)


def terms(text: str) -> list[Term]:
    """The content words in order, stop words left out, repeats kept."""
    return [term for word in raw_words(text) if (term := _term(word)) is not None]


def char_pairs(text: str) -> list[str]:
    """What to compare character by character: Chinese character pairs, and Latin words stemmed.

    A lone Chinese character between other signs counts as itself. Function characters do not end a pair.
    """
    pairs: list[str] = []
    for run in _RUN.findall(text.lower()):
        if not _HAN.match(run):
            if run not in STOP_EN:
                pairs.append(stem(run))
        elif len(run) == 1:
            pairs.append(run)
        else:
            pairs.extend(run[i : i + 2] for i in range(len(run) - 1))
    return pairs


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light English stem: plural, -ed, -ing, -ly and common noun endings cut, doubled consonants undone."""
    if len(word) <= 3 or not word.isascii() or any(c.isdigit() for c in word):
        return word
    word = word.removesuffix("'s").replace("'", "").replace("-", "")
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(put) >= 3:
            word = word[: len(word) - len(ending)] + put
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


_ENDINGS = (
    ("ization", "iz"), ("isation", "iz"), ("izing", "iz"), ("ising", "iz"), ("ized", "iz"), ("ised", "iz"),
    ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ate", "at"),
    ("ments", "ment"), ("nesses", ""), ("ness", ""), ("ically", "ic"), ("ies", "y"), ("ied", "y"), ("ily", "y"),
    ("sses", "ss"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"), ("ly", ""), ("xes", "x"),
    ("ches", "ch"), ("shes", "sh"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""),
)  # fmt: skip


def is_stop(word: str) -> bool:
    """Whether this word carries no meaning of its own ("the", 的)."""
    return word in STOP_EN or word in STOP_ZH


@lru_cache(maxsize=50_000)
def weight(word: str) -> float:
    """How telling a word is, 0-1; a number or an unknown word weighs 1."""
    if _HAN.match(word):
        idf = _chinese_idf().get(word, _IDF_RARE)
        return _scale(idf, low=_IDF_COMMON, high=_IDF_RARE)
    if any(c.isdigit() for c in word):
        return 1.0
    ranks = _english_ranks()
    rank = min(ranks.get(form, _RANK_RARE) for form in {word, stem(word), word.removesuffix("s")})
    return _scale(math.log(rank), low=math.log(_RANK_COMMON), high=math.log(_RANK_RARE))


def _scale(value: float, *, low: float, high: float) -> float:
    return min(1.0, max(0.05, (value - low) / (high - low)))


def _term(word: str) -> Term | None:
    if is_stop(word) or (len(word) == 1 and not _HAN.match(word) and not word.isdigit()):
        return None
    return Term(key=stem(word), text=word, weight=weight(word))


def is_in_dictionary(word: str) -> bool:
    """Whether a Chinese word is one that jieba knows, not a piece it cut by guess; always true for Latin words."""
    return not _HAN.match(word) or word in _chinese_idf()


def load() -> None:
    """Read the dictionaries now (about a second) instead of at the first answer."""
    _cutter()
    _chinese_idf()
    _english_ranks()


def _cut_chinese(run: str) -> list[str]:
    return list(_cutter()(run))


@cache
def _cutter() -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and asks for pkg_resources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba.lcut


@cache
def _chinese_idf() -> dict[str, float]:
    path = _package_folder("jieba") / "analyse" / "idf.txt"
    lines = (line.rsplit(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return {parts[0]: float(parts[1]) for parts in lines if len(parts) == 2}


@cache
def _english_ranks() -> dict[str, int]:
    """Rank of each word that is one token of GPT-2 when it follows a space. Lower is more frequent."""
    path = _package_folder("whisper") / "assets" / "gpt2.tiktoken"
    ranks: dict[str, int] = {}
    for line in path.read_bytes().splitlines():
        token, rank = line.split()
        word = base64.b64decode(token)
        if word.startswith(b" ") and word[1:].isalpha():
            text = word[1:].decode("ascii", "ignore").lower()
            ranks[text] = min(int(rank), ranks.get(text, _RANK_RARE))
    return ranks


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(f"The package {name}, which carries word frequencies, is not installed.")
    return Path(spec.submodule_search_locations[0])
