"""What the settings of a position may be, wherever they come from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.errors import InvalidInput
from positions.enums import Ability, Modality

WEIGHT_TOLERANCE = 0.001  # how far the sum of the weights may lie from 1
MOST_LEVELS = 9
LONGEST_BEHAVIOUR = 500
_LEVEL_KEYS = {"score", "zh", "en"}


def settled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` of a position with weights, anchors and modalities in the form they are stored in.

    Raises `InvalidInput` that names the field and says what is wrong with it.
    """
    return {name: _SETTLERS[name](value) if name in _SETTLERS else value for name, value in fields.items()}


def settled_weights(given: Any) -> dict[str, float] | None:
    """A share for each ability, together 1; null for the rubric's own."""
    if given is None:
        return None
    if not isinstance(given, Mapping) or set(given) != set(Ability.values):
        raise _refused("weights", _("Name a weight for each of: %(names)s.") % {"names": ", ".join(Ability.values)})
    if not all(_is_number(share) and 0 <= share <= 1 for share in given.values()):
        raise _refused("weights", _("Each weight is a number from 0 to 1."))
    total = math.fsum(given.values())
    if abs(total - 1) > WEIGHT_TOLERANCE:
        sentence = _("The weights must sum to 100%%, that is 1; these sum to %(total)s%%.")
        raise _refused("weights", sentence % {"total": _short(total * 100)})
    exact = 1.0 if math.isclose(total, 1, abs_tol=1e-9) else total  # the rubric takes no sum but 1
    return {key: given[key] / exact for key in Ability.values}


def settled_modalities(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(name, str) and name in Modality.values for name in given):
        raise _refused("modalities", _("Name any of: %(names)s.") % {"names": ", ".join(Modality.values)})
    return [name for name in Modality.values if name in given]


def settled_anchors(given: Any) -> dict[str, list[dict[str, Any]]]:
    """Levels with their behaviour by ability, rising; abilities without levels are left out."""
    if not isinstance(given, Mapping) or not set(given) <= set(Ability.values):
        raise _refused(
            "anchors", _("Name levels by ability, any of: %(names)s.") % {"names": ", ".join(Ability.values)}
        )
    return {key: _levels(given[key]) for key in Ability.values if given.get(key)}


def _levels(given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > MOST_LEVELS:
        raise _refused("anchors", _("An ability has a list of at most %(number)s levels.") % {"number": MOST_LEVELS})
    levels = sorted((_level(level) for level in given), key=lambda level: level["score"])
    if len({level["score"] for level in levels}) < len(levels):
        raise _refused("anchors", _("Each level of an ability has a score of its own."))
    return levels


def _level(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not set(given) <= _LEVEL_KEYS:
        raise _refused("anchors", _("A level has a score and the behaviour seen, in zh, en or both."))
    score, texts = given.get("score"), [given.get("zh", ""), given.get("en", "")]
    if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= 100:
        raise _refused("anchors", _("The score of a level is a whole number from 0 to 100."))
    if not all(isinstance(text, str) and len(text) <= LONGEST_BEHAVIOUR and _is_storable(text) for text in texts):
        raise _refused("anchors", _("A behaviour has at most %(number)s characters.") % {"number": LONGEST_BEHAVIOUR})
    zh, en = (text.strip() for text in texts)
    if not zh and not en:
        raise _refused("anchors", _("A level needs the behaviour that is seen there."))
    return {"score": score, "zh": zh, "en": en}


_SETTLERS: Mapping[str, Callable[[Any], Any]] = {
    "weights": settled_weights,
    "modalities": settled_modalities,
    "anchors": settled_anchors,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_storable(text: str) -> bool:
    """No database keeps NUL in JSON, nor half a surrogate pair."""
    return "\x00" not in text and text == text.encode(errors="ignore").decode()


def _short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _refused(field: str, sentence: str) -> InvalidInput:
    return InvalidInput.on(field, sentence)
