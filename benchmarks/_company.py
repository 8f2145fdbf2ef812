"""A company's rows for the measurement of pages: what `benchmarks._rows` writes, with answers, invitations, reviews.

Import it after `django.setup`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from accounts.enums import MemberRole, Role
from accounts.models import Membership, User
from analysis.contracts import ABILITIES
from analysis.enums import JobKind
from analysis.models import AnalysisJob
from benchmarks import _rows
from common import clock
from common.audit.enums import Verb
from common.audit.models import TrailEntry
from common.jobs import JobState
from interviews.enums import InterviewOrigin, InterviewStatus
from interviews.inviting.enums import MailKind
from interviews.models import (
    Answer,
    Assignment,
    ImportJob,
    Interview,
    InterviewQuestion,
    Invitation,
    Mail,
)
from positions.models import Position
from questionbank.enums import ChangeKind
from questionbank.models import Question, QuestionScore, QuestionVersion
from reports.enums import DecisionOutcome, PersonRecommendation
from reports.models import Comment, Decision, Report, Review

ASKED = 5  # questions of an interview
MEMBERS = 20
WITH_DOCUMENT = 10  # every so manieth report has its document
NOT_BEGUN_DAYS = 30


class Filler(_rows.Filler):
    """Calling `fill` again adds what is missing. The newest interview's report has its document."""

    def __init__(self) -> None:
        super().__init__()
        self.owner.is_staff = True
        self.owner.save(update_fields=["is_staff"])
        self.members = self._members()
        self.questions: dict[int, list[Question]] = {}

    def fill(self, *, positions: int, questions: int, interviews: int) -> None:
        """Ended interviews with answers and reports; beside each ten of them two invitations, one of them not begun,
        two assignments and a decision; one running interview for each two hundred."""
        self._fill_bank(positions=positions, questions=questions)
        for first in range(Report.objects.count(), interviews, _rows.BATCH):
            many = range(first, min(first + _rows.BATCH, interviews))
            made = Interview.objects.bulk_create(self._interview(number) for number in many)
            self._ask(made)
            _write(Report, (self._report(interview) for interview in made))
            self._surround(made)
        self._copy_document()

    def _fill_bank(self, *, positions: int, questions: int) -> None:
        self.positions += Position.objects.bulk_create(
            self._position(number) for number in range(len(self.positions), positions)
        )
        numbers = range(Question.objects.count(), questions)
        made = Question.objects.bulk_create((self._question(number) for number in numbers), batch_size=_rows.BATCH)
        _write(QuestionVersion, (self._version(question) for question in made))
        for question in made:
            self.questions.setdefault(question.position_id, []).append(question)

    def _ask(self, interviews: Sequence[Interview]) -> None:
        """Questions of each, and an answer to each question."""
        asked = [
            self._asked(interview, question, order)
            for interview in interviews
            for order, question in enumerate(self._chosen(interview), 1)
        ]
        made = InterviewQuestion.objects.bulk_create(asked, batch_size=_rows.BATCH)
        if interviews[0].status == InterviewStatus.COMPLETED:
            answers = Answer.objects.bulk_create(map(self._answer, made), batch_size=_rows.BATCH)
            _write(AnalysisJob, map(self._job, answers))
            _write(QuestionScore, self._scores(interviews))

    def _chosen(self, interview: Interview) -> list[Question]:
        bank = self.questions[interview.position_id]
        return self.random.sample(bank, min(ASKED, len(bank)))

    def _surround(self, ended: Sequence[Interview]) -> None:
        """What lies around interviews that have ended, and others that have not."""
        tenth = ended[::10]
        waiting = Interview.objects.bulk_create(self._not_begun(interview) for interview in tenth)
        running = Interview.objects.bulk_create(self._running(interview) for interview in ended[::200])
        for some in (waiting, running):
            self._ask(some)
        invitations = Invitation.objects.bulk_create(map(self._invitation, [*tenth, *waiting]))
        _write(Mail, map(self._mail, invitations))
        _write(Assignment, self._assignments([*tenth, *ended[1::10]]))
        _write(Review, map(self._review, tenth))
        _write(Decision, map(self._decision, tenth))
        _write(Comment, map(self._comment, tenth))
        _write(ImportJob, map(self._import, ended[::20]))
        _write(TrailEntry, map(self._trail, ended))

    def _copy_document(self) -> None:
        """A real document is large: sent once, and copied there, for every tenth report and the newest."""
        newest = Report.objects.order_by("-generated_at").values("pk")[:1]
        chosen = Report.objects.filter(document={}).extra(where=[f"id %% {WITH_DOCUMENT} = 0"])
        for found in (chosen, Report.objects.filter(pk__in=newest, document={})):
            found.update(document=self.document)

    def _members(self) -> list[User]:
        made = User.objects.bulk_create(
            User(email=f"m{number}@lists.example", username=f"Member {number}", password="!", role=Role.ENTERPRISE)
            for number in range(MEMBERS)
        )
        Membership.objects.bulk_create(
            Membership(user=user, organization_id=self.organization_id, role=MemberRole.RECRUITER) for user in made
        )
        return made

    def _version(self, question: Question) -> QuestionVersion:
        fields = {name: getattr(question, name) for name in ("content", "type", "difficulty", "reference_answer")}
        return QuestionVersion(question=question, number=1, kind=ChangeKind.values[0], **fields)

    def _asked(self, interview: Interview, question: Question, order: int) -> InterviewQuestion:
        copied = ("content", "type", "difficulty", "time_limit", "reference_answer", "scoring_points")
        fields: dict[str, Any] = {name: getattr(question, name) for name in copied}
        return InterviewQuestion(interview=interview, question_id=question.public_id, order=order, **fields)

    def _answer(self, question: InterviewQuestion) -> Answer:
        began: Any = question.interview.started_at
        return Answer(
            interview_id=question.interview_id,
            organization_id=question.interview.organization_id,
            question=question,
            client_transcript="I look at the numbers first, and then at what changed. " * 10,
            duration=120,
            fingerprint=f"{question.pk:064}",
            submitted_at=began + dt.timedelta(minutes=question.order * 3),
        )

    def _scores(self, interviews: Sequence[Interview]) -> Iterable[QuestionScore]:
        for interview in interviews:
            for question in self._chosen(interview):
                yield QuestionScore(question=question, source=interview.public_id, score=self.random.randint(30, 95))

    def _report(self, interview: Interview) -> Report:
        report = super()._report(interview)
        report.ability_scores = {key: self.random.randint(30, 95) for key in ABILITIES}
        report.coverage = self.random.random()
        return report

    def _not_begun(self, like: Interview) -> Interview:
        expires = clock.now() + dt.timedelta(days=NOT_BEGUN_DAYS)
        return self._other(like, status=InterviewStatus.CREATED, link_expires_at=expires)

    def _running(self, like: Interview) -> Interview:
        now = clock.now()
        times = {"started_at": now, "deadline_at": now + dt.timedelta(hours=1), "link_expires_at": now}
        return self._other(like, status=InterviewStatus.IN_PROGRESS, **times)

    def _other(self, like: Interview, **fields: Any) -> Interview:
        return Interview(
            organization_id=like.organization_id,
            position=like.position,
            candidate=like.candidate,
            candidate_email=like.candidate_email,
            created_by=self.owner,
            created_at=like.created_at,
            **fields,
        )

    def _invitation(self, interview: Interview) -> Invitation:
        return Invitation(
            organization_id=interview.organization_id,
            position=interview.position,
            interview=interview,
            created_by=self.owner,
            email=interview.candidate_email,
            name=f"Candidate of {interview.pk}",
            created_at=interview.created_at,
            sent_at=interview.created_at,
            opened_at=interview.started_at,
        )

    def _mail(self, invitation: Invitation) -> Mail:
        return Mail(
            organization_id=invitation.organization_id,
            interview=invitation.interview,
            invitation=invitation,
            kind=MailKind.values[0],
            recipient=invitation.email,
            language="zh",
            key=f"measured-{invitation.pk}",
            state=JobState.DONE,
            created_at=invitation.created_at,
        )

    def _assignments(self, interviews: Sequence[Interview]) -> list[Assignment]:
        """One of them waits for the owner, so that the list of what waits has a row among few rows too."""
        assignments = [self._assignment(interview) for interview in interviews]
        if assignments:
            assignments[0].reviewer, assignments[0].reviewed_at = self.owner, None
        return assignments

    def _assignment(self, interview: Interview) -> Assignment:
        reviewer = self.random.choice([self.owner, *self.members])
        return Assignment(
            interview=interview,
            reviewer=reviewer,
            assigned_by=self.owner,
            reviewed_at=interview.ended_at if interview.pk % 2 else None,
        )

    def _review(self, interview: Interview) -> Review:
        return Review(
            interview=interview,
            reviewer=self.random.choice(self.members),
            professional_knowledge=4,
            recommendation=PersonRecommendation.values[0],
            submitted_at=interview.ended_at,
        )

    def _decision(self, interview: Interview) -> Decision:
        outcome = self.random.choice(DecisionOutcome.values)
        return Decision(interview=interview, number=1, outcome=outcome, reason="As agreed.", decided_by=self.owner)

    def _comment(self, interview: Interview) -> Comment:
        return Comment(interview=interview, author=self.owner, text="A calm and clear answer.")

    def _import(self, interview: Interview) -> ImportJob:
        return ImportJob(
            organization_id=interview.organization_id,
            position=interview.position,
            interview=interview,
            created_by=self.owner,
            origin=InterviewOrigin.values[-1],
            state=JobState.DONE,
            created_at=interview.created_at,
        )

    def _job(self, answer: Answer) -> AnalysisJob:
        of = {"interview_id": answer.interview_id, "organization_id": answer.organization_id}
        fields = {**of, "answer": answer, "created_at": answer.submitted_at}
        return AnalysisJob(kind=JobKind.ANSWER, state=JobState.DONE, progress=1.0, **fields)

    def _trail(self, interview: Interview) -> TrailEntry:
        return TrailEntry(
            organization_id=interview.organization_id,
            actor=self.owner,
            verb=Verb.values[0],
            about=interview.public_id,
            at=interview.created_at,
        )


def _write(model: Any, rows: Iterable[Any]) -> None:
    remaining = iter(rows)
    while some := list(islice(remaining, _rows.BATCH)):
        model.objects.bulk_create(some)
