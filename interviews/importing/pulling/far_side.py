"""What can go wrong at the far side, and what one page of it is. Free of any client library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class FarSideError(Exception):
    """The far side did not give what was asked for.

    ``code`` is stable, ``params`` fill its sentence (`importing.wording`). ``retryable``: later may be better;
    ``soon``: within seconds, and ``retry_after_seconds`` where the far side says when.
    """

    def __init__(
        self,
        code: str,
        *,
        retryable: bool = False,
        soon: bool = False,
        retry_after_seconds: float | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.params = code, params
        self.retryable, self.soon = retryable or soon, soon
        self.retry_after_seconds = retry_after_seconds


class Changed(Exception):
    """The transcript changed between two pages; what was read so far is no longer one text."""


@dataclass(frozen=True, slots=True)
class Page:
    """One response as it came (JSON). ``next`` asks for the page after it; empty after the last."""

    content: bytes
    next: str = ""


class Reader(Protocol):
    """One transcript at the far side."""

    def read(self, cursor: str) -> Page:
        """The page at ``cursor`` (empty: the first). Raises `FarSideError`, `Changed`."""
        ...

    def text_of(self, content: bytes) -> Any:
        """What of a page must be the same when it is read again."""
        ...

    def continues(self, before: bytes, after: bytes) -> bool:
        """Whether the page ``after`` fits on ``before``, as far as it can be told."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """How an error code of the far side is taken."""

    code: str
    retryable: bool = False
    soon: bool = False


def refused(table: Mapping[int, Refusal], number: int, message: str) -> FarSideError:
    """The error for the far side's own number and words."""
    found = table.get(number, Refusal("far_side_failed", soon=True))
    return FarSideError(
        found.code, retryable=found.retryable, soon=found.soon, number=number, message=message.strip()[:300]
    )
