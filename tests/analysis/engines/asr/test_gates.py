"""Invented text is kept out; spoken text is not."""

from __future__ import annotations

import pytest

from analysis.engines.asr.assembly import sentences_of
from analysis.engines.asr.base import CHINESE_PROMPT
from analysis.engines.asr.gates import Segment, believable, drop_inventions
from analysis.engines.results import Span, Word

WHOLE = Span(0, 2000)


def kept(text: str, *, probability: float = 0.9, speech: Span = WHOLE, prompt: str | None = None) -> bool:
    words = [Word(text, 0, 2000, probability)]
    return bool(drop_inventions(sentences_of(words), prompt=prompt, speech=(speech,)))


@pytest.mark.parametrize(
    "text", ["字幕by索兰娅", "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", "Subtitles by the Amara.org community"]
)
def test_credits_of_subtitles_are_always_dropped(text: str) -> None:
    assert not kept(text, probability=0.99)


@pytest.mark.parametrize("text", ["谢谢观看", "感谢大家的收看。", "Thanks for watching!", "Thank you.", "you"])
def test_courtesies_are_dropped_unless_clearly_said(text: str) -> None:
    assert not kept(text, probability=0.3)
    assert not kept(text, speech=Span(0, 700))
    assert kept(text, probability=0.9)


def test_courtesy_inside_an_answer_is_kept() -> None:
    assert kept("最后谢谢观看者的反馈我们改进了产品", probability=0.4)


def test_prompt_is_dropped_however_punctuated() -> None:
    assert not kept("以下是普通话的面试回答", prompt=CHINESE_PROMPT)
    assert not kept("以下是普通话的，面试回答。以下是普通话的面试回答", prompt=CHINESE_PROMPT)
    assert kept("普通话", prompt=CHINESE_PROMPT)


def test_text_where_nobody_spoke_is_dropped() -> None:
    assert not kept("我负责后端", speech=Span(1900, 4000))
    assert kept("我负责后端", speech=Span(1000, 4000))


def test_text_faster_than_anyone_speaks_is_dropped() -> None:
    words = [Word("字", i * 20, i * 20 + 20, 0.9) for i in range(30)]

    assert drop_inventions(sentences_of(words), prompt=None, speech=(Span(0, 600),)) == []


@pytest.mark.parametrize(
    ("probability", "no_speech", "compression", "expected"),
    [
        (-0.3, 0.1, 1.2, True),
        (-0.3, 0.9, 1.2, True),
        (-1.2, 0.9, 1.2, False),
        (-1.2, 0.1, 1.2, True),
        (-1.6, 0.1, 1.2, False),
        (-0.3, 0.1, 2.6, False),
        (None, None, None, True),
    ],
)
def test_believable_follows_the_recognisers_own_figures(
    probability: float | None, no_speech: float | None, compression: float | None, expected: bool
) -> None:
    segment = Segment((), probability, no_speech, compression)

    assert believable(segment) is expected
