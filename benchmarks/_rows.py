"""Rows for the measurement of lists, written straight into the database. Import it after `django.setup`."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from accounts.enums import Role
from accounts.models import User
from accounts.services import register
from common import clock
from common.jobs import JobState
from interviews.enums import EndReason, InterviewStatus
from interviews.models import Interview
from positions.enums import Category
from positions.models import Position
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import Question
from reports.enums import Recommendation
from reports.models import Report
from tests.reports.samples import sample_document

BATCH = 1_000
LONG_AGO_DAYS = 365


class Filler:
    """Fills one organization. Calling `fill` again adds what is missing; the same order gives the same rows."""

    def __init__(self) -> None:
        self.owner = register(
            email="owner@lists.example", password="password123", username="Owner", role=Role.ENTERPRISE
        )
        self.organization_id = self.owner.memberships.get().organization_id
        self.candidates = User.objects.bulk_create(
            User(email=f"c{number}@lists.example", username=f"Candidate {number}", password="!", role=Role.CANDIDATE)
            for number in range(500)
        )
        self.positions: list[Position] = []
        self.random = random.Random(7)
        self.started_at = clock.now() - dt.timedelta(days=LONG_AGO_DAYS)
        self.document = sample_document()

    def fill(self, *, positions: int, questions: int, interviews: int) -> None:
        """Have so many of each in all; an interview has ended and has a report."""
        self.positions += Position.objects.bulk_create(
            self._position(number) for number in range(len(self.positions), positions)
        )
        Question.objects.bulk_create(
            [self._question(number) for number in range(Question.objects.count(), questions)], batch_size=BATCH
        )
        for first in range(Interview.objects.count(), interviews, BATCH):
            many = range(first, min(first + BATCH, interviews))
            made = Interview.objects.bulk_create(self._interview(number) for number in many)
            Report.objects.bulk_create(self._report(interview) for interview in made)
        # A real document is large; sending it once and copying it there takes seconds instead of minutes.
        Report.objects.filter(document={}).update(document=self.document)

    def _position(self, number: int) -> Position:
        return Position(
            organization_id=self.organization_id,
            created_by=self.owner,
            title=f"Engineer {number}",
            category=Category.values[number % len(Category.values)],
            description="Builds and runs the services that others rely on. " * 4,
            requirements=["Python", "PostgreSQL", "Linux"],
            created_at=self._at(number),
        )

    def _question(self, number: int) -> Question:
        return Question(
            position=self.positions[number % len(self.positions)],
            content=f"Question {number}: how do you find out why a service answers slowly?",
            type=QuestionType.values[number % len(QuestionType.values)],
            difficulty=Difficulty.values[number % len(Difficulty.values)],
            reference_answer="Measure first, then look where the time goes, layer by layer. " * 5,
            scoring_points=["measures", "names the layers", "compares with a normal day"],
            created_at=self._at(number),
        )

    def _interview(self, number: int) -> Interview:
        candidate, began = self.random.choice(self.candidates), self._at(number)
        return Interview(
            organization_id=self.organization_id,
            position=self.random.choice(self.positions),
            candidate=candidate,
            candidate_email=candidate.email,
            created_by=candidate,
            status=InterviewStatus.COMPLETED,
            end_reason=EndReason.FINISHED,
            created_at=began,
            link_expires_at=began + dt.timedelta(days=7),
            started_at=began,
            deadline_at=began + dt.timedelta(minutes=30),
            ended_at=began + dt.timedelta(minutes=25),
        )

    def _report(self, interview: Interview) -> Report:
        score = self.random.randint(30, 95)
        fields: dict[str, Any] = {
            "overall_score": score,
            "recommendation": Recommendation.RECOMMEND if score >= 60 else Recommendation.NOT_RECOMMEND,
            "document": {},
            "generated_at": interview.ended_at,
        }
        fields |= {"interview": interview, "organization_id": self.organization_id}
        return Report(state=JobState.DONE, progress=1.0, rubric_version="2026-11", **fields)

    def _at(self, number: int) -> dt.datetime:
        return self.started_at + dt.timedelta(minutes=number * 20)
