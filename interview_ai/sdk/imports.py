"""Interviews that were held elsewhere: brought in, waited for; and the accounts to read them with."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from interview_ai.sdk.errors import ImportFailed, TimeoutExceeded
from interview_ai.sdk.flow import Flow, Offload, Sleep
from interview_ai.sdk.models import Import, Page, RemoteAccount
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, Session, at, without_none

Transcript = str | bytes | Mapping[str, Any] | Sequence[Any]


class Imports(Resource[Mode]):
    @endpoint
    def create(
        self,
        /,
        *,
        position_id: str,
        source: str,
        id: str | None = None,
        account_id: str | None = None,
        content: Transcript | None = None,
        path: str | os.PathLike[str] | None = None,
        upload: str | None = None,
        language: str | None = None,
        speaker_count: int | None = None,
        candidate_email: str | None = None,
        candidate_name: str | None = None,
        started_at: datetime | str | None = None,
    ) -> Flow[Import]:
        """Bring in an interview; `wait` waits for it. ``source`` says what else is needed:

        feishu or tencent: ``id`` at the other side and ``account_id``. transcript: ``content`` (text, or the JSON
        itself) or the ``path`` of a file. recording: ``upload``, the ``file_url`` or ``file_key`` of an upload.
        The same interview again is updated.
        """
        fields = {
            "position_id": position_id,
            "source": source,
            "id": id,
            "account_id": account_id,
            "upload": upload,
            "language": language,
            "speaker_count": speaker_count,
            "candidate_email": candidate_email,
            "candidate_name": candidate_name,
            "started_at": started_at,
        }
        return import_flow(self._session, fields, content, path)

    @endpoint
    def get(self, import_id: str) -> Call[Import]:
        return _fetch(import_id)

    @endpoint
    def wait(
        self,
        import_id: str,
        *,
        timeout: float = 3600.0,
        on_progress: Callable[[float], None] | None = None,
        poll_interval: float = 1.0,
    ) -> Flow[Import]:
        """The import when it is done; its ``interview_id`` is set. Raises `ImportFailed`, and `TimeoutExceeded` after
        ``timeout`` seconds; ``on_progress`` hears how far it is (0-1)."""
        deadline = time.monotonic() + timeout
        while True:
            found = yield from self._session.perform(_fetch(import_id))
            if on_progress is not None:
                on_progress(found.progress or 0.0)
            if found.status in ("done", "partial"):
                return found
            if found.status == "failed":
                reason = found.error.message if found.error else None
                raise ImportFailed(reason or "the interview could not be imported", result=found)
            if time.monotonic() >= deadline:
                raise TimeoutExceeded(f"the import {import_id} was not done after {timeout:g} seconds")
            yield Sleep(poll_interval)

    @endpoint
    def list(self, *, status: str | None = None, page: int = 1, page_size: int = 20) -> Call[Page[Import]]:
        """One page of imports, newest first. ``status`` is queued, running, done or failed."""
        return _page(status, page, page_size)

    @listing
    def iter(self, *, status: str | None = None, page_size: int = 100) -> Pages[Import]:
        """Every import that matches, fetched page by page."""
        return lambda page: _page(status, page, page_size)


class RemoteAccounts(Resource[Mode]):
    @endpoint
    def create(
        self, /, *, provider: str, name: str, credentials: Mapping[str, str], base_url: str | None = None
    ) -> Call[RemoteAccount]:
        """Keep credentials at feishu or tencent; the server never shows them again."""
        body = {"provider": provider, "name": name, "credentials": dict(credentials), "base_url": base_url}
        return Call("POST", "/remote-accounts", RemoteAccount.from_json, body=body)

    @endpoint
    def list(self, *, page: int = 1, page_size: int = 20) -> Call[Page[RemoteAccount]]:
        query = {"page": page, "page_size": page_size}
        return Call("GET", "/remote-accounts", Page.of(RemoteAccount.from_json), query=query)

    @endpoint
    def delete(self, account_id: str) -> Call[None]:
        return Call("DELETE", at("/remote-accounts/{}", account_id), lambda _: None)


def import_flow(
    session: Session, fields: Mapping[str, Any], content: Transcript | None, path: str | os.PathLike[str] | None
) -> Flow[Import]:
    """Ask for an import; a transcript goes as a file, which may be larger than a JSON body."""
    if content is None and path is None:
        call = Call("POST", "/interviews/import", Import.from_json, body=fields)
    else:
        name = Path(path).name if path is not None else "transcript"
        packed = (yield Offload(lambda: Path(path).read_bytes())) if path is not None else _packed(content)
        form = {key: str(value) for key, value in without_none(fields).items()}
        call = Call("POST", "/interviews/import", Import.from_json, body=form, files={"file": (name, packed)})
    return (yield from session.perform(call))


def _packed(content: Transcript | None) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)).encode()


def _fetch(import_id: str) -> Call[Import]:
    return Call("GET", at("/imports/{}", import_id), Import.from_json)


def _page(status: str | None, page: int, page_size: int) -> Call[Page[Import]]:
    query = {"status": status, "page": page, "page_size": page_size}
    return Call("GET", "/imports", Page.of(Import.from_json), query=query)
