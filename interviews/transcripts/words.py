"""Words of a turn: Chinese words as jieba cuts them and words of other scripts, with the recogniser's times.

Punctuation stands with the word before it; an opening bracket or quotation mark with the word after it.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from interviews.transcripts.letters import HAN, OPENERS, has_han, is_spoken, joined
from interviews.transcripts.timing import Span, shared_out, taken_from
from interviews.transcripts.turns import Turn, Word

_LETTER = rf"[^\W_{HAN}]"
# Letters and digits, and what holds them together: don't, state-of-the-art, CI/CD, node.js, 3.5, 1,000, C++, 50%.
_OTHER = rf"[$￥€£#@]?{_LETTER}+(?:(?:['’\-&/_@]|\.(?=[a-z0-9])|(?<=\d)[,:](?=\d)){_LETTER}+)*(?:[+#]+|[%‰°])?"
# Between two runs of letters without a space these make one word of both (https://a.b, f(x)); a comma or dash does not.
_GLUE = re.compile(r"[!-~]{2,}|[\"#$%&()*+/<=>@\[\\\]^_`{|}~-]")
_RUN = re.compile(rf"[{HAN}]+|{_OTHER}")


def words_of(turn: Turn) -> list[Word]:
    """The words of a turn in order, times inside the turn and never going back.

    Words of an imported turn, and of one that is a whole sentence, stay as they were cut; those of a recogniser are
    joined and cut anew, a boundary inside one of its words placed by syllables. Without words the turn's time is shared
    out over its text.
    """
    if turn.words and (turn.source == "imported" or turn.whole):
        return in_order(_with_punctuation(turn.words))
    if not turn.words:
        return timed_words(turn.text, shared_out(turn.text, turn.start_ms, turn.end_ms))
    text = turn.text or joined(word.text for word in turn.words)
    return timed_words(text, taken_from(text, turn.words))


def retimed(text: str, words: Sequence[Word]) -> list[Word]:
    """``text``, put down by somebody instead of ``words``, cut into words with the times of the old ones."""
    return timed_words(text, taken_from(text, words))


def timed_words(text: str, times: Sequence[Span | None]) -> list[Word]:
    """The words of ``text``, whose characters have ``times``."""
    words: list[Word] = []
    for start, end in _cuts(text):
        heard = [span for span in times[start:end] if span is not None]
        if heard:
            piece = " ".join(text[start:end].split())
            words.append(Word(piece, round(heard[0][0]), round(heard[-1][1])))
    return in_order(words)


def in_order(words: Sequence[Word]) -> list[Word]:
    """The same words, none beginning before the one before it began, none ending before it begins."""
    ordered: list[Word] = []
    latest = 0
    for word in words:
        latest = max(latest, word.start_ms)
        ordered.append(Word(word.text, latest, max(latest, word.end_ms)))
    return ordered


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends, with its punctuation; together they cover all of ``text``."""
    starts = [start for start, _end in _cores(text)]
    if not starts:
        return
    begin = 0
    for place, following in zip(starts, [*starts[1:], len(text)], strict=True):
        end = _before_openers(text, place, following)
        yield begin, end
        begin = end


def _before_openers(text: str, start: int, end: int) -> int:
    """``end``, or the place of the marks that belong to the word there: opening ones, and whatever follows a space."""
    if end == len(text):
        return end
    place = end
    while place - 1 > start and text[place - 1] in OPENERS:
        place -= 1
    gap = re.search(r"\s(?=\S*$)", text[start:end])
    return min(place, start + gap.end()) if gap else place


def _cores(text: str) -> Iterator[tuple[int, int]]:
    """Where the spoken part of each word begins and ends."""
    reached = 0
    for start, end in _runs(text):
        yield from _symbols(text, reached, start)
        reached = end
        if not has_han(text[start]):
            yield start, end
            continue
        for piece in cutter()(text[start:end]):
            yield start, start + len(piece)
            start += len(piece)
    yield from _symbols(text, reached, len(text))


def _runs(text: str) -> list[tuple[int, int]]:
    """Stretches of Chinese, and words of other scripts; those that are written as one are one."""
    runs: list[tuple[int, int]] = []
    for match in _RUN.finditer(text):
        between = text[runs[-1][1] : match.start()] if runs else ""
        if _GLUE.fullmatch(between) and not has_han(text[runs[-1][0]]) and not has_han(match[0][0]):
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    return runs


def _symbols(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Signs that are read out and stand alone ("a + b")."""
    for index in range(start, end):
        if is_spoken(text[index]):
            yield index, index + 1


def _with_punctuation(words: Sequence[Word]) -> list[Word]:
    """The far side's words; what is punctuation alone goes to the word before it."""
    kept: list[Word] = []
    for word in words:
        text = word.text.strip()
        if not text:
            continue
        if kept and not any(map(is_spoken, text)):
            before = kept[-1]
            kept[-1] = Word(before.text + text, before.start_ms, before.end_ms)
        else:
            kept.append(Word(text, word.start_ms, word.end_ms))
    return kept


@cache
def cutter() -> Callable[[str], list[str]]:
    """jieba's cut (dictionary of 350,000 words, and a hidden Markov model for the others); loads in a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and asks for pkg_resources
        import jieba
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba.lcut
