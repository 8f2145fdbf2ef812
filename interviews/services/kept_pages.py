"""The pages of a pull that goes on: in the store, counted in the job's checkpoint."""

from __future__ import annotations

import io

from django.conf import settings

from common import jobs, storage
from interviews.importing.models import ImportJob
from interviews.importing.pulling.far_side import FarSideError, Page


class Pages:
    """Each page is stored before it is counted, so that a count is never ahead of what lies there."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        kept = job.checkpoint.get("pages") or {}
        self._keys: list[str] = list(kept.get("keys", []))
        self._size: int = kept.get("size", 0)
        self.cursor: str = kept.get("cursor", "")
        self.is_complete: bool = kept.get("complete", False)

    @property
    def count(self) -> int:
        return len(self._keys)

    def keep(self, page: Page) -> None:
        self._size += len(page.content)
        if self._size > settings.IMPORT_MAX_BYTES:
            raise FarSideError("too_large", limit=settings.IMPORT_MAX_BYTES)
        name = f"imports/{self.job.public_id}/page-{self.count:05d}.json"
        self._keys.append(storage.media().save(name, io.BytesIO(page.content)))
        self.cursor, self.is_complete = page.next, not page.next
        self._note()

    def content(self, number: int) -> bytes:
        with storage.media().open(self._keys[number]) as stored:
            return stored.read()

    def all(self) -> list[bytes]:
        return [self.content(number) for number in range(self.count)]

    def clear(self) -> None:
        for key in self._keys:
            storage.media().delete(key)
        self._keys, self._size, self.cursor, self.is_complete = [], 0, "", False
        self._note()

    def _note(self) -> None:
        kept = {"keys": self._keys, "size": self._size, "cursor": self.cursor, "complete": self.is_complete}
        self.job.checkpoint = {**self.job.checkpoint, "pages": kept}
        ImportJob.objects.filter(pk=self.job.pk, lease_owner=self.job.lease_owner).update(
            checkpoint=self.job.checkpoint
        )
        jobs.report_progress(self.job, min(0.45, 0.1 + 0.02 * self.count))
