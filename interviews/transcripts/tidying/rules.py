"""The tidied version of one sentence, by rules: the same words always give the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interviews.transcripts.letters import has_han, joined, parts_of
from interviews.transcripts.tagging import is_verb
from interviews.transcripts.tidying.fillers import without_fillers, without_sounds
from interviews.transcripts.tidying.numbers import numbers_in
from interviews.transcripts.tidying.punctuation import punctuated
from interviews.transcripts.tidying.repairs import without_false_starts
from interviews.transcripts.tidying.repetitions import without_repetitions
from interviews.transcripts.tidying.script import simplified
from interviews.transcripts.tidying.tokens import Token, tokens_of
from interviews.transcripts.turns import Word

Edit = tuple[int, int, str]  # from, to, what to write instead


def tidied(words: Sequence[Word], *, asks: bool = False) -> list[Word]:
    """Hesitations, repetitions and false starts out; simplified characters, digits and punctuation in.

    Never more words than before; each keeps its time, and a number made of several words spans theirs. Empty when
    nothing was said but hesitation. ``asks``: the speaker is the interviewer.
    """
    chinese = any(has_han(word.text) for word in words)
    tokens = without_false_starts(without_sounds(tokens_of(simplified(words))))
    tokens = without_repetitions(without_fillers(tokens), is_verb=is_verb)
    tokens = with_digits(without_fillers(tokens))
    return [token.word() for token in punctuated(tokens, chinese=chinese, asks=asks)]


def with_digits(tokens: Sequence[Token]) -> list[Token]:
    """Numbers in digits. The words of one number become one word."""
    words = [token.word() for token in tokens]
    text = joined(word.text for word in words)
    places = _places(text, words)
    kept: list[Token] = []
    reached = 0
    for first, last, edits in _by_words(numbers_in(text), places):
        kept += tokens[reached:first]
        said = _edited(text, places[first][0], places[last][1], edits)
        before, core, after = parts_of(said)
        kept.append(Token(before, core, after, words[first].start_ms, words[last].end_ms, tokens[last].pause_ms))
        reached = last + 1
    return kept + list(tokens[reached:])


def _by_words(edits: Iterable[Edit], places: Sequence[tuple[int, int]]) -> list[tuple[int, int, list[Edit]]]:
    """Edits with the first and last word they touch; those that touch the same word together."""
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        start, end, _written = edit
        touched = [index for index, (begin, stop) in enumerate(places) if begin < end and stop > start]
        if groups and touched[0] <= groups[-1][1]:
            first, last, before = groups.pop()
            groups.append((first, max(last, touched[-1]), [*before, edit]))
        else:
            groups.append((touched[0], touched[-1], [edit]))
    return groups


def _edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    said, reached = "", start
    for begin, stop, written in edits:
        said += text[reached:begin] + written
        reached = stop
    return said + text[reached:end]


def _places(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where each word stands in the joined text."""
    places: list[tuple[int, int]] = []
    reached = 0
    for word in words:
        begin = text.index(word.text, reached)
        reached = begin + len(word.text)
        places.append((begin, reached))
    return places
