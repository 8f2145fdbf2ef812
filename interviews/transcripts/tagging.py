"""What kind of word a Chinese word is, as jieba's dictionary says."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from interviews.transcripts.words import cutter


def is_verb(word: str) -> bool:
    return _tags().get(word, "").startswith("v")


@cache
def _tags() -> Mapping[str, str]:
    """Every word of the dictionary with its tag (v, n, nr, nz, eng ...)."""
    return _posseg().dt.word_tag_tab


def tagger() -> Callable[[str], Any]:
    """``tagger()(text)`` gives pairs with ``word`` and ``flag``."""
    return _posseg().lcut


@cache
def _posseg() -> Any:
    cutter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba.posseg
    return jieba.posseg
