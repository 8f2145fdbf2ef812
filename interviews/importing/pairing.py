"""From turns to questions and answers.

What interviewers say in a row is one speech, and so is what the candidate says. A speech that asks opens a question;
what the candidate says until the next one is its answer. Agreement and sounds in between end nothing. Talk about the
call itself and the candidate's own questions at the end are no answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.importing.matching import best_matches, terms_of
from interviews.importing.roles import CANDIDATE
from interviews.importing.texts import (
    asks,
    count_units,
    hands_over,
    is_logistics,
    joined,
    says_nothing,
    sentences_of,
)
from interviews.transcripts.turns import Turn

# A question that refers to the answer before it is short: longer ones introduce a topic of their own.
FOLLOW_UP_UNITS = 60
_REFERS = re.compile(
    r"刚才|刚刚|你(?:说|提)(?:到|的)|您(?:说|提)(?:到|的)|这(?:个|样|种|里|块|部分)|那(?:个|这|你|为什么|怎么|如果|具体|结果|后来|最后)|"
    r"为什么(?:呢|要|会|不)?[？?]|具体|细节|展开|举(?:个|一个)?例|然后呢|后来呢|结果(?:呢|怎么样|如何)|还有(?:呢|吗)|进一步|"
    r"you\s+(?:just\s+)?(?:mentioned|said|told|talked|spoke)|you've\s+(?:just\s+)?(?:mentioned|said)|"
    r"\b(?:that|this|it|those|they|them|then)\b|how\s+(?:so|come)|why\s+(?:not|is|was)|^why\b|for\s+example|example\b|"
    r"more\s+(?:detail|specific|about)|elaborate|go\s+deeper|what\s+happened|outcome|result",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the position's bank: its public id and its words."""

    question_id: str
    content: str


@dataclass(slots=True)
class Pair:
    """A question as it was put, and its answer. ``asked`` and ``answered`` are places in the list of turns.

    ``bank_id`` names the question of the bank it is, empty for an improvised one; ``follows`` is the place of the pair
    it is a follow-up of, None for a main question.
    """

    content: str
    asked: list[int]
    answered: list[int] = field(default_factory=list)
    bank_id: str = ""
    follows: int | None = None


def pair_turns(turns: Sequence[Turn], *, bank: Sequence[BankQuestion]) -> list[Pair]:
    """Questions in the order they were asked. One without an answer is kept only where the bank has it."""
    pairs = _paired(turns)
    matches = best_matches([pair.content for pair in pairs], [question.content for question in bank])
    for place, number in matches.items():
        pairs[place].bank_id = bank[number].question_id
    kept = [pair for pair in pairs if pair.bank_id or _says_something(pair, turns)]
    _find_follow_ups(kept, turns)
    return kept


def answer_text(pair: Pair, turns: Sequence[Turn]) -> str:
    return joined([turns[place].text for place in pair.answered])


def _paired(turns: Sequence[Turn]) -> list[Pair]:
    pairs: list[Pair] = []
    current: Pair | None = None
    speech: list[int] = []
    for place, turn in enumerate(turns):
        if turn.voice.role != CANDIDATE:
            speech.append(place)
            continue
        if speech and says_nothing(turn.text) and _still_asking(turns, place):
            continue
        if speech:
            current = _opened(turns, speech, pairs, current)
            speech = []
        if current is not None:
            current.answered.append(place)
    if speech:
        _opened(turns, speech, pairs, current)
    return pairs


def _opened(turns: Sequence[Turn], speech: list[int], pairs: list[Pair], current: Pair | None) -> Pair | None:
    """The question that the interviewer's speech opens, or the one it leaves open."""
    sentences = [(place, sentence) for place in speech for sentence in sentences_of(turns[place].text)]
    asking = [found for found in sentences if asks(found[1])]
    if any(hands_over(sentence) for _place, sentence in asking):
        return None
    asking = [found for found in asking if not is_logistics(found[1])]
    if not asking:
        return current
    pair = Pair(content=_content(sentences, asking), asked=list(speech))
    pairs.append(pair)
    return pair


def _content(sentences: Sequence[tuple[int, str]], asking: Sequence[tuple[int, str]]) -> str:
    """The question with what leads up to it in the same breath, without agreement and greetings before it."""
    first, last = sentences.index(asking[0]), sentences.index(asking[-1])
    while first > 0 and sentences[first - 1][0] == sentences[first][0] and _leads_up(sentences[first - 1][1]):
        first -= 1
    return _without_lead(joined([sentence for _place, sentence in sentences[first : last + 1]]))


def _without_lead(text: str) -> str:
    """The text without clauses of agreement before its first real one: "OK, great, so ..."."""
    head, comma, rest = _first_clause(text)
    while comma and rest.strip() and says_nothing(head):
        text = rest.strip()
        head, comma, rest = _first_clause(text)
    return text


def _first_clause(text: str) -> tuple[str, str, str]:
    found = re.search("[，,、]", text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _leads_up(sentence: str) -> bool:
    return not says_nothing(sentence) and not is_logistics(sentence)


def _still_asking(turns: Sequence[Turn], place: int) -> bool:
    """Whether the interviewer goes on after the candidate's sound at ``place``."""
    return place + 1 < len(turns) and turns[place + 1].voice.role != CANDIDATE


def _says_something(pair: Pair, turns: Sequence[Turn]) -> bool:
    return bool(pair.answered) and not says_nothing(answer_text(pair, turns))


def _find_follow_ups(pairs: Sequence[Pair], turns: Sequence[Turn]) -> None:
    for place, pair in enumerate(pairs):
        before = pairs[place - 1] if place else None
        if before is not None and not pair.bank_id and _refers(pair.content, before, turns):
            pair.follows = before.follows if before.follows is not None else place - 1


def _refers(content: str, before: Pair, turns: Sequence[Turn]) -> bool:
    """Short, and about what was just said: it points back, or takes up words of the answer that are not its own
    question's. Pointing alone is not enough where nothing was answered."""
    answer = answer_text(before, turns)
    if count_units(content) > FOLLOW_UP_UNITS or not answer or says_nothing(answer):
        return False
    ours = terms_of(content)
    shared = ours & terms_of(answer)
    if not ours:
        return bool(_REFERS.search(content))
    share = sum(shared.values()) / sum(ours.values())
    return share >= 0.5 or (bool(_REFERS.search(content)) and share >= 0.15)
