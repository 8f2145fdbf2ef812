"""An interview that was held, its report, and people with every role."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.enums import MemberRole, Role
from accounts.models import Membership, User
from accounts.services import register
from interviews.models import Interview
from interviews.services.assigning import assign_reviewers
from reports.models import Report
from tests.people import PASSWORD, People
from tests.reports.samples import sample_document
from tests.reports.test_api import hold


@dataclass(frozen=True)
class Case:
    """``reviewer`` and ``viewer`` are members with these roles; nothing is assigned yet."""

    people: People
    interview: Interview
    report: Report
    reviewer: User
    viewer: User

    @property
    def id(self) -> str:
        return self.interview.public_id

    def assign(self, *people: User) -> None:
        assign_reviewers(self.interview, [person.public_id for person in people], actor=self.people.owner)

    def blind(self) -> None:
        type(self.interview.position).objects.filter(pk=self.interview.position_id).update(blind_review=True)


def member(people: People, *, email: str, name: str, role: str) -> User:
    user = register(email=email, password=PASSWORD, username=name, role=Role.ENTERPRISE, organization_name=name)
    user.memberships.all().delete()
    organization = people.owner.memberships.get().organization
    Membership.objects.create(user=user, organization=organization, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def case(api, people) -> Case:
    interview = Interview.objects.get(public_id=hold(api, people).rsplit("/", 1)[1])
    document = sample_document()
    Report.objects.filter(interview=interview).update(
        document=document, overall_score=document["overall_score"], recommendation=document["recommendation"]
    )
    return Case(
        people=people,
        interview=interview,
        report=Report.objects.select_related("interview__position").get(interview=interview),
        reviewer=member(people, email="reviewer@company.example", name="评审甲", role=MemberRole.REVIEWER),
        viewer=member(people, email="viewer@company.example", name="Viewer", role=MemberRole.VIEWER),
    )
