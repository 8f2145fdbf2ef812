"""A word on its way to the tidied version: what stands before it, the word, the punctuation after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviews.transcripts.letters import STOPS, parts_of
from interviews.transcripts.turns import Word

# A stop that can be heard after a word (as in the count of hesitations).
BREAK_MS = 200


@dataclass(frozen=True, slots=True)
class Token:
    """``pause_ms`` is the silence after it when it was said, whatever is left out later."""

    before: str
    core: str
    after: str
    start_ms: int
    end_ms: int
    pause_ms: int = 0

    @property
    def key(self) -> str:
        """For comparing: lower case."""
        return self.core.lower()

    @property
    def ends_sentence(self) -> bool:
        return any(mark in STOPS or mark == "." for mark in self.after)

    def word(self) -> Word:
        return Word(self.before + self.core + self.after, self.start_ms, self.end_ms)


def tokens_of(words: Sequence[Word]) -> list[Token]:
    """A token a word; what is punctuation alone is none."""
    tokens: list[Token] = []
    for index, word in enumerate(words):
        before, core, after = parts_of(word.text)
        pause_ms = words[index + 1].start_ms - word.end_ms if index + 1 < len(words) else 0
        if core:
            tokens.append(Token(before, core, after, word.start_ms, word.end_ms, max(0, pause_ms)))
    return tokens


def breaks_after(tokens: Sequence[Token], index: int) -> bool:
    """Whether the speaker stops after this word: punctuation, a pause, or the end."""
    return index + 1 >= len(tokens) or bool(tokens[index].after.strip()) or tokens[index].pause_ms >= BREAK_MS


def breaks_before(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or breaks_after(tokens, index - 1)


def without(tokens: Sequence[Token], dropped: set[int]) -> list[Token]:
    """The tokens but those at ``dropped``; a stop that stood on a dropped one goes to the word before it."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if index not in dropped:
            kept.append(token)
        elif token.ends_sentence and kept and not kept[-1].ends_sentence:
            kept[-1] = replace(kept[-1], after=token.after)
    return kept
