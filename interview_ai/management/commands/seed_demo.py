"""Fill a new installation: a demo organization, accounts, and two positions with their question banks."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.enums import Role
from accounts.models import Organization, User
from accounts.services import register
from positions.services import create_position
from questionbank.seeds import SEED_NAMES, load_seed
from questionbank.services import create_question

_COMPANY = "示例科技 Demo Company"
_PEOPLE = (
    ("HR", "hr@demo.example", "招聘负责人 Recruiter", Role.ENTERPRISE),
    ("candidate", "candidate@demo.example", "示例候选人 Candidate", Role.CANDIDATE),
)
_ADMIN = "admin@demo.example"


class Command(BaseCommand):
    help = "Make the demo organization, its accounts (passwords are printed once) and two positions with questions."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            raise CommandError("There is data already; the demo organization is only made in an empty installation.")
        with transaction.atomic():
            accounts = self._make_accounts()
            self._make_positions(User.objects.get(email=_PEOPLE[0][1]))
        self.stdout.write("Accounts (these passwords are shown this once):")
        for role, email, password in accounts:
            self.stdout.write(f"  {role:<10} {email:<24} {password}")

    def _make_accounts(self) -> list[tuple[str, str, str]]:
        made = []
        for name, email, username, role in _PEOPLE:
            password = _new_password()
            register(email=email, password=password, username=username, role=role, organization_name=_COMPANY)
            made.append((name, email, password))
        password = _new_password()
        User.objects.create_superuser(_ADMIN, password, username="管理员 Administrator")
        return [*made, ("admin", _ADMIN, password)]

    def _make_positions(self, owner: User) -> None:
        for name in SEED_NAMES:
            seed = load_seed(name)
            position = create_position(
                actor=owner,
                title=seed.title,
                category=seed.category,
                language=seed.language,
                description=seed.description,
                requirements=list(seed.requirements),
                interview_duration=seed.interview_duration,
                question_count=seed.question_count,
            )
            for question in seed.questions:
                create_question(
                    position=position,
                    content=question.content,
                    type=question.type,
                    difficulty=question.difficulty,
                    time_limit=question.time_limit,
                    reference_answer=question.reference_answer,
                    scoring_points=list(question.scoring_points),
                )


def _new_password() -> str:
    return secrets.token_urlsafe(12)[:16]
