"""What the trail of an organization tells of its members, applications and webhooks, in words."""

from __future__ import annotations

from functools import cached_property

from accounts.enums import MemberRole, Scope
from accounts.models import Membership, Organization
from common.audit.models import TrailEntry


class Named:
    """Names of what belongs to the organization now; read once, when the first entry asks."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization

    def details(self, entry: TrailEntry) -> list[str]:
        """Of whom or what, then to what: a role, or scopes. A deleted webhook has no name any more."""
        if not entry.subject:
            return []
        known = [self._names.get(entry.subject, entry.subject)]
        if entry.facts.get("role") in MemberRole.values:
            known.append(str(MemberRole(entry.facts["role"]).label))
        scopes = [str(Scope(scope).label) for scope in entry.facts.get("scopes", ()) if scope in Scope.values]
        return [*known, *scopes]

    @cached_property
    def _names(self) -> dict[str, str]:
        members = Membership.objects.filter(organization=self._organization)
        people = dict(members.values_list("user__public_id", "user__username"))
        applications = dict(self._organization.api_applications.values_list("public_id", "name"))
        webhooks = dict(self._organization.webhook_endpoints.values_list("public_id", "url"))
        return {**people, **applications, **webhooks}
