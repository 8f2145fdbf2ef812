"""What imports leave in the store: kept for a while so that they can be done once more, then deleted."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from typeid import TypeID
from typeid.core.errors import TypeIDException

from common import clock, storage
from common.jobs import ENDED_STATES
from interviews.importing.models import ImportJob
from interviews.models import Interview, MediaFile

logger = structlog.get_logger(__name__)

FOLDER = "imports"
# Of whom an import tells that made no interview.
_PERSONAL = ("candidate_email", "candidate_name", "interviewer_name")
# A folder without a row this long after its id was made belongs to nobody; a row is stored just after its files.
_ORPHANED_FOR = dt.timedelta(days=1)


def tidy_imports(*, limit: int = 200) -> int:
    """Forget the sources of imports that ended long enough ago, and what no import owns any more; how many imports
    were forgotten. For the beat."""
    outdated = list(_outdated(clock.now())[:limit])
    for job in outdated:
        _forget(job)
    _delete_orphans()
    return len(outdated)


def delete_imports_of(interview: Interview) -> None:
    """Delete the imports that made ``interview``, and those of the same source that failed; their files after commit,
    their recordings with the interview's."""
    found = interview.imports.all()
    if interview.external_id:
        same = {"organization": interview.organization_id, "origin": interview.origin}
        found |= ImportJob.objects.filter(interview=None, external_id=interview.external_id, **same)
    rows = dict(found.values_list("pk", "public_id"))
    MediaFile.objects.filter(imports__in=list(rows), interview=None).update(interview=interview)
    ImportJob.objects.filter(pk__in=list(rows)).delete()
    transaction.on_commit(lambda: [_delete_folder(name) for name in rows.values()])


def _outdated(now: dt.datetime) -> QuerySet[ImportJob]:
    """Ended, with something left, and older than the settings or the position's retention allow."""
    left = ~Q(payload_key="") | ~Q(checkpoint={}) | Q(interview=None, media__isnull=False)
    ended = ImportJob.objects.filter(left, state__in=ENDED_STATES).select_related("position", "media")
    lengths = set(ended.order_by().values_list("position__retention_days", flat=True).distinct())
    due = Q(pk__in=[])
    for days in lengths:
        kept = settings.IMPORT_KEPT_DAYS if days is None else min(days, settings.IMPORT_KEPT_DAYS)
        due |= Q(position__retention_days=days, finished_at__lt=now - dt.timedelta(days=kept))
    return ended.filter(due).order_by("pk")


def _forget(job: ImportJob) -> None:
    """Files first: what cannot be deleted now is found again by the next beat."""
    if not _delete_folder(job.public_id):
        return
    media = job.media if job.interview_id is None else None
    job.payload_key, job.checkpoint = "", {}
    if job.interview_id is None:
        job.options = {name: "" if name in _PERSONAL else value for name, value in job.options.items()}
        job.media = None
    ended = ImportJob.objects.filter(pk=job.pk, state__in=ENDED_STATES)
    ended.update(payload_key="", checkpoint={}, options=job.options, media=job.media)
    if media is not None and not media.imports.exists():
        # An upload that nothing took: the beat deletes file and row as it does for others.
        MediaFile.objects.filter(pk=media.pk, interview=None).update(attached_at=None)


def _delete_orphans() -> None:
    before = clock.now() - _ORPHANED_FOR
    old = {name for name in storage.media().folders_in(FOLDER) if _made_before(name, before)}
    known = set(ImportJob.objects.filter(public_id__in=old).values_list("public_id", flat=True))
    for name in old - known:
        _delete_folder(name)


def _made_before(public_id: str, moment: dt.datetime) -> bool:
    """The first 48 bits of an id are the milliseconds since 1970 at which it was made."""
    try:
        made_ms = TypeID.from_string(public_id).uuid.int >> 80
    except TypeIDException:
        return False
    return made_ms < moment.timestamp() * 1000


def _delete_folder(name: str) -> bool:
    """Whether nothing is left."""
    try:
        storage.media().delete_below(f"{FOLDER}/{name}")
    except OSError as error:
        logger.warning("import_left_files", job=name, error=type(error).__name__)
        return False
    return True
