"""A file that somebody gives for an import: a recording by its first bytes, else a transcript."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from accounts.models import User
from common import storage
from interviews.enums import InterviewOrigin, MediaKind
from interviews.services.media import is_recording, keep_upload, presign_upload

_VIDEOS = {".mp4": "video/mp4", ".mkv": "video/x-matroska", ".webm": "video/webm", ".mov": "video/quicktime"}


def source_in(content: IO[bytes], *, name: str, owner: User) -> dict[str, Any]:
    """What an `ImportDraft` says of where it reads. A recording is stored at once, as an upload of ``owner``."""
    head = content.read(storage.HEAD_BYTES)
    content.seek(0)
    if not head or not is_recording(head):
        return {"source": InterviewOrigin.TRANSCRIPT, "content": content, "file_name": name}
    content_type = _VIDEOS.get(Path(name).suffix.lower(), "application/octet-stream")
    kind = MediaKind.VIDEO if content_type.startswith("video/") else MediaKind.AUDIO
    place = presign_upload(owner=owner, file_type=kind, file_name=name, content_type=content_type)
    stored = keep_upload(place, content)
    return {"source": InterviewOrigin.RECORDING, "recording": stored.public_id, "file_name": name}
