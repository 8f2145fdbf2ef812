"""What the trail of an organization tells of its members and applications beside their names."""

from __future__ import annotations

from accounts.enums import MemberRole, Scope
from common.audit.models import TrailEntry


def given_to(entry: TrailEntry) -> list[str]:
    """The role or the scopes that somebody, or an application, was given."""
    role = entry.facts.get("role")
    scopes = [str(Scope(scope).label) for scope in entry.facts.get("scopes", ()) if scope in Scope.values]
    return [str(MemberRole(role).label), *scopes] if role in MemberRole.values else scopes
