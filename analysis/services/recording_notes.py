"""What a person should know of how an interview was made from its recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.engines.results import Diarization
from interviews.models import ImportJob
from interviews.services import imports

# Below this the voices are so alike that words may stand with the wrong one (`Diarization.separation`).
HARDLY_APART = 0.1
# Of ten seconds in which two speak at once so many go unnoticed (measured: `engines.diarization.assignment.BOTH`).
MISSED = (7, 9)


def notes_of(
    job: ImportJob, turns: Sequence[imports.Turn], roles: Mapping[str, str], voices: Diarization
) -> list[imports.Note]:
    """Everything that was guessed, or is not as it was announced."""
    notes = []
    given = job.options.get("speaker_count")
    if job.checkpoint.get("cut"):
        notes.append(imports.Note("recording_cut"))
    if given and voices.speaker_count < int(given):
        notes.append(imports.Note("fewer_voices", {"given": int(given), "found": voices.speaker_count}))
    if voices.separation is not None and voices.separation < HARDLY_APART:
        notes.append(imports.Note("voices_alike"))
    at_once = sum(segment.overlap for segment in voices.segments)
    if at_once:
        notes.append(imports.Note("voices_at_once", {"count": at_once}))
    if voices.speaker_count > 1:
        notes.append(imports.Note("voices_at_once_missed", {"least": MISSED[0], "most": MISSED[1]}))
    return [*notes, _guess(turns, roles)]


def _guess(turns: Sequence[imports.Turn], roles: Mapping[str, str]) -> imports.Note:
    if len(roles) == 1:
        return imports.Note("one_speaker")
    first = {turn.voice.key: turn.start_ms for turn in reversed(turns)}
    heard = {role: min(first[key] for key, one in roles.items() if one == role) for role in set(roles.values())}
    return imports.Note(
        "voices_guessed",
        {
            "percent": min(99, round(100 * imports.how_sure(turns, roles))),
            "interviewer": _clock(heard[imports.INTERVIEWER]),
            "candidate": _clock(heard[imports.CANDIDATE]),
        },
    )


def _clock(at_ms: int) -> str:
    hours, rest = divmod(at_ms // 1000, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
