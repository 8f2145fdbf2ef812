"""The same four people everywhere: an owner, a team mate, a stranger from another company, and a candidate."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import MemberRole, Role
from accounts.models import Membership, User
from accounts.services import register

PASSWORD = "password123"


@dataclass(frozen=True)
class People:
    owner: User
    mate: User
    stranger: User
    candidate: User
    other_candidate: User


def make_people() -> People:
    owner = _enterprise("owner@company.example", "王总", "甲公司")
    mate = _enterprise("mate@company.example", "李同事", "甲公司")
    organization = owner.memberships.get().organization
    mate.memberships.all().delete()
    Membership.objects.create(user=mate, organization=organization, role=MemberRole.RECRUITER)
    return People(
        owner=owner,
        mate=User.objects.get(pk=mate.pk),
        stranger=_enterprise("stranger@rival.example", "Stranger", "Rival Ltd"),
        candidate=_candidate("candidate@mail.example", "张三"),
        other_candidate=_candidate("other@mail.example", "李四"),
    )


def _enterprise(email: str, name: str, company: str) -> User:
    return register(email=email, password=PASSWORD, username=name, role=Role.ENTERPRISE, organization_name=company)


def _candidate(email: str, name: str) -> User:
    return register(email=email, password=PASSWORD, username=name, role=Role.CANDIDATE)


def add_member(people: People, role: str) -> User:
    """A further member of the owner's organization, made for the test that needs one."""
    user = User.objects.create_user(f"{role}@company.example", PASSWORD, username=role.title(), role=Role.ENTERPRISE)
    organization = people.owner.memberships.get().organization
    Membership.objects.create(user=user, organization=organization, role=role)
    return user
