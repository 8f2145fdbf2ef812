"""Why a job failed, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "missing_file": _("The recording is not in the store."),
    "empty_file": _("The recording is empty (0 bytes)."),
    "not_media": _("The file is not a recording in a format this system reads."),
    "truncated": _("The recording is incomplete: it breaks off before anything can be played."),
    "no_streams": _("The file holds neither sound nor pictures."),
    "too_long": _("The recording is longer than allowed."),
    "too_large_picture": _("The pictures of the recording are larger than allowed."),
    "bad_address": _("The address of the recording cannot be read."),
    "bad_scheme": _("The address of the recording does not begin with https."),
    "private_address": _("The address of the recording leads to a host that is not public."),
    "unreachable": _("The address of the recording does not answer."),
    "too_many_redirects": _("The address of the recording redirects too often."),
    "bad_status": _("The address of the recording answers with an error."),
    "too_large": _("The recording is larger than allowed."),
    "too_slow": _("The recording took too long to fetch."),
    "engine_failed": _("The recording could not be analysed."),
    "storage_failed": _("The store cannot be reached."),
    "report_being_made": _("The report was being made at the same time."),
    "worker_lost": _("The work broke off several times."),
    "internal_error": _("Something went wrong on our side."),
}


def job_sentence(code: str) -> str:
    """Empty for a job that went well; a code that is not known stands for itself."""
    return str(SENTENCES.get(code, code.replace("_", " ")))
