"""The sentences of imports: what was odd and mended, and why one failed. Keys are the codes that are stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.jobs import JobState

NOTES = {
    "encoding": _("The file was not in UTF-8; it was read as %(encoding)s."),
    "empty_sentences": _("%(count)s sentences without words were left out."),
    "repeated": _("%(count)s passages came twice and were taken once."),
    "incomplete": _("The source says that more follows; only what was given is imported."),
    "speakers_unsettled": _("The source was still telling speakers apart; import it again later."),
    "times_in_seconds": _("Times were in seconds, not milliseconds; they were converted."),
    "times_in_microseconds": _("Times were in microseconds, not milliseconds; they were converted."),
    "times_relative": _("Times count from the start and do not say when the interview was held."),
    "times_missing": _("%(count)s sentences had no usable time; they were put after the sentence before them."),
    "times_negative": _("%(count)s times lay before the start; they were moved to it."),
    "times_out_of_order": _("%(count)s sentences were not in the order of time; they were put in order."),
    "words_out_of_order": _("The times of the words in %(count)s sentences contradict each other and were not used."),
    "ends_before_start": _("%(count)s sentences ended before they began; their ends were estimated."),
    "times_overlap": _("In %(count)s places two people speak at once."),
    "rate_implausible": _("The times cannot be right: %(rate)s words a second. They were kept as they are."),
    "speakers_missing": _("%(count)s sentences name no speaker; they were given to whoever spoke before."),
    "speakers_unknown": _("No speaker is named: who asks is taken for the interviewer. Please check."),
    "roles_guessed": _(
        "Who interviews was guessed from the questions: %(interviewer)s interviews, %(candidate)s answers. Please "
        "check."
    ),
    "voices_guessed": _(
        "Who interviews was guessed from the questions asked (%(percent)s%% sure): the voice first heard at "
        "%(interviewer)s interviews, the one first heard at %(candidate)s answers. Please check."
    ),
    "voices_alike": _("The voices are hard to tell apart. Please check who says what."),
    "voices_at_once": _("In %(count)s places two people seem to speak at once; the words there may stand with either."),
    "voices_at_once_missed": _(
        "Of ten seconds in which two people speak at once, %(least)s to %(most)s go unnoticed on a recording with one "
        "track: what was said then may stand with the wrong person, or be missing."
    ),
    "fewer_voices": _("%(given)s speakers were announced, but only %(found)s can be told apart."),
    "recording_cut": _("The recording breaks off before its end; what is there was used."),
    "one_speaker": _("Only one person speaks."),
    "start_unknown": _(
        "The source does not say when the interview was held; it is dated as if it had just ended when it was imported."
    ),
    "no_answers": _("No question with an answer was found. The transcript is kept; there is nothing to score."),
}

ERRORS = {
    "empty": _("The file is empty."),
    "unknown_encoding": _("The file is no text: it is neither UTF-8 nor GB18030."),
    "not_json": _("The JSON cannot be read (line %(line)s, column %(column)s)."),
    "unknown_shape": _("This is no transcript we know: Feishu or Tencent Meeting JSON, SRT or VTT."),
    "wrong_shape": _("The field %(field)s is not what it should be (%(expected)s)."),
    "error_response": _("What was given is an error message of the source: %(number)s %(message)s"),
    "nothing_said": _("Nobody says anything in it."),
    "too_large": _("The transcript is too large."),
    "unreachable": _("The other side cannot be reached."),
    "private_address": _("The address of the account leads to a host that is not public."),
    "bad_address": _("The address of the account cannot be used."),
    "bad_scheme": _("The address of the account must begin with https."),
    "timed_out": _("The other side did not answer in time."),
    "too_many_requests": _("The other side asks us to wait. Please try again later."),
    "far_side_failed": _("The other side reports an error: %(number)s %(message)s"),
    "bad_answer": _("The other side answered with something that is no transcript."),
    "credentials_refused": _("The other side refuses the credentials of this account."),
    "not_allowed": _("The account has no right to read this transcript."),
    "not_found": _("The other side knows no interview with this id."),
    "no_transcript": _("There is no transcript of this interview at the other side."),
    "not_ready": _("The transcript is still being made at the other side. Please try again later."),
    "changed_while_reading": _("The transcript kept changing while it was read. Please try again later."),
    "missing_file": _("The recording is not in the store."),
    "empty_file": _("The recording is empty (0 bytes)."),
    "not_media": _("The file is not a recording in a format this system reads."),
    "truncated": _("The recording is incomplete: it breaks off before anything can be played."),
    "no_streams": _("The file holds neither sound nor pictures."),
    "no_sound": _("The recording has no sound."),
    "too_long": _("The recording is longer than %(minutes)s minutes."),
    "too_large_picture": _("The pictures of the recording are larger than allowed."),
    "no_speech": _("Nobody speaks in the recording."),
    "no_voice": _("The recording holds sound, but nobody speaks in it: only music or noise."),
    "no_words": _("Somebody can be heard in the recording, but no words can be recognised."),
    "engine_failed": _("The recording could not be analysed."),
    "withdrawn": _("The candidate withdrew from this interview and had it erased; it is not brought in again."),
    "account_missing": _("The account of this import was removed."),
    "credentials_unreadable": _("The stored credentials cannot be opened any more. Please enter them again."),
    "storage_failed": _("The store cannot be reached."),
    "worker_lost": _("The import broke off several times."),
    "internal_error": _("Something went wrong on our side."),
}


KINDS = {"object": _("an object"), "list": _("a list"), "text": _("text"), "number": _("a number")}


def note_sentence(code: str, params: Mapping[str, Any]) -> str:
    """A stored note in the reader's language; a code that is not known stands for itself."""
    return _filled(NOTES.get(code), code, params)


def error_sentence(code: str, params: Mapping[str, Any], *, state: str = JobState.FAILED) -> str:
    """Why an import failed, in the reader's language; empty for one that did not."""
    return _filled(ERRORS.get(code), code, params) if code and state == JobState.FAILED else ""


def _filled(template: Any, code: str, params: Mapping[str, Any]) -> str:
    if template is None:
        return code.replace("_", " ")
    named = {**params, "expected": KINDS.get(params.get("expected", ""), "")}
    try:
        return str(template) % named
    except (KeyError, TypeError, ValueError):
        return code.replace("_", " ")
