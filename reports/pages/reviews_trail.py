"""The trail in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.models import User
from common.audit.enums import Verb
from common.audit.models import TrailEntry, hides_entries
from common.audit.writing import trail_of
from interviews.models import Interview
from interviews.selectors.reviewing import blind_interviews
from reports.enums import DecisionOutcome, OverrideTarget

MOST = 200  # entries shown, the newest
# What others found must not lead a reviewer who is to judge first.
_FINDINGS = (
    Verb.REVIEWED,
    Verb.REVIEW_AMENDED,
    Verb.DECIDED,
    Verb.OVERRIDDEN,
    Verb.OVERRIDE_WITHDRAWN,
    Verb.COMMENTED,
    Verb.COMMENT_EDITED,
    Verb.COMMENT_DELETED,
)


@hides_entries
def found_by_others(actor: Any) -> Q:
    """What others found in the interviews that this person is to judge first."""
    owed = Interview.objects.filter(pk__in=blind_interviews(actor))
    return Q(verb__in=_FINDINGS, about__in=owed.values("public_id"))


def shown_trail(about: str, *, hides_findings: bool = False) -> list[dict[str, Any]]:
    """What happened, newest first: ``at``, ``who`` (empty: the product itself), ``what``, ``detail``."""
    found = trail_of(about)
    if hides_findings:
        found = found.exclude(verb__in=_FINDINGS)
    entries = list(found[:MOST])
    names = _names(entries)
    return [
        {
            "at": entry.at,
            "who": entry.who,
            "what": entry.get_verb_display(),
            "detail": _detail(entry, names),
        }
        for entry in entries
    ]


def _names(entries: Iterable[TrailEntry]) -> dict[str, str]:
    """Of the people that entries are about."""
    keys = {entry.subject for entry in entries if entry.subject.startswith("u_")}
    return dict(User.objects.filter(public_id__in=keys).values_list("public_id", "username")) if keys else {}


def _detail(entry: TrailEntry, names: dict[str, str]) -> str:
    facts = entry.facts
    parts = [
        names.get(entry.subject, ""),
        _label(DecisionOutcome, facts.get("outcome")),
        _label(OverrideTarget, facts.get("target")),
        str(facts.get("format", "")).upper(),
        f"v{facts['version']}" if facts.get("version") else "",
    ]
    return " · ".join(part for part in parts if part)


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""
