"""What other apps receive from this one."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ApplicationActor:
    """An integrator's application as an actor: it may know of what a member of its organization may know of.

    ``public_id`` is the application's. Querysets' ``visible_to`` take it as they take a user.
    """

    public_id: str
    organization_ids: list[int] = field(default_factory=list)
    is_authenticated: bool = True
    is_enterprise: bool = True
    is_superuser: bool = False

    @property
    def caller_id(self) -> str:
        return self.public_id

    @property
    def whole_organization_ids(self) -> list[int]:
        return self.organization_ids

    @property
    def reviewed_organization_ids(self) -> list[int]:
        return []
