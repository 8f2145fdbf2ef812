"""What the report page asks for one answer at a time: its words with their times, its tracks, its recording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from common import storage
from interviews.contracts import LIVE_COLUMNS
from interviews.enums import MediaState
from interviews.models import Answer, IntegritySignal, Interview, LiveTrack, MediaFile, Sentence
from reports.pages.tracks import tracks_of
from reports.recordings import recordings_of


def part_of(
    interview: Interview,
    question: Mapping[str, Any],
    *,
    moments: Sequence[Mapping[str, Any]] | None,
    base_url: str,
) -> dict[str, Any]:
    """Everything about the answer to a question of a report's document, ready for JSON: six queries at most.

    All times count from the start of the answer; ``recording.begins_ms`` is where that is in its file. ``moments``
    are the report's highlights in words; None for a reader who is to judge first, and sees no tracks either.
    """
    answer = answer_in(interview, question)
    return {
        "recording": recording_of(answer, base_url=base_url),
        "duration_ms": _duration(question, answer),
        "sentences": _sentences(interview, question),
        "tracks": [] if moments is None else _tracks(question, answer, moments),
    }


def _tracks(
    question: Mapping[str, Any], answer: Answer | None, moments: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    clock_ms = _from_question(answer)
    return tracks_of(
        question.get("timeline") or {},
        live=_live(answer, clock_ms),
        signals=_signals(answer, clock_ms),
        moments=[moment for moment in moments if moment["question_id"] == question["question_id"]],
    )


def answer_in(interview: Interview, question: Mapping[str, Any]) -> Answer | None:
    """The answer a question of the document is about, with its recordings; None where there is none any more."""
    if not question.get("answer_id"):
        return None
    answers = interview.answers.select_related("question", "audio", "video")
    return answers.filter(public_id=question["answer_id"]).first()


def recorded_answers(interview: Interview) -> frozenset[str]:
    """Public ids of the answers that can be played: one query."""
    stored = [Q(**{f"{name}__state": MediaState.STORED, f"{name}__key__gt": ""}) for name in ("video", "audio")]
    return frozenset(interview.answers.filter(stored[0] | stored[1]).values_list("public_id", flat=True))


def recording_of(answer: Answer | None, *, base_url: str) -> dict[str, Any] | None:
    """Where the answer is played from, by addresses that hold for ``fresh_for`` seconds; None without a recording.

    ``file`` names the recording, so that answers cut from one file go on without loading it again. ``sound`` is there
    where picture and sound were recorded apart.
    """
    if answer is None:
        return None
    files = recordings_of(answer)
    if files is None:
        return None
    return {
        "kind": files.kind,
        "file": files.main.public_id,
        "address": _address(files.main, base_url),
        "sound": _address(files.sound, base_url) if files.sound else None,
        "begins_ms": answer.clip_start_ms or 0,
        "ends_ms": answer.clip_end_ms,
        "fresh_for": settings.MEDIA_URL_SECONDS,
    }


def _address(media: MediaFile, base_url: str) -> str:
    return storage.media().read_url(key=media.key or "", base_url=base_url)


def _duration(question: Mapping[str, Any], answer: Answer | None) -> int:
    if answer is not None and answer.clip_start_ms is not None and answer.clip_end_ms is not None:
        return answer.clip_end_ms - answer.clip_start_ms
    known = [question.get("duration") or 0, answer.duration if answer else 0]
    return 1000 * max(known)


def _from_question(answer: Answer | None) -> int:
    """How long after its question the recording began: signals and live windows count from the question."""
    if answer is None or answer.question.started_at is None:
        return 0
    return round((answer.recorded_from - answer.question.started_at).total_seconds() * 1000)


def _live(answer: Answer | None, clock_ms: int) -> list[dict[str, Any]]:
    """What was measured while the interview ran."""
    if answer is None:
        return []
    rows = LiveTrack.objects.filter(interview_id=answer.interview_id, question_id=answer.question_id)
    windows = [dict(zip(LIVE_COLUMNS, sample, strict=False)) for row in rows for sample in row.samples]
    return [{**window, "at_ms": max(0, window["at_ms"] - clock_ms)} for window in windows]


def _signals(answer: Answer | None, clock_ms: int) -> list[dict[str, Any]]:
    if answer is None:
        return []
    rows = IntegritySignal.objects.filter(interview_id=answer.interview_id, question_id=answer.question_id)
    return [
        {"at_ms": max(0, row.at_ms - clock_ms), "label": str(row.get_kind_display())}
        for row in rows
        if row.at_ms is not None
    ]


def _sentences(interview: Interview, question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The transcript of the answer as it stands now, corrections and tidied version included; that of the document
    where there is no other."""
    begin_ms = question.get("offset_ms") or 0
    if question.get("answer_id"):
        rows = Sentence.objects.filter(
            conversation__interview_id=interview.pk, paragraph__answer_id=question["answer_id"]
        )
        found = [_sentence(row, begin_ms) for row in rows.order_by("number")]
    else:
        found = []
    found = found or [_stored(sentence) for sentence in question.get("sentences") or []]
    return [_timeless(sentence) for sentence in found] if question.get("transcript_source") == "typed" else found


