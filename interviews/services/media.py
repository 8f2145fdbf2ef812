"""Uploads, and taking recordings into an answer."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import IO

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, fetch, storage
from common.errors import InvalidInput
from interviews.enums import MediaKind, MediaState
from interviews.errors import UploadOfOtherType, UploadRefused, UploadTooLarge, UploadUsed
from interviews.models import Interview, MediaFile
from interviews.services.joining import join_parts

_OUR_FILE = re.compile(r"^(?:https?://[^/?#]+)?/v1/uploads/(up_[0-9a-z]{26})(?:[?#].*)?$")
_SAFE_SUFFIX = re.compile(r"^\.[a-z0-9]{1,8}$")
UNUSED_FOR = dt.timedelta(days=2)
# The sniffer does not know these containers: MPEG program stream, MPEG transport stream, Core Audio.
_MORE_MAGIC = (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"\x47", b"caff")


def presign_upload(
    *, owner: User, file_type: str, file_name: str, content_type: str, interview: Interview | None = None
) -> MediaFile:
    """A place for one file. The address to put it at comes from `common.storage`."""
    if content_type.split("/")[0] != file_type and content_type != "application/octet-stream":
        raise InvalidInput.on("content_type", _("The content type does not fit the file type."))
    file = MediaFile(
        owner=owner,
        interview=interview,
        kind=file_type,
        file_name=Path(file_name).name[-255:],
        content_type=content_type,
    )
    folder = f"interviews/{interview.public_id}" if interview else f"uploads/{owner.public_id}"
    file.key = f"{folder}/{file.public_id}{_suffix(file_name)}"
    file.save()
    return file


def receive_upload(*, upload_id: str, token: str, content_type: str, length: int | None, body: IO[bytes]) -> MediaFile:
    """Take the bytes put at a presigned address of ours, once. Raises `UploadRefused`, `UploadUsed`,
    `UploadOfOtherType`, `UploadTooLarge`."""
    try:
        storage.check_upload_token(token, upload_id=upload_id)
    except storage.BadSignature:
        raise UploadRefused from None
    file = MediaFile.objects.filter(public_id=upload_id, key__isnull=False).first()
    if file is None:
        raise UploadRefused
    if file.state != MediaState.PRESIGNED:
        raise UploadUsed
    if content_type.split(";")[0].strip().lower() != file.content_type.split(";")[0].strip().lower():
        raise UploadOfOtherType
    if length is not None and length > settings.UPLOAD_MAX_BYTES:
        raise UploadTooLarge
    won = MediaFile.objects.filter(pk=file.pk, state=MediaState.PRESIGNED).update(state=MediaState.STORED)
    if not won:
        raise UploadUsed
    try:
        return keep_upload(file, body)
    except OSError:
        MediaFile.objects.filter(pk=file.pk).update(state=MediaState.PRESIGNED)
        raise


def keep_upload(file: MediaFile, body: IO[bytes]) -> MediaFile:
    """Store the bytes of an upload under its key."""
    file.key = storage.media().save(file.key, body)
    stored = storage.media().inspect(file.key)
    file.state, file.size = MediaState.STORED, stored.size if stored else 0
    file.save(update_fields=["key", "state", "size"])
    return file


def attach_media(
    address: str, *, field: str, interview: Interview, actor: User, also: MediaFile | None = None
) -> MediaFile | None:
    """The recording behind ``address`` (an upload of the actor's, or an address elsewhere) for one answer.

    Empty: None. ``also`` is the other recording of the same answer, which may be the same one. Raises `InvalidInput`
    on ``field`` for what is not the actor's, not there, used, too large, not a recording, or an address that must
    not be fetched.
    """
    if not address.strip():
        return None
    if also is not None and also.source_url == address:
        return also
    file = _own_upload(address, actor=actor)
    if file is not None and also is not None and file.pk == also.pk:
        return also
    if file is not None:
        _check_usable(file, field=field, interview=interview)
        file.interview, file.attached_at = interview, clock.now()
        file.save(update_fields=["interview", "attached_at", "state", "size"])
        return file
    return _remote(address, field=field, interview=interview, actor=actor)


def take_upload(address: str, *, field: str, actor: User) -> MediaFile:
    """The actor's upload of a recording (its id, key or address), taken for an import; the caller saves it.

    Raises `InvalidInput` on ``field`` as `attach_media` does."""
    file = MediaFile.objects.filter(public_id=address).first() or _find(address)
    if file is None or file.owner_id != actor.pk:
        raise InvalidInput.on(field, _("There is no such upload."))
    _check_usable(file, field=field, interview=None)
    file.attached_at = clock.now()
    return file


def reference_media(address: str, *, field: str, interview: Interview, actor: User) -> MediaFile:
    """Like `attach_media` for an analysis request: a recording already used in this interview may be named again."""
    file = MediaFile.objects.filter(interview=interview, pk=getattr(_find(address), "pk", None)).first()
    if file is not None and file.attached_at:
        return file
    found = attach_media(address, field=field, interview=interview, actor=actor)
    if found is None:
        raise InvalidInput.on(field, _("This field is required."))
    return found


def store_remote_media(file: MediaFile) -> MediaFile:
    """Bring a recording into the store as one file (for a worker): fetched from elsewhere, or joined from its parts.
    Raises `common.fetch.FetchError`."""
    if file.state == MediaState.PARTS:
        return join_parts(file)
    if file.state != MediaState.REMOTE:
        return file
    settings.ANALYSIS_WORK_DIR.mkdir(parents=True, exist_ok=True)
    target = settings.ANALYSIS_WORK_DIR / f"{file.public_id}.part"
    try:
        fetch.download(file.source_url, target)
        with target.open("rb") as content:
            if not is_recording(content.read(storage.HEAD_BYTES)):
                raise fetch.FetchError("not_media", "The address does not lead to a recording.")
            content.seek(0)
            file.key = storage.media().save(f"interviews/{file.interview.public_id}/{file.public_id}", content)
        file.size = target.stat().st_size
    finally:
        target.unlink(missing_ok=True)
    file.state = MediaState.STORED
    file.save(update_fields=["key", "size", "state"])
    return file


def delete_unused_media() -> int:
    """Remove uploads that no answer took within two days; how many."""
    unused = MediaFile.objects.filter(attached_at=None, created_at__lt=clock.now() - UNUSED_FOR)
    found = list(unused.exclude(state=MediaState.PARTS)[:500])  # those in parts: `tidy_recordings`
    for file in found:
        if file.key:
            storage.media().delete(file.key)
        file.delete()
    return len(found)


def is_recording(head: bytes) -> bool:
    """Whether the first bytes are those of an audio or video file (nothing at all passes: the job will say so)."""
    if not head:
        return True
    kind = filetype.guess(head)
    if kind is not None:
        return kind.mime.split("/")[0] in {"audio", "video"}
    return head.startswith(_MORE_MAGIC)


def _find(address: str) -> MediaFile | None:
    ours = _OUR_FILE.match(address)
    if ours:
        return MediaFile.objects.filter(public_id=ours.group(1)).first()
    return MediaFile.objects.filter(key=address).first() if len(address) <= 300 else None


def _own_upload(address: str, *, actor: User) -> MediaFile | None:
    file = _find(address)
    return file if file is not None and file.owner_id == actor.pk else None


def _check_usable(file: MediaFile, *, field: str, interview: Interview | None) -> None:
    elsewhere = file.interview_id is not None and (interview is None or file.interview_id != interview.pk)
    if file.attached_at is not None or elsewhere:
        raise InvalidInput.on(field, _("This file has been used already."))
    if file.kind == MediaKind.IMAGE:
        raise InvalidInput.on(field, _("This file is not a recording."))
    if file.state == MediaState.PARTS:
        return  # each part was judged when it came in
    stored = storage.media().inspect(file.key)
    if stored is None:
        raise InvalidInput.on(field, _("This file has not been uploaded."))
    if stored.size > settings.UPLOAD_MAX_BYTES:
        raise InvalidInput.on(field, _("The file is too large."))
    if not is_recording(stored.head):
        raise InvalidInput.on(field, _("This file is not a recording."))
    file.state, file.size = MediaState.STORED, stored.size


def _remote(address: str, *, field: str, interview: Interview, actor: User) -> MediaFile:
    if _OUR_FILE.match(address) or "://" not in address:
        raise InvalidInput.on(field, _("There is no such upload."))
    try:
        fetch.check_address(address)
    except fetch.FetchError:
        raise InvalidInput.on(field, _("Only public https addresses are fetched.")) from None
    return MediaFile.objects.create(
        owner=actor,
        interview=interview,
        kind=MediaKind.VIDEO if field == "video_url" else MediaKind.AUDIO,
        state=MediaState.REMOTE,
        file_name=Path(address.split("?")[0]).name[-255:],
        content_type="application/octet-stream",
        source_url=address,
        attached_at=clock.now(),
    )


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if _SAFE_SUFFIX.match(suffix) else ""
