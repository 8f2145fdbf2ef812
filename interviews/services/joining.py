"""One file out of a recording's parts, made by a worker when somebody needs it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from common import storage
from interviews.enums import MediaState
from interviews.models import MediaFile, Recording, RecordingPart
from interviews.recordings.joining import join_segments

_SUFFIXES = {"webm": "webm", "x-matroska": "mkv", "mp4": "mp4", "quicktime": "mp4", "ogg": "ogg"}


def join_parts(file: MediaFile) -> MediaFile:
    """The recording as one stored file; its parts are removed. Of several workers the first one's file stays."""
    recording = Recording.objects.select_related("interview").get(media=file)
    file.refresh_from_db()
    if file.state != MediaState.PARTS:
        return file
    settings.ANALYSIS_WORK_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.ANALYSIS_WORK_DIR) as folder:
        joined = join_segments(_segments(recording, Path(folder)), into=Path(folder) / "joined")
        name = f"interviews/{recording.interview.public_id}/{file.public_id}{joined.suffix}"
        with joined.open("rb") as content:
            key = storage.media().save(name, File(content))
        size = joined.stat().st_size
    won = MediaFile.objects.filter(pk=file.pk, state=MediaState.PARTS).update(
        state=MediaState.STORED, key=key, size=size
    )
    if not won:
        storage.media().delete(key)
    file.refresh_from_db()
    forget_parts(recording)
    return file


def forget_parts(recording: Recording) -> None:
    """Remove the parts from the store, then their rows."""
    parts = RecordingPart.objects.filter(segment__recording=recording)
    for key in parts.values_list("key", flat=True):
        storage.media().delete(key)
    parts.delete()


def _segments(recording: Recording, folder: Path) -> list[Path]:
    """Each segment as one file, in order; a segment of which nothing came in is left out."""
    files = []
    for segment in recording.segments.all():
        keys = list(segment.parts.values_list("key", flat=True))
        if not keys:
            continue
        subtype = segment.content_type.split(";")[0].split("/")[1]
        path = folder / f"segment-{segment.number:03}.{_SUFFIXES.get(subtype, 'webm')}"
        with path.open("wb") as target:
            for key in keys:
                with storage.media().open(key) as part:
                    target.write(part.read())
        files.append(path)
    return files
