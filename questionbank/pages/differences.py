"""What two versions of a question have different, piece by piece."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from questionbank.models import Question
from questionbank.rules import FIELDS

# Latin words and numbers whole, all else character by character: Chinese has no spaces to part it.
_PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.S)
_LONGEST = 20_000  # characters; longer texts are shown whole, old and new


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: same, gone, new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    pieces: list[Piece]


def differences(before: Any, after: Any) -> list[Difference]:
    """Field by field, those that differ."""
    found = []
    for name in FIELDS:
        old, new = _text(before, name), _text(after, name)
        if old != new:
            label = Question._meta.get_field(name).verbose_name
            found.append(Difference(str(label), _pieces(old, new, whole=name in _WHOLE)))
    return found


_WHOLE = ("type", "difficulty", "time_limit", "follow_up_enabled")


def _text(version: Any, name: str) -> str:
    value = getattr(version, name)
    if name in ("type", "difficulty"):
        return str(getattr(version, f"get_{name}_display")())
    if name == "follow_up_enabled":
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ("\n" if name == "scoring_points" else ", ").join(str(part) for part in value)
    return str(value)


def _pieces(old: str, new: str, *, whole: bool) -> list[Piece]:
    if whole or len(old) + len(new) > _LONGEST:
        return [Piece(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
    left, right = _PIECE.findall(old), _PIECE.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=len(left) > 2000).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(left[a:b])))
            continue
        pieces += [
            Piece(kind, text) for kind, text in (("gone", "".join(left[a:b])), ("new", "".join(right[c:d]))) if text
        ]
    return pieces
