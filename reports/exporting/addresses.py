"""The signed address of an exported file, good for an hour."""

from __future__ import annotations

from django.core import signing

from common import clock
from common.errors import NotFound
from reports.errors import ExportGone
from reports.models import ExportJob

_SALT = "reports.exporting.file"
SECONDS = 3600


def token_of(job: ExportJob) -> str:
    return signing.dumps({"export": job.public_id}, salt=_SALT)


def export_of_token(token: str) -> ExportJob:
    """Raises `NotFound` for a token that was changed or is too old, `ExportGone` when the file is no longer kept."""
    try:
        public_id = signing.loads(token, salt=_SALT, max_age=SECONDS)["export"]
    except signing.BadSignature:
        raise NotFound from None
    job = ExportJob.objects.filter(public_id=public_id).first()
    if job is None or not is_kept(job):
        raise ExportGone
    return job


def is_kept(job: ExportJob) -> bool:
    return bool(job.key) and job.expires_at is not None and job.expires_at > clock.now()
