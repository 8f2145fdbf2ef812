"""Punctuation and capitals where a recogniser left them out, full-width marks after Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.transcripts.letters import CLOSERS, has_han
from interviews.transcripts.tidying.tokens import Token

# A silence this long inside a sentence gets a comma: the median pause at a boundary inside an utterance is near half
# a second in French, Italian and English speech (Campione & Veronis 2002).
COMMA_PAUSE_MS = 500

_FULL_WIDTH = str.maketrans(",?!;:", "，？！；：")
_ASKS_ZH = re.compile(
    "[吗么][呢啊呀]?$|^(?:请问|为什么|怎么样|怎样|如何)|是不是|有没有|能不能|可不可以|会不会|要不要|对不对|行不行"
)
_QUESTION_WORD_ZH = re.compile("什么|怎么|怎样|如何|哪|谁|多少|几个|多久|多长|为何")
_ASKS_EN = re.compile(
    r"(?:so |and |but |well |ok |okay )?(?:what|how|why|when|where|who|which|whose|can|could|do|does|did|is|are|was"
    r"|were|would|will|have|has|should|shall)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[，,。！？!?.；;：:、…]+")
_RANK = "？?！!。.…；;：:，,、"


def punctuated(tokens: Sequence[Token], *, chinese: bool, asks: bool) -> list[Token]:
    """The same words with marks. ``asks``: the speaker is the one who asks, and a question word makes a question."""
    if not tokens:
        return []
    marked = [_with_marks(tokens, index, chinese=chinese) for index in range(len(tokens))]
    marked[-1] = _ended(marked[-1], _stop(marked, chinese=chinese, asks=asks))
    return marked if chinese else _capitalized(marked)


def _with_marks(tokens: Sequence[Token], index: int, *, chinese: bool) -> Token:
    token = tokens[index]
    after = _MARKS.sub(lambda found: _one_of(found[0]), token.after)
    if not after and token.pause_ms >= COMMA_PAUSE_MS:
        after = ","
    if has_han(token.core[-1:]) or (chinese and index + 1 < len(tokens) and has_han(tokens[index + 1].core)):
        after = after.translate(_FULL_WIDTH)
    return replace(token, after=after)


def _one_of(marks: str) -> str:
    """Of several marks the one that says most; dots for left-out words stay."""
    if set(marks) <= {"…"} or (len(marks) >= 3 and set(marks) == {"."}):
        return "…"
    return min(marks, key=_RANK.index)


def _ended(token: Token, stop: str) -> Token:
    bare = token.after.rstrip(CLOSERS)
    closers = token.after[len(bare) :]
    if bare.endswith(("。", "！", "？", "!", "?", "…")) or (bare.endswith(".") and stop != "。"):
        return token
    return replace(token, after=bare.rstrip("，,、；;：:. -—") + stop + closers)


def _stop(tokens: Sequence[Token], *, chinese: bool, asks: bool) -> str:
    separator = "" if chinese else " "
    text = separator.join(token.core for token in tokens)
    if chinese:
        asked = _ASKS_ZH.search(text) or (asks and _QUESTION_WORD_ZH.search(text))
        return "？" if asked else "。"
    return "?" if asks and _ASKS_EN.match(text) else "."


def _capitalized(tokens: list[Token]) -> list[Token]:
    first = tokens[0]
    if first.core[:1].islower() and first.core.isalpha():
        tokens[0] = replace(first, core=first.core[0].upper() + first.core[1:])
    return [replace(token, core="I" + token.core[1:]) if _is_i(token.core) else token for token in tokens]


def _is_i(core: str) -> bool:
    return core == "i" or core.startswith(("i'", "i’"))
