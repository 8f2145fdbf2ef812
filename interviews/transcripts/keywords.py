"""Keywords of a conversation: TF-IDF over what was said, names and technical terms first.

Chinese frequencies are those that come with jieba (inverse document frequencies of 260,000 words); a word that is not
among them, as every word in Latin letters, counts as one of middling rarity.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interviews.transcripts.letters import has_han
from interviews.transcripts.tagging import tagger

KEYWORDS = 10

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.'’\-/][A-Za-z0-9]+)*(?:[+#]+)?|[0-9]+[A-Za-z]+")
_RUN = re.compile(rf"{_LATIN.pattern}|[\u3400-\u9fff]+")
_NOUNS = ("n", "vn", "eng", "j", "l")
_NAMES = ("nr", "nz", "nt", "nrt", "nw")
_NAME_WEIGHT = 1.6  # how much more a name or technical term counts; our own choice
_SEAM = "\n"  # between the two words of a compound
_OFTEN_ENOUGH = 2  # how often two words stand together to be one term
_TERM_SIGNS = re.compile(r"[0-9+#./]|^[A-Z]{2,}s?$|[a-z][A-Z]")


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    key: str
    is_special: bool  # a name or a technical term


def keywords_of(texts: Iterable[str], *, limit: int = KEYWORDS) -> list[str]:
    """The ``limit`` words that tell most about ``texts`` (sentences), names and technical terms first, each part by
    weight. The same texts always give the same words."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    special: Counter[str] = Counter()
    for term in (term for text in texts for term in _terms(text)):
        counts[term.key] += 1
        written.setdefault(term.key, Counter())[term.text] += 1
        special[term.key] += term.is_special
    _join_plurals(counts, written, special)
    _choose_compounds(counts)
    counts = +counts
    is_special = {key: 2 * special[key] >= counts[key] for key in counts}
    weight = {key: count * _rarity(key) * (_NAME_WEIGHT if is_special[key] else 1) for key, count in counts.items()}
    chosen = sorted(weight, key=lambda key: (-weight[key], key))[:limit]
    chosen.sort(key=lambda key: not is_special[key])
    return [written[key].most_common(1)[0][0] for key in chosen]


def _terms(text: str) -> Iterator[_Term]:
    """The content words of a sentence."""
    mixed = has_han(text)
    for run in _RUN.finditer(text):
        if has_han(run[0]):
            yield from _chinese_terms(run[0])
        else:
            yield from _latin_terms(run[0], mixed=mixed, first=run.start() == 0)


def _chinese_terms(run: str) -> Iterator[_Term]:
    """Nouns and names, and every noun together with the content word before it (推荐系统), for `_choose_compounds`."""
    before = ""
    for pair in tagger()(run):
        word = pair.word if len(pair.word) > 1 and pair.word not in _stop_words()["zh"] else ""
        is_noun = pair.flag.startswith(_NOUNS)
        if word and is_noun:
            yield _Term(word, word, pair.flag in _NAMES)
            if before:
                yield _Term(before + word, f"{before}{_SEAM}{word}", False)
        before = word if is_noun or pair.flag.startswith("v") else ""


def _latin_terms(word: str, *, mixed: bool, first: bool) -> Iterator[_Term]:
    """In a Chinese sentence every Latin word is a term; in an English one those that do not look like plain words."""
    key = word.lower().removesuffix("'s").removesuffix("’s")
    stems = {key, key.partition("'")[0], key.partition("’")[0]}
    if stems & _stop_words()["en"] or (len(key) < 2 and not mixed) or len(key) > 40:
        return
    name = word[0].isupper() and not first
    if len(key) > 2 or mixed or word.isupper():
        yield _Term(word, key, mixed or name or bool(_TERM_SIGNS.search(word)))


def _choose_compounds(counts: Counter[str]) -> None:
    """Two words that mostly stand together count as one; other pairs do not count."""
    for key in [key for key in counts if _SEAM in key]:
        one, other = key.split(_SEAM)
        times = counts[key]
        if times < _OFTEN_ENOUGH or 2 * times < counts[other]:
            del counts[key]
            continue
        for part in (one, other):
            if part in counts:
                counts[part] = max(0, counts[part] - times)


def _join_plurals(counts: Counter[str], written: dict[str, Counter[str]], special: Counter[str]) -> None:
    """Count "queues" as "queue" where both are said."""
    for key in [key for key in counts if key.endswith("s") and key[:-1] in counts]:
        one = key[:-1]
        counts[one] += counts.pop(key)
        special[one] += special.pop(key, 0)
        del written[key]


def _rarity(key: str) -> float:
    table, middle = _idf()
    return max(table.get(part, middle) for part in key.split(_SEAM))


@cache
def _idf() -> tuple[Mapping[str, float], float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.analyse
    weights = jieba.analyse.default_tfidf
    return weights.idf_freq, weights.median_idf


@cache
def _stop_words() -> Mapping[str, frozenset[str]]:
    content = (Path(__file__).parent / "stopwords.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(content).items()}
