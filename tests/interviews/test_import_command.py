"""`manage.py import_interview`: asks, waits, and says what came of it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from interviews.importing.models import ImportJob
from interviews.models import Interview
from interviews.services.remote_accounts import add_remote_account
from tests.factories import make_position
from tests.interviews.importing.samples import TALK, srt


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


@pytest.fixture
def run(people, position):
    """``run("--file", path)`` as the owner; what was printed."""

    def command(*arguments, owner=people.owner.email, position=position.public_id):
        out = io.StringIO()
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command(
                "import_interview", "--owner", owner, "--position", position, *arguments, "--timeout", "0", stdout=out
            )
        return out.getvalue()

    return command


@pytest.fixture
def done_at_once(monkeypatch):
    """The worker is as quick as the commit: what waits for it runs before the command looks."""
    from interviews.services import imports

    monkeypatch.setattr("common.jobs.enqueue", lambda _name, job_id: imports.run_import(job_id))
    monkeypatch.setattr("interviews.services.imports.jobs.enqueue", lambda _name, job_id: imports.run_import(job_id))


def test_a_transcript_is_imported_and_reported(run, tmp_path, done_at_once):
    path = tmp_path / "面试.srt"
    path.write_bytes(srt().encode("gb18030"))
    printed = run("--file", str(path), "--candidate-name", "张三")
    interview = Interview.objects.get()
    assert f"{interview.public_id}: imported, 2 answers" in printed or f"{interview.public_id}: imported, 3" in printed
    assert "GB18030" in printed
    assert interview.candidate_name == "张三"
    assert interview.conversation.sentences.count() >= len(TALK)


def test_what_cannot_be_read_is_an_error(run, tmp_path, done_at_once):
    path = tmp_path / "x.json"
    path.write_text("{broken")
    with pytest.raises(CommandError, match="JSON"):
        run("--file", str(path))


def test_a_wait_that_is_too_long_says_that_the_import_goes_on(run, tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text(srt())
    with pytest.raises(CommandError, match="still queued"):
        run("--file", str(path))
    assert ImportJob.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--file", "/nowhere/talk.srt"], "cannot be read"),
        (["--feishu", "7"], "--account"),
        (["--feishu", "7", "--account", "other"], "no account other"),
        (["--tencent", "7", "--account", "main"], "no account main for tencent"),
    ],
)
def test_what_is_missing_is_said(run, people, position, arguments, words):
    add_remote_account(
        organization=position.organization,
        actor=people.owner,
        provider="feishu",
        name="main",
        credentials={"app_id": "a", "app_secret": "b"},
    )
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_only_a_member_of_the_company_imports(run, people, tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text(srt())
    for owner in ("nobody@mail.example", people.candidate.email):
        with pytest.raises(CommandError, match="no company account"):
            run("--file", str(path), owner=owner)
    with pytest.raises(CommandError, match="has no position"):
        run("--file", str(path), owner=people.stranger.email)
