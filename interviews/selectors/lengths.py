"""How long interviews took."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _

_BOUNDS = (10, 20, 30, 45)  # minutes


def with_length(found: Any) -> Any:
    """Each row also says how long it took (``length``), null unless it began and ended."""
    took = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    return found.annotate(length=took)


def lengths() -> dict[str, tuple[str, Q]]:
    """Label and condition of each class, by its name, from short to long; for rows `with_length`."""
    classes = {}
    for least, most in zip((0, *_BOUNDS), (*_BOUNDS, None), strict=True):
        condition = Q(length__gte=dt.timedelta(minutes=least))
        if most is not None:
            condition &= Q(length__lt=dt.timedelta(minutes=most))
        classes[f"{least}-{most or ''}"] = (_label(least, most), condition)
    return classes


def _label(least: int, most: int | None) -> str:
    if most is None:
        return _("%(number)s minutes and more") % {"number": least}
    return _("%(least)s to %(most)s minutes") % {"least": least, "most": most}
