"""Two people edit one position: what the other saved meanwhile, and what becomes of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from positions.enums import Ability, CandidateReport, Category, InterviewLanguage, Modality
from positions.models import Position

_CHOICES = {"category": Category, "language": InterviewLanguage, "candidate_report": CandidateReport}
_SHOWN = 200  # characters of a long text


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that somebody else changed. ``is_kept``: one changed it oneself too, and one's own stays for now."""

    label: str
    theirs: str
    mine: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """Settings with what either changed, and what the other did."""

    settings: dict[str, Any]
    differences: list[Difference]


def written(settings: Mapping[str, Any]) -> str:
    """Settings as a form carries them along."""
    return json.dumps(settings, ensure_ascii=False)


def read(text: str, *, otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """The settings a form carried along; ``otherwise`` what is missing or was tampered with."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    given = found if isinstance(found, dict) else {}
    return {name: given.get(name, value) for name, value in otherwise.items()}


def merged(*, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """``mine`` where one changed it oneself since ``base``, else ``theirs``."""
    settings, differences = {}, []
    for name, now in theirs.items():
        changed_it = mine[name] != base[name]
        settings[name] = mine[name] if changed_it else now
        if now != base[name] and now != mine[name]:
            difference = Difference(label_of(name), shown(name, now), shown(name, mine[name]), is_kept=changed_it)
            differences.append(difference)
    return Merged(settings, differences)


def label_of(name: str) -> str:
    label = str(Position._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def shown(name: str, value: Any) -> str:
    """A setting in words, shortened."""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label) if value in _CHOICES[name].values else str(value)
    if name in _WORDS:
        return Truncator(_WORDS[name](value)).chars(_SHOWN)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return Truncator(str(value)).chars(_SHOWN) if value not in (None, "") else _("nothing")


def _weights(value: Mapping[str, float] | None) -> str:
    if value is None:
        return _("those of the rubric")
    return " · ".join(f"{Ability(key).label} {100 * share:g}%" for key, share in value.items())


def _anchors(value: Mapping[str, list[Any]]) -> str:
    filled = [f"{Ability(key).label} ({len(levels)})" for key, levels in value.items() if levels]
    return " · ".join(filled) or _("nothing")


def _modalities(value: list[str]) -> str:
    return " · ".join(str(Modality(name).label) for name in value) or _("the words alone")


def _lines(value: list[str]) -> str:
    return " · ".join(value) or _("nothing")


_WORDS: dict[str, Any] = {
    "weights": _weights,
    "anchors": _anchors,
    "modalities": _modalities,
    "requirements": _lines,
}
