"""Where media lives, and the signed addresses through which it comes and goes.

`LocalMedia` keeps files in the data folder and signs addresses of our own (served by interviews/api/uploads and
media views); `S3Media` signs addresses of the bucket. Both give a worker a path on disk.
"""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage

from common import clock

_UPLOAD_SALT = "common.storage.upload"
_MEDIA_SALT = "common.storage.media"
HEAD_BYTES = 8192


class BadSignature(Exception):
    """A signed address was changed, or its time is over (``expired``)."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "changed")
        self.expired = expired


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a stored file without decoding it."""

    key: str
    size: int
    head: bytes  # the first HEAD_BYTES


class _Media:
    """What both stores share: Django's storage does the work."""

    def inspect(self, key: str) -> StoredFile | None:
        """Size and first bytes, or None when nothing is stored under ``key``."""
        if not default_storage.exists(key):
            return None
        with default_storage.open(key, "rb") as stored:
            head = stored.read(HEAD_BYTES)
            return StoredFile(key=key, size=stored.size, head=head)

    def save(self, key: str, content: IO[bytes]) -> str:
        """Store ``content`` under ``key``; the key it got."""
        return default_storage.save(key, File(content))

    def open(self, key: str) -> IO[bytes]:
        return default_storage.open(key, "rb")

    def delete(self, key: str) -> None:
        default_storage.delete(key)

    def folders_in(self, folder: str) -> list[str]:
        """The names of the folders right below ``folder``."""
        try:
            return default_storage.listdir(folder)[0]
        except FileNotFoundError:
            return []

    def delete_below(self, folder: str) -> None:
        """Everything whose key starts with ``folder/``."""
        try:
            folders, names = default_storage.listdir(folder)
        except FileNotFoundError:
            return
        for name in names:
            default_storage.delete(f"{folder}/{name}")
        for name in folders:
            self.delete_below(f"{folder}/{name}")
        default_storage.delete(folder)


class LocalMedia(_Media):
    """Files in the data folder."""

    def upload_url(self, *, key: str, content_type: str, upload_id: str, base_url: str) -> str:
        token = signing.dumps({"id": upload_id}, salt=_UPLOAD_SALT)
        return f"{base_url}/v1/uploads/{upload_id}?token={token}"

    def read_url(self, *, key: str, base_url: str, until: dt.datetime | None = None) -> str:
        """Good for ``MEDIA_URL_SECONDS``, and not beyond ``until``."""
        content: dict[str, Any] = {"key": key}
        if until is not None:
            content["until"] = until.timestamp()
        return f"{base_url}/media/{signing.dumps(content, salt=_MEDIA_SALT)}"

    @contextmanager
    def local_path(self, key: str) -> Iterator[Path]:
        """The file itself."""
        yield Path(default_storage.path(key))


class S3Media(_Media):
    """Objects in a bucket, through django-storages and boto3."""

    def upload_url(self, *, key: str, content_type: str, upload_id: str, base_url: str) -> str:
        storage: Any = default_storage
        params = {"Bucket": storage.bucket_name, "Key": key, "ContentType": content_type}
        client = storage.connection.meta.client
        return client.generate_presigned_url("put_object", Params=params, ExpiresIn=settings.UPLOAD_URL_SECONDS)

    def read_url(self, *, key: str, base_url: str, until: dt.datetime | None = None) -> str:
        """As with `LocalMedia`."""
        storage: Any = default_storage
        left = settings.MEDIA_URL_SECONDS if until is None else int((until - clock.now()).total_seconds())
        return storage.url(key, expire=max(1, min(settings.MEDIA_URL_SECONDS, left)))

    @contextmanager
    def local_path(self, key: str) -> Iterator[Path]:
        """A temporary copy, removed afterwards."""
        with tempfile.TemporaryDirectory(dir=_work_dir()) as folder:
            path = Path(folder) / Path(key).name
            with default_storage.open(key, "rb") as stored, path.open("wb") as copy:
                for chunk in stored.chunks(1024 * 1024):
                    copy.write(chunk)
            yield path


@cache
def _store(bucket: str) -> LocalMedia | S3Media:
    return S3Media() if bucket else LocalMedia()


def media() -> LocalMedia | S3Media:
    """The store the settings name."""
    return _store(settings.S3_BUCKET)


def check_upload_token(token: str, *, upload_id: str) -> None:
    """Raises `BadSignature` unless ``token`` was signed for this upload and is still young enough."""
    if _load(token, salt=_UPLOAD_SALT, max_age=settings.UPLOAD_URL_SECONDS).get("id") != upload_id:
        raise BadSignature(expired=False)


def key_of_media_token(token: str) -> str:
    """The storage key a `LocalMedia.read_url` token stands for. Raises `BadSignature`."""
    content = _load(token, salt=_MEDIA_SALT, max_age=settings.MEDIA_URL_SECONDS)
    if content.get("until", math.inf) <= clock.now().timestamp():
        raise BadSignature(expired=True)
    return content["key"]


def _load(token: str, *, salt: str, max_age: int) -> dict[str, Any]:
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except signing.SignatureExpired:
        raise BadSignature(expired=True) from None
    except signing.BadSignature:
        raise BadSignature(expired=False) from None


def _work_dir() -> Path:
    settings.ANALYSIS_WORK_DIR.mkdir(parents=True, exist_ok=True)
    return settings.ANALYSIS_WORK_DIR
