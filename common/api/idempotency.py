"""``Idempotency-Key``: the same POST again gives the first answer; another body under the same key is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import Conflict, InvalidInput
from common.models import IdempotencyRecord

KEPT_FOR = dt.timedelta(days=1)
_GIVEN_UP_AFTER = dt.timedelta(minutes=1)


class KeyReused(Conflict):
    template = _("This Idempotency-Key was used with another request.")


class StillRunning(Conflict):
    template = _("The first request with this Idempotency-Key is still running.")
    retry_after_seconds = 1


class Replay(Exception):
    """The stored answer, raised past the view."""

    def __init__(self, *, status: int, body: Any) -> None:
        super().__init__("replay")
        self.status, self.body = status, body


def begin(*, actor: str, key: str, path: str, body: bytes) -> IdempotencyRecord:
    """Claim the key for this request; of a form ``body`` is its `digest_of_form`. Raises `Replay`, `KeyReused` or
    `StillRunning`."""
    if not key.isprintable() or not key.isascii() or len(key) > 255:
        raise InvalidInput.on("Idempotency-Key", _("The key must be 1 to 255 printable ASCII characters."))
    # keyed: a body may hold a password, which a plain hash would let somebody with the table try out
    fingerprint = salted_hmac("idempotency", path.encode() + b"\n" + body, algorithm="sha256").hexdigest()
    now = clock.now()
    given_up = IdempotencyRecord.objects.filter(actor=actor, key=key, status=None, created_at__lt=now - _GIVEN_UP_AFTER)
    expired = IdempotencyRecord.objects.filter(actor=actor, key=key, created_at__lt=now - KEPT_FOR)
    (given_up | expired).delete()
    try:
        with transaction.atomic():
            return IdempotencyRecord.objects.create(actor=actor, key=key, fingerprint=fingerprint)
    except IntegrityError:
        found = IdempotencyRecord.objects.filter(actor=actor, key=key).first()
    if found is None or found.status is None:
        raise StillRunning
    if found.fingerprint != fingerprint:
        raise KeyReused
    raise Replay(status=found.status, body=found.body)


def digest_of_form(form: MultiValueDict) -> bytes:
    """What two forms with the same fields and files have in common, whatever parts them on the wire. Files are read in
    pieces, and again stand at their beginning."""
    digest = hashlib.sha256()
    for name, values in sorted(form.lists()):
        for value in values:
            said = [name, *_file_in_short(value)] if isinstance(value, UploadedFile) else [name, value]
            digest.update(json.dumps(said).encode() + b"\n")
    return b"form " + digest.digest()


def _file_in_short(file: UploadedFile) -> list[Any]:
    content = hashlib.sha256()
    for piece in file.chunks():
        content.update(piece)
    file.seek(0)
    return [file.name, file.size, content.hexdigest()]


def store(record: IdempotencyRecord, *, status: int, rendered: bytes) -> None:
    """Keep a success for replays; forget a failure, so that it may be tried again."""
    if 200 <= status < 300:
        IdempotencyRecord.objects.filter(pk=record.pk).update(status=status, body=json.loads(rendered))
    else:
        IdempotencyRecord.objects.filter(pk=record.pk).delete()


def forget_old() -> int:
    """Delete what is no longer replayed; how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]
