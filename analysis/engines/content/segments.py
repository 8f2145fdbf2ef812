"""Cutting texts: answers into sentences, references into statements."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(
    r"(?<=[。！？!?；;])\s*|(?<=[a-zA-Z0-9)\"'”%][.])\s+(?=[^\s])|(?<=[a-zA-Z0-9)][.])(?=[\u3400-\u9fff])|\n+"
)
_BULLET = re.compile(
    r"^\s*(?:[-–—•●○·*]+|\(?\d{1,2}[.)、:](?!\d)|[（(]\d{1,2}[)）]|[a-hA-H][).]\s|[一二三四五六七八九十][、.])\s*"
)
_LIST_MARK = re.compile(r"[（(]\d{1,2}[)）]|[①-⑩]|(?<![\d.])\d{1,2}[.、)](?=[^\d])")
_LEAD = re.compile(r"^[^：:]{1,40}[：:]\s*|^[^，,]{0,30}?(?:包括|包含|分为|主要有|有以下|如下)[：:]?")
_HAN = re.compile(r"[\u3400-\u9fff]")


def split_sentences(text: str) -> list[str]:
    """Sentences of a text in order, bullets cut off, empty ones left out."""
    pieces = (_BULLET.sub("", piece).strip() for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if any(c.isalnum() for c in piece)]


def merge_short(sentences: list[str], *, limit: int, characters: int) -> list[tuple[int, ...]]:
    """Groups of neighbouring sentences (by index), so that at most ``limit`` groups remain.

    A group grows until it holds ``characters``; when there are still too many, ``characters`` doubles.
    """
    while True:
        groups: list[tuple[int, ...]] = []
        size = 0
        for index, sentence in enumerate(sentences):
            if groups and size + len(sentence) <= characters:
                groups[-1] = (*groups[-1], index)
                size += len(sentence)
            else:
                groups.append((index,))
                size = len(sentence)
        if len(groups) <= limit:
            return groups
        characters *= 2


def split_statements(text: str, *, limit: int = 24) -> list[str]:
    """The separate things a reference answer says: sentences, list items, enumerated parts.

    Chinese enumerations are cut at 、 and at commas; English ones at commas only where at least three short
    parts stand in a row. At most ``limit`` statements; what follows is joined to the last.
    """
    found: list[str] = []
    for sentence in split_sentences(_LIST_MARK.sub("\n", text)):
        found.extend(_split_chinese(sentence) if _HAN.search(sentence) else _split_english(sentence))
    return [*found[: limit - 1], " ".join(found[limit - 1 :])] if len(found) > limit else found


def _split_chinese(sentence: str) -> list[str]:
    body = _LEAD.sub("", sentence, count=1) or sentence
    body = re.sub(r"[。；;！!？?]+$", "", body)
    parts = [part.strip(" ：:—-") for part in re.split(r"[、，,；;]|(?<=[^\s])(?:以及|和|及)(?=[^\s]{2,8}$)", body)]
    parts = [part for part in parts if any(c.isalnum() for c in part)]
    return parts or [sentence]


def _split_english(sentence: str) -> list[str]:
    parts = [part.strip() for part in re.split(r",\s+(?:and\s+|or\s+)?", sentence)]
    if len(parts) >= 3 and all(0 < len(part.split()) <= 8 for part in parts):
        return parts
    return [sentence]
