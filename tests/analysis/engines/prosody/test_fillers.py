"""Hesitation words are found; words that mean something are left alone."""

from __future__ import annotations

import pytest

from analysis.engines.prosody.fillers import find_fillers
from analysis.engines.results import Word


def spoken(text: str) -> list[Word]:
    """One word per blank-separated piece, 200 ms each; "_" is a silence of half a second."""
    words, at = [], 0
    for piece in text.split():
        if piece == "_":
            at += 500
            continue
        words.append(Word(piece, at, at + 200))
        at += 200
    return words


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("嗯， 我 负责 后端", ["嗯"]),
        ("我 呃 负责 后端", ["呃"]),
        ("那 个， 我 觉得", ["那个"]),
        ("那个 _ 我 觉得", ["那个"]),
        ("那个 项目 很 大", []),
        ("那个 那个 项目 很 大", ["那个"]),
        ("我 就是， 负责", ["就是"]),
        ("这 就是 答案", []),
        ("然后， 我们 上线", []),
        ("然后 然后 我们 上线", ["然后"]),
        ("额， 金额 很 大", ["额"]),
        ("金额 _ 很 大", []),
        ("好 啊。 行", []),
        ("Um, I worked on uh backend", ["um", "uh"]),
        ("I like Python", []),
        ("it was, like, huge", ["like"]),
        ("it was like like huge", ["like"]),
        ("and, you know, we shipped", ["you know"]),
        ("do you know Django", []),
    ],
)
def test_fillers_in_sentences(text: str, fillers: list[str]) -> None:
    assert [filler.text for filler in find_fillers(spoken(text))] == fillers


def test_filler_carries_its_time() -> None:
    (filler,) = find_fillers(spoken("我 想 嗯 看看"))

    assert (filler.start_ms, filler.end_ms) == (400, 600)
