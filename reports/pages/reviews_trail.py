"""The trail in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from common.audit.enums import Verb
from common.audit.models import TrailEntry, hides_entries
from common.audit.writing import trail_of
from common.naming import Called, names_of
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


def shown_trail(about: str, *, user: Any, hides_findings: bool = False) -> list[dict[str, Any]]:
    """What happened, newest first: ``at``, ``who`` (empty: the product itself), ``what``, ``detail``."""
    found = trail_of(about)
    if hides_findings:
        found = found.exclude(verb__in=_FINDINGS)
    entries = list(found[:MOST])
    names = names_of({*_people(entries), *(entry.application_id for entry in entries)}, user)
    return [
        {
            "at": entry.at,
            "who": entry.who(names),
            "what": entry.get_verb_display(),
            "detail": _detail(entry, names),
        }
        for entry in entries
    ]


def _people(entries: Iterable[TrailEntry]) -> set[str]:
    """Those that entries are about; of a report or a review on its own page its name would say nothing."""
    return {entry.subject for entry in entries if entry.subject.startswith("u_")}


def _detail(entry: TrailEntry, names: Mapping[str, Called]) -> str:
    facts = entry.facts
    parts = [
        names[entry.subject].name if entry.subject in names else "",
        _label(DecisionOutcome, facts.get("outcome")),
        _label(OverrideTarget, facts.get("target")),
        str(facts.get("format", "")).upper(),
        f"v{facts['version']}" if facts.get("version") else "",
    ]
    return " · ".join(part for part in parts if part)


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""
