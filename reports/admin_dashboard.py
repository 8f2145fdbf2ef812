"""The admin's first page: how far candidates are, how they did, and what the workers have to do.

Every number is that of an admin list, as its reader sees it, and leads there. The queries are as many for one row as
for thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Avg, Count, F, IntegerField, Q, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.jobs import JobState, LeasedJob
from interviews.models import Interview, Invitation
from interviews.selectors.invitations import STAGES
from interviews.selectors.lengths import lengths, with_length
from reports.models import Report

_SCORE_STEP = 10
_STATES = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` is in percent of the largest bar of its chart, or of the first step of a funnel."""

    label: Any
    count: int
    share: int
    url: str


def add_to_index(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """For the site's DASHBOARD_CALLBACK."""
    context["board"] = {
        "funnel": _funnel(request),
        "scores": _scores(request),
        "lengths": _lengths(request),
        "queues": _queues(request),
    }
    return context


def _funnel(request: HttpRequest) -> list[Bar]:
    """Invitations that came at least so far."""
    counted = _list(Invitation, request).aggregate(
        invited=Count("pk"), **{name: Count("pk", filter=condition) for name, (_label, condition) in STAGES.items()}
    )
    bars = [(_("Have been invited"), counted["invited"], {})]
    bars += [(label, counted[name], {"reached": name}) for name, (label, _condition) in STAGES.items()]
    path = _path(Invitation)
    return [_bar(path, label, count, counted["invited"], asked) for label, count, asked in bars]


def _scores(request: HttpRequest) -> dict[str, Any]:
    """Ready reports by tens of their overall score; 100 belongs to the nineties."""
    found = _list(Report, request).filter(state=JobState.DONE)
    steps = range(0, 100, _SCORE_STEP)
    counted = found.aggregate(
        average=Avg("overall_score"),
        none=Count("pk", filter=Q(overall_score=None)),
        **{f"from_{least}": Count("pk", filter=Q(**_score_range(least))) for least in steps},
    )
    most = max(counted[f"from_{least}"] for least in steps)
    bars, path = [], _path(Report)
    for least in steps:
        asked = {"state__exact": JobState.DONE.value, **_score_range(least)}
        label = f"{least}–{_last_of(least)}"
        bars.append(_bar(path, label, counted[f"from_{least}"], most, asked))
    return {"bars": bars, "average": counted["average"], "none": counted["none"]}


def _lengths(request: HttpRequest) -> dict[str, Any]:
    """Interviews that were held to an end, by the time from start to end."""
    found = with_length(_list(Interview, request).order_by())
    classes = lengths()
    names = {f"class_{number}": key for number, key in enumerate(classes)}
    counted = found.aggregate(
        average=Avg("length"),
        to_finish=Avg(F("ended_at") - F("created_at"), filter=Q(length__isnull=False)),
        **{name: Count("pk", filter=classes[key][1]) for name, key in names.items()},
    )
    most = max(counted[name] for name in names)
    path = _path(Interview)
    bars = [_bar(path, classes[key][0], counted[name], most, {"length": key}) for name, key in names.items()]
    return {
        "bars": bars,
        "minutes": _in_units(counted["average"], 60),
        "days": _in_units(counted["to_finish"], 24 * 3600),
    }


def _queues(request: HttpRequest) -> list[dict[str, Any]]:
    """Every kind of background work that has a list: what waits, what goes on, what failed."""
    models = [model for model in admin.site._registry if issubclass(model, LeasedJob)]
    counted = _counts(models, request)
    return [_queue(model, counted.get(number, {})) for number, model in enumerate(models)]


def _counts(models: list[Any], request: HttpRequest) -> dict[int, dict[str, int]]:
    """How many rows of each model are in each state, by one query of all."""
    states = {"state__in": _STATES}  # not those that are done, which are many
    first, *others = (
        _list(model, request)
        .filter(**states)
        .order_by()
        .values("state")
        .annotate(number=Value(number, output_field=IntegerField()), count=Count("pk"))
        .values_list("number", "state", "count")
        for number, model in enumerate(models)
    )
    found: dict[int, dict[str, int]] = {}
    for number, state, count in first.union(*others, all=True):
        found.setdefault(number, {})[state] = count
    return found


def _queue(model: Any, counted: dict[str, int]) -> dict[str, Any]:
    path = _path(model)
    cells = [
        {"state": state.value, "count": counted.get(state.value, 0), "url": _url(path, {"state__exact": state.value})}
        for state in _STATES
    ]
    return {"name": model._meta.verbose_name_plural, "url": path, "cells": cells}


def _list(model: Any, request: HttpRequest) -> Any:
    """The rows of the model's admin list."""
    return admin.site._registry[model].get_queryset(request)


def _bar(path: str, label: Any, count: int, whole: int, asked: dict[str, Any]) -> Bar:
    return Bar(label=label, count=count, share=round(100 * count / whole) if whole else 0, url=_url(path, asked))


def _path(model: Any) -> str:
    """Of the model's list."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _url(path: str, asked: dict[str, Any]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _score_range(least: int) -> dict[str, int]:
    return {"overall_score__gte": least, "overall_score__lte": _last_of(least)}


def _last_of(least: int) -> int:
    return 100 if least == 100 - _SCORE_STEP else least + _SCORE_STEP - 1


def _in_units(average: Any, seconds: int) -> float | None:
    return None if average is None else round(average.total_seconds() / seconds, 1)