def _timeless(sentence: Mapping[str, Any]) -> dict[str, Any]:
    """Typed: when the words came is nobody's speech, and leads nowhere."""
    words = {name: [[text, None, None] for text, _start, _end in sentence[name]] for name in ("words", "tidy")}
    return {**sentence, "start": None, "end": None, **words}


def _sentence(row: Sentence, begin_ms: int) -> dict[str, Any]:
    return {
        "start": max(0, row.start_ms - begin_ms),
        "end": max(0, row.end_ms - begin_ms),
        "words": placed_words(row.text, row.words, begin_ms=begin_ms),
        "tidy": placed_words(row.tidy_text, row.tidy_words, begin_ms=begin_ms),
        "original": row.original_text if row.original_text and row.original_text != row.text else None,
    }


def _stored(sentence: Mapping[str, Any]) -> dict[str, Any]:
    start, end = sentence.get("start_ms"), sentence.get("end_ms")
    words = [[sentence["text"], start, end]]
    return {"start": start, "end": end, "words": words, "tidy": words, "original": None}


def placed_words(text: str, words: Iterable[Sequence[Any]], *, begin_ms: int) -> list[list[Any]]:
    """``text`` cut into [letters, from ms, to ms] at its words, nothing lost: what stands between two words, a space
    mostly, stays with the one before. Words that are not in the text are left out."""
    pieces: list[list[Any]] = []
    at = 0
    for word, start, end in words:
        found = text.find(word, at) if word else -1
        if found < 0:
            continue
        if pieces:
            pieces[-1][0] += text[at:found]
        lead = "" if pieces else text[at:found]
        pieces.append([lead + word, max(0, start - begin_ms), max(0, end - begin_ms)])
        at = found + len(word)
    if not pieces:
        return [[text, None, None]] if text else []
    pieces[-1][0] += text[at:]
    return pieces


def words_of_page() -> dict[str, str]:
    """The sentences of the page's modules."""
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "question": _("Question {number}"),
        "followUp": _("Follow-up to question {number}"),
        "noRecording": _("There is no recording of this answer."),
        "typed": _("This answer was typed."),
        "noWords": _("Nothing was said."),
        "unplayable": _("The recording cannot be played. Try again."),
        "unreachable": _("This part could not be loaded. Try again."),
        "retry": _("Try again"),
        "original": _("As recognised"),
        "corrected": _("corrected"),
        "said": _("As said"),
        "tidied": _("Corrected and tidied"),
        "found": _("{count} found"),
        "nothingFound": _("Not found"),
        "position": _("{at} of {total}"),
        "noTracks": _("Nothing was measured along this answer."),
        "track": _("{label}: {summary}"),
    }
