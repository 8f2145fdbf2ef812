"""What imports were made from: kept for a while, then deleted; erased with the interview."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage

from common import clock, storage
from common.ids import new_id
from common.jobs import JobState
from interviews.enums import MediaState
from interviews.importing.errors import SourceForgotten
from interviews.models import Conversation, ImportJob, Interview, MediaFile
from interviews.services import import_tidying, imports
from interviews.services.erasure import erase_interview, erase_outdated
from interviews.services.import_tidying import tidy_imports
from interviews.services.importing_again import rerun_import
from tests.factories import make_position
from tests.interviews.importing.samples import srt


@pytest.fixture(autouse=True)
def long_lease(settings):
    settings.JOB_LEASE_SECONDS = 600


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


@pytest.fixture
def bring_in(people, position):
    """``bring_in(content, ended_days_ago=...)``: the ended import of a transcript."""

    def run(content=None, *, ended_days_ago=0, at=None, **options):
        given = (content or srt()).encode()
        draft = imports.ImportDraft(source="transcript", content=io.BytesIO(given), **options)
        job = imports.start_import(position=at or position, actor=people.owner, draft=draft)
        imports.run_import(job.pk)
        return age(job, days=ended_days_ago)

    return run


@pytest.fixture
def failed_recording(people, position):
    """An uploaded recording of which nothing could be made; some of its words lie in the store."""

    def make(*, ended_days_ago=0, external_id="rec-1"):
        media = MediaFile(owner=people.owner, kind="audio", state=MediaState.STORED, file_name="a.wav",
                          content_type="audio/wav", attached_at=clock.now())  # fmt: skip
        media.key = storage.media().save(f"uploads/{media.public_id}", io.BytesIO(b"RIFF"))
        media.save()
        job = ImportJob.objects.create(
            organization=position.organization, position=position, origin="recording", external_id=external_id,
            media=media, state=JobState.FAILED, error_code="no_words",
            options={"candidate_email": "zhang@mail.example", "candidate_name": "张三", "language": "zh"},
        )  # fmt: skip
        key = storage.media().save(f"imports/{job.public_id}/words-000.json", io.BytesIO(b"[]"))
        job.checkpoint = {"words": [key]}
        job.save()
        return age(job, days=ended_days_ago)

    return make


def age(job, *, days):
    ImportJob.objects.filter(pk=job.pk).update(finished_at=clock.now() - dt.timedelta(days=days, minutes=1))
    job.refresh_from_db()
    return job


def folder(name):
    return [*storage.media().folders_in("imports")].count(name)


def test_source_of_an_import_is_kept_for_a_while_and_then_deleted(bring_in, settings):
    young, old = bring_in(ended_days_ago=29), bring_in(srt() + "\n", ended_days_ago=30)
    assert default_storage.exists(old.payload_key)
    assert tidy_imports() == 1
    assert (folder(young.public_id), folder(old.public_id)) == (1, 0)
    young.refresh_from_db()
    old.refresh_from_db()
    assert (bool(young.payload_key), old.payload_key, old.checkpoint) == (True, "", {})
    assert Conversation.objects.filter(interview=old.interview).exists()
    assert tidy_imports() == 0


def test_retention_of_the_position_counts_where_it_is_shorter(bring_in, people):
    strict = make_position(people.owner, questions=0, retention_days=3)
    assert bring_in(ended_days_ago=2, at=strict)
    assert tidy_imports() == 0
    ImportJob.objects.update(finished_at=clock.now() - dt.timedelta(days=3, minutes=1))
    assert tidy_imports() == 1


def test_import_that_goes_on_keeps_everything(bring_in):
    job = bring_in(ended_days_ago=90)
    ImportJob.objects.update(state=JobState.QUEUED)
    assert tidy_imports() == 0
    assert default_storage.exists(job.payload_key)


def test_failed_recording_is_deleted_with_its_words_and_names(failed_recording):
    job = failed_recording(ended_days_ago=31)
    media = job.media
    assert tidy_imports() == 1
    job.refresh_from_db()
    assert (job.media, job.checkpoint, folder(job.public_id)) == (None, {}, 0)
    assert job.options == {"candidate_email": "", "candidate_name": "", "language": "zh"}
    MediaFile.objects.update(created_at=clock.now() - dt.timedelta(days=31))
    from interviews.services import delete_unused_media

    assert delete_unused_media() == 1
    assert not default_storage.exists(media.key)


def test_import_whose_source_is_gone_is_not_done_again(bring_in, failed_recording):
    for job in (bring_in(ended_days_ago=31), failed_recording(ended_days_ago=31)):
        tidy_imports()
        with pytest.raises(SourceForgotten):
            rerun_import(job)
        job.refresh_from_db()
        assert job.state in (JobState.DONE, JobState.FAILED)


def test_store_that_is_away_is_tried_again(bring_in, monkeypatch):
    job = bring_in(ended_days_ago=31)

    def refuse(self, key):
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(type(storage.media()), "delete_below", refuse)
        tidy_imports()
    job.refresh_from_db()
    assert job.payload_key
    tidy_imports()
    job.refresh_from_db()
    assert (job.payload_key, folder(job.public_id)) == ("", 0)


def test_folder_of_no_import_is_deleted_once_it_is_old(bring_in, monkeypatch):
    kept, orphan = bring_in(), new_id("imp")
    for name in (orphan, "not-an-id"):
        storage.media().save(f"imports/{name}/words-000.json", io.BytesIO(b"[]"))
    tidy_imports()
    assert folder(orphan) == 1
    monkeypatch.setattr(import_tidying, "_ORPHANED_FOR", dt.timedelta(seconds=-5))
    tidy_imports()
    assert (folder(orphan), folder(kept.public_id), folder("not-an-id")) == (0, 1, 1)


def test_erasing_an_interview_erases_every_import_of_it(bring_in, failed_recording, after_commit):
    first, second = bring_in(), bring_in()
    assert first.interview_id == second.interview_id
    other = failed_recording()
    same = failed_recording(external_id=first.external_id)
    ImportJob.objects.filter(pk=same.pk).update(origin="transcript")
    keys = [job.media.key for job in (same, other)]
    with after_commit():
        erase_interview(first.interview)
    assert list(ImportJob.objects.all()) == [other]
    assert [folder(job.public_id) for job in (first, second, same, other)] == [0, 0, 0, 1]
    assert [default_storage.exists(key) for key in keys] == [False, True]


def test_erased_interview_may_be_brought_in_anew_as_another(bring_in, after_commit):
    first = bring_in()
    with after_commit():
        erase_interview(first.interview)
    second = bring_in()
    assert second.state == JobState.DONE
    assert second.interview_id != first.interview_id
    assert Interview.objects.filter(erased_at=None).count() == 1


def test_interview_that_the_candidate_withdrew_is_not_brought_in_again(bring_in, after_commit):
    first = bring_in()
    Interview.objects.update(withdrawn_at=clock.now())
    with after_commit():
        erase_interview(first.interview)
    second = bring_in()
    assert (second.state, second.error_code, second.interview_id) == (JobState.FAILED, "withdrawn", None)
    assert not Conversation.objects.exists()


def test_interview_held_long_ago_is_kept_from_when_it_was_brought_in(bring_in, people):
    position = make_position(people.owner, questions=0, retention_days=30)
    long_ago = clock.now() - dt.timedelta(days=400)
    job = bring_in(at=position, started_at=long_ago)
    assert (job.state, job.interview.ended_at < clock.now() - dt.timedelta(days=399)) == (JobState.DONE, True)
    assert erase_outdated() == 0
    Interview.objects.update(created_at=clock.now() - dt.timedelta(days=31))
    assert erase_outdated() == 1


def test_transcript_stored_while_its_interview_was_erased_is_deleted_by_the_beat(bring_in, after_commit):
    job = bring_in()
    with after_commit():
        erase_interview(job.interview)
    Conversation.objects.create(interview=job.interview, starts_at=clock.now())
    erase_outdated()
    assert not Conversation.objects.exists()
