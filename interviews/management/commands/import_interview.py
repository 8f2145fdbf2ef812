"""Bring in an interview that was held elsewhere, and wait for it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from common.errors import ApplicationError, NotFound
from common.jobs import ENDED_STATES, JobState
from interviews.enums import InterviewOrigin
from interviews.importing.models import ImportJob, RemoteAccount
from interviews.importing.wording import error_sentence, note_sentence
from interviews.services.import_files import source_in
from interviews.services.imports import ImportDraft, failure_params, start_import
from positions.models import Position
from positions.selectors import position_visible_to

_POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = "Bring in an interview from Feishu, Tencent Meeting or a file (transcript or recording), and wait for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="an account of the company")
        parser.add_argument("--position", required=True, metavar="ID", help="the position it was held for")
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--feishu", metavar="ID", help="the interview's id at Feishu")
        source.add_argument("--tencent", metavar="ID", help="the recording's id at Tencent Meeting")
        source.add_argument("--file", metavar="PATH", help="a transcript (JSON, SRT, VTT) or a recording")
        parser.add_argument("--account", metavar="NAME", help="the remote account to read it with")
        parser.add_argument("--candidate-email", default="")
        parser.add_argument("--candidate-name", default="")
        parser.add_argument("--language", choices=["zh", "en", "auto"], default="")
        parser.add_argument("--speakers", type=int, metavar="COUNT", help="how many people speak in a recording")
        parser.add_argument("--timeout", type=float, default=3600, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        owner, position = _owner(options["owner"]), None
        try:
            position = position_visible_to(owner, options["position"])
            job = _start(owner, position, options)
        except NotFound:
            raise CommandError(f"{options['owner']} has no position {options['position']}.") from None
        except ApplicationError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"{job.public_id}: started")
        self._report(self._wait(job, options["timeout"]))

    def _wait(self, job: ImportJob, timeout: float) -> ImportJob:
        deadline, shown = time.monotonic() + timeout, -1
        job.refresh_from_db()
        while job.state not in ENDED_STATES:
            if time.monotonic() > deadline:
                raise CommandError(f"{job.public_id} is still {job.state} after {timeout:g} s; it goes on without us.")
            if (percent := round(job.progress * 100)) != shown:
                self.stdout.write(f"{job.public_id}: {job.state}, {percent} %")
                shown = percent
            time.sleep(_POLL_SECONDS)
            job.refresh_from_db()
        return job

    def _report(self, job: ImportJob) -> None:
        for note in job.notes:
            self.stdout.write(f"  {note_sentence(note['code'], note['params'])}")
        if job.state == JobState.FAILED:
            raise CommandError(error_sentence(job.error_code, failure_params(job)))
        interview = job.interview
        self.stdout.write(f"{interview.public_id}: imported, {interview.answers.count()} answers")


def _owner(email: str) -> User:
    owner = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if owner is None or not owner.is_enterprise:
        raise CommandError(f"There is no company account with the e-mail {email}.")
    return owner


def _start(owner: User, position: Position, options: dict[str, Any]) -> ImportJob:
    common = {
        "language": options["language"],
        "candidate_email": options["candidate_email"],
        "candidate_name": options["candidate_name"],
        "speaker_count": options["speakers"],
    }
    if options["file"]:
        return _start_file(owner, position, Path(options["file"]), common)
    source = InterviewOrigin.FEISHU if options["feishu"] else InterviewOrigin.TENCENT
    account = _account(position, source, options["account"])
    external_id = options["feishu"] or options["tencent"]
    draft = ImportDraft(source=source, external_id=external_id, account=account, **common)
    return start_import(position=position, actor=owner, draft=draft)


def _account(position: Position, provider: str, name: str | None) -> RemoteAccount:
    if not name:
        raise CommandError("Name the account with --account.")
    found = RemoteAccount.objects.filter(organization_id=position.organization_id, provider=provider, name=name).first()
    if found is None:
        raise CommandError(f"There is no account {name} for {provider}.")
    return found


def _start_file(owner: User, position: Position, path: Path, common: dict[str, Any]) -> ImportJob:
    try:
        with path.open("rb") as content:
            draft = ImportDraft(**source_in(content, name=path.name, owner=owner), **common)
            return start_import(position=position, actor=owner, draft=draft)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
