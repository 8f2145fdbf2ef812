"""Who asks and who answers, where the source does not say it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from interviews.importing.texts import asks, count_units, has_chinese, question_marks
from interviews.transcripts.turns import Turn, Voice

INTERVIEWER, CANDIDATE = "interviewer", "candidate"

_INTERVIEWER_NAMES = re.compile(
    r"面试官|主面|考官|招聘|主持人|^hr$|hrbp|interviewer|recruiter|hiring\s+manager|^host$", re.IGNORECASE
)
_CANDIDATE_NAMES = re.compile(r"候选人|应聘者|求职者|应试者|candidate|applicant|interviewee", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Share:
    """What one voice did: how much it said and how much of that asks."""

    key: str
    units: int
    asking: float  # asking turns among its turns, and question marks among its units


def role_of_name(name: str) -> str:
    """The role a name states by itself (面试官, Candidate ...), or empty."""
    if _INTERVIEWER_NAMES.search(name):
        return INTERVIEWER
    return CANDIDATE if _CANDIDATE_NAMES.search(name) else ""


def guess_roles(turns: Sequence[Turn], *, candidate_name: str = "") -> dict[str, str]:
    """The role of each voice by its key.

    What a voice or its name states stands. Otherwise one voice is the candidate: the one so named, or the one that
    answers: it asks least, and of those that ask alike it says most. Everybody else interviews. A single voice is
    the candidate's, unless mostly asking.
    """
    voices = {turn.voice.key: turn.voice for turn in turns}
    known = {key: role for key, voice in voices.items() if (role := _stated(voice, candidate_name))}
    open_keys = [key for key in voices if key not in known]
    if CANDIDATE in known.values():
        return {**known, **dict.fromkeys(open_keys, INTERVIEWER)}
    if not open_keys:
        return known
    shares = [_share(key, turns) for key in open_keys]
    if len(shares) == 1:
        alone = not known and shares[0].asking > 0.5
        return {**known, shares[0].key: INTERVIEWER if alone else CANDIDATE}
    ranked = sorted(shares, key=lambda share: (share.units / (1 + 10 * share.asking), share.units))
    answers = ranked[-1]  # of two alike the one who spoke later: whoever opens a talk invites to it
    return {key: known.get(key) or (CANDIDATE if key == answers.key else INTERVIEWER) for key in voices}


def how_sure(turns: Sequence[Turn], roles: Mapping[str, str]) -> float:
    """How clearly the one who answers differs from those who ask, from .5 (a coin) to 1: by how much more the others
    ask, how much less they say, and whether they begin. The weights are our own choice."""
    shares = [_share(key, turns) for key in roles]
    units = sum(share.units for share in shares)
    asking = {role: [share.asking for share in shares if roles[share.key] == role] for role in set(roles.values())}
    if len(asking) < 2 or not units:
        return 0.5
    said = sum(share.units for share in shares if roles[share.key] == CANDIDATE) / units
    first = min(turns, key=lambda turn: turn.start_ms).voice.key
    lead = max(asking[INTERVIEWER]) - max(asking[CANDIDATE])
    clear = 5 * lead + 3 * (said - 0.5) + (0.5 if roles[first] == INTERVIEWER else -0.5)
    return 1 / (1 + math.exp(-max(0.0, clear)))


def with_roles(turns: Sequence[Turn], roles: Mapping[str, str]) -> list[Turn]:
    """The turns with each voice in its role; voices that ``roles`` does not name stay as they are."""
    return [
        replace(turn, voice=replace(turn.voice, role=roles.get(turn.voice.key) or turn.voice.role)) for turn in turns
    ]


def with_names(turns: Sequence[Turn], names: Mapping[str, str]) -> list[Turn]:
    """The turns with the names somebody gave, by role; an interviewer's only where one person interviews."""
    interviewers = {turn.voice.key for turn in turns if turn.voice.role == INTERVIEWER}
    known = {role: name for role, name in names.items() if role != INTERVIEWER or len(interviewers) == 1}
    return [replace(turn, voice=_with_name(turn.voice, known.get(turn.voice.role, ""))) for turn in turns]


def _with_name(voice: Voice, name: str) -> Voice:
    in_chinese = has_chinese(name)
    return replace(voice, name_zh=name if in_chinese else "", name_en="" if in_chinese else name)


def _stated(voice: Voice, candidate_name: str) -> str:
    if voice.role:
        return voice.role
    names = {voice.name_zh.strip().lower(), voice.name_en.strip().lower()} - {""}
    if candidate_name and candidate_name.strip().lower() in names:
        return CANDIDATE
    return next((role for name in sorted(names) if (role := role_of_name(name))), "")


def _share(key: str, turns: Sequence[Turn]) -> _Share:
    said = [turn.text for turn in turns if turn.voice.key == key]
    asking = sum(1 for text in said if question_marks(text) or (count_units(text) <= 60 and asks(text)))
    return _Share(key=key, units=sum(count_units(text) for text in said), asking=asking / max(1, len(said)))
