"""All pages of a transcript, patiently: what fails is tried again, what was read is kept, what changed is read anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from interviews.importing.pulling.far_side import Changed, FarSideError, Page, Reader

T = TypeVar("T")

TRIES = 4
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
TIMES_FROM_THE_START = 3
MOST_PAGES = 2_000


class KeptPages(Protocol):
    """Where pages are kept, so that a pull that broke off goes on."""

    @property
    def cursor(self) -> str: ...

    @property
    def is_complete(self) -> bool: ...

    @property
    def count(self) -> int: ...

    def keep(self, page: Page) -> None: ...

    def content(self, number: int) -> bytes: ...

    def clear(self) -> None: ...


def read_all(reader: Reader, kept: KeptPages) -> None:
    """Read on where ``kept`` ends, until it is complete. Raises `FarSideError`; what was read stays kept.

    A transcript that changes while it is read is read from the start again, three times in all.
    """
    for _attempt in range(TIMES_FROM_THE_START):
        try:
            _read_on(reader, kept)
            _check_unchanged(reader, kept)
        except Changed:
            kept.clear()
        else:
            return
    raise FarSideError("changed_while_reading", retryable=True)


def _read_on(reader: Reader, kept: KeptPages) -> None:
    while not kept.is_complete:
        cursor = kept.cursor
        page = patiently(lambda cursor=cursor: reader.read(cursor))
        if kept.count and not reader.continues(kept.content(kept.count - 1), page.content):
            raise Changed
        if page.next == cursor != "" or kept.count >= MOST_PAGES:
            raise FarSideError("bad_answer", retryable=True, status=200)
        kept.keep(page)


def _check_unchanged(reader: Reader, kept: KeptPages) -> None:
    """Several pages are read a second time: one text only if nothing was added or corrected meanwhile."""
    if kept.count < 2:
        return
    cursor = ""
    for number in range(kept.count):
        again = patiently(lambda cursor=cursor: reader.read(cursor))
        if reader.text_of(again.content) != reader.text_of(kept.content(number)):
            raise Changed
        cursor = again.next
    if cursor:
        raise Changed


def patiently(ask: Callable[[], T]) -> T:
    """Ask up to four times, with pauses that double or as long as the far side says."""
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, TRIES + 1):
        try:
            return ask()
        except FarSideError as error:
            wait = error.retry_after_seconds if error.retry_after_seconds is not None else pause
            if not error.soon or attempt == TRIES or wait > LONGEST_PAUSE_SECONDS:
                raise
            _wait(wait)
        pause *= 2
    raise AssertionError("unreachable")


def _wait(seconds: float) -> None:
    time.sleep(seconds)


def json_list(contents: list[bytes]) -> bytes:
    """Pages as one JSON list, which `sniffing.read_transcript` reads."""
    return b"[" + b",".join(contents) + b"]"
