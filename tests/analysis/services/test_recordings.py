"""A recording becomes an interview: voices by pitch, words by a recogniser that reads a script."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.utils.translation import override

from analysis.engines.base import EngineError
from analysis.engines.results import Diarization, Reason, Transcript, Word
from analysis.services import engines, recordings
from common import clock, jobs, storage
from common.jobs import JobState
from interviews.enums import MediaState, SpeakerRole
from interviews.importing.wording import note_sentence
from interviews.models import Conversation, ImportJob, Interview, MediaFile
from interviews.services import imports
from tests.factories import make_position
from tests.media import cut_short, noise, plain_frames, silence, tone, write_media

ASKED, ANSWERED = 200, 420  # Hz
SCRIPT = (
    (ASKED, "What is overfitting, and how would you avoid it?"),
    (ANSWERED, "Overfitting means the model learns the noise. I would stop early and collect more data."),
    (ASKED, "Can you give me an example?"),
    (ANSWERED, "In my last project we held back ten percent of the users and watched the error there."),
)
TURN_SECONDS, PAUSE_SECONDS = 4.0, 1.0
EACH_MS = round((TURN_SECONDS + PAUSE_SECONDS) * 1000)


def talk(script=SCRIPT) -> np.ndarray:
    parts = [np.concatenate([tone(seconds=TURN_SECONDS, hz=hz), silence(seconds=PAUSE_SECONDS)]) for hz, _ in script]
    return np.concatenate(parts)


class Reader:
    """Reads the script out: the words of each turn, spread over its sound; as many pieces as it is asked for."""

    name, provides, requires, version = "reader", "asr", frozenset({"audio"}), "1"

    def __init__(self, script=SCRIPT) -> None:
        self.script, self.heard, self.languages = script, [], []
        self.fails: list[Exception] = []

    def run(self, answer: Any) -> Transcript:
        if self.fails:
            raise self.fails.pop(0)
        start_ms = sum(self.heard)
        self.heard.append(answer.audio.duration_ms)
        self.languages.append(answer.language)
        words = [word for word in self._words() if start_ms <= word.start_ms < sum(self.heard)]
        moved = tuple(Word(one.text, one.start_ms - start_ms, one.end_ms - start_ms) for one in words)
        return Transcript(" ".join(one.text for one in moved), "en", moved, language_probability=0.9)

    def itself(self) -> Reader:
        return self

    def _words(self) -> list[Word]:
        found = []
        for number, (_, text) in enumerate(self.script):
            edges = np.linspace(0, TURN_SECONDS * 1000, len(text.split()) + 1).astype(int) + number * EACH_MS
            found += [Word(one, int(a), int(b)) for one, a, b in zip(text.split(), edges, edges[1:], strict=False)]
        return found


@pytest.fixture
def reader(monkeypatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(recordings, "recogniser", made.itself)
    return made


@pytest.fixture
def workdir(tmp_path, settings):
    settings.ANALYSIS_WORK_DIR = tmp_path / "work"
    return settings.ANALYSIS_WORK_DIR


@pytest.fixture
def recording(people, tmp_path, workdir):
    """``recording(samples)`` or ``recording(content=b"...")``: the queued job of an uploaded recording."""
    position = make_position(people.owner, language="auto")

    def make(samples=None, *, content: bytes | None = None, name="talk.wav", frames=None, **options) -> ImportJob:
        if content is None:
            content = write_media(tmp_path / name, sound=samples, frames=frames).read_bytes()
        media = MediaFile(
            owner=people.owner, kind="video" if frames else "audio", state=MediaState.STORED, file_name=name,
            content_type="audio/wav", size=len(content),
        )  # fmt: skip
        media.key = storage.media().save(f"uploads/{media.public_id}", io.BytesIO(content))
        media.save()
        return ImportJob.objects.create(
            organization=position.organization, position=position, created_by=people.owner, origin="recording",
            external_id=media.public_id, media=media, options=options,
        )  # fmt: skip

    return make


@pytest.fixture
def queue(monkeypatch):
    """What is put on the queue instead of being run at once."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, *args: sent.append((name, *args)))
    return sent


def run(job: ImportJob) -> ImportJob:
    recordings.transcribe_recording(job.pk)
    job.refresh_from_db()
    return job


def notes(job: ImportJob) -> dict[str, dict]:
    return {note["code"]: note["params"] for note in job.notes}


def spoken(job: ImportJob) -> list[tuple[str, int]]:
    conversation = Conversation.objects.get(interview=job.interview)
    return [(one.speaker.role, one.start_ms) for one in conversation.paragraphs.select_related("speaker")]


def test_a_recording_becomes_questions_answers_and_a_conversation(recording, reader, queue):
    job = run(recording(talk()))
    assert (job.state, job.error_code, job.progress) == (JobState.DONE, "", 1.0)
    assert spoken(job) == [("interviewer", 0), ("candidate", 5000), ("interviewer", 10000), ("candidate", 15000)]
    interview = job.interview
    assert (interview.status, interview.language, interview.mode) == ("completed", "en", "audio")
    assert [one.content for one in interview.questions.all()] == [SCRIPT[0][1], SCRIPT[2][1]]
    first = interview.answers.first()
    assert first.client_transcript == SCRIPT[1][1]
    assert (first.audio, first.clip_start_ms, first.clip_end_ms) == (job.media, 5000, 9000)
    conversation = interview.conversation
    assert (conversation.source, conversation.speakers_known, conversation.state) == ("asr", True, "ready")


def test_the_guess_is_told_with_how_sure_it_is(recording, reader, queue):
    told = notes(run(recording(talk())))["voices_guessed"]
    assert (told["interviewer"], told["candidate"]) == ("0:00", "0:05")
    assert 70 <= told["percent"] <= 100


def test_whoever_answers_first_is_still_the_candidate(recording, monkeypatch, queue):
    script = (SCRIPT[1], SCRIPT[0], SCRIPT[3], SCRIPT[2])
    monkeypatch.setattr(recordings, "recogniser", Reader(script).itself)
    job = run(recording(talk(script)))
    assert [role for role, _ in spoken(job)] == ["candidate", "interviewer", "candidate", "interviewer"]


def test_two_at_once_are_told_with_how_many_go_unnoticed(recording, reader, queue, monkeypatch):
    diarizer = engines.diarizer()

    class Both:
        def run(self, listening):
            found = diarizer.run(listening)
            return replace(found, segments=(replace(found.segments[0], overlap=True), *found.segments[1:]))

    monkeypatch.setattr(recordings, "diarizer", Both)
    job = run(recording(talk()))
    assert notes(job)["voices_at_once"] == {"count": 1}
    with override("en"):
        assert "7 to 9" in note_sentence("voices_at_once_missed", notes(job)["voices_at_once_missed"])
    assert job.interview.conversation.paragraphs.get(number=0).overlaps


def test_one_voice_never_speaks_at_once(recording, monkeypatch, queue):
    script = ((ANSWERED, SCRIPT[1][1]),)
    monkeypatch.setattr(recordings, "recogniser", Reader(script).itself)
    assert not {"voices_at_once", "voices_at_once_missed"} & notes(run(recording(talk(script)))).keys()


def test_names_given_with_the_import_are_the_speakers_names(recording, reader, queue):
    job = run(recording(talk(), candidate_name="张三", interviewer_name="Ms Li"))
    names = {one.role: (one.name_zh, one.name_en) for one in job.interview.conversation.speakers.all()}
    assert names == {SpeakerRole.CANDIDATE: ("张三", ""), SpeakerRole.INTERVIEWER: ("", "Ms Li")}


def test_a_video_gives_a_video_interview(recording, reader, queue):
    job = run(recording(talk(SCRIPT[:2]), name="talk.mp4", frames=plain_frames(count=10)))
    assert (job.state, job.interview.mode) == (JobState.DONE, "video")


def test_one_speaker_is_the_candidate_and_said(recording, monkeypatch, queue):
    script = ((ANSWERED, SCRIPT[1][1]), (ANSWERED, "Why did I do that? Because it works."))
    monkeypatch.setattr(recordings, "recogniser", Reader(script).itself)
    job = run(recording(talk(script), speaker_count=2))
    assert job.state == JobState.DONE
    assert {role for role, _ in spoken(job)} == {"candidate"}
    assert "one_speaker" in notes(job)
    assert notes(job)["fewer_voices"] == {"given": 2, "found": 1}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: {"samples": silence(seconds=3)}, "no_speech"),
        (lambda: {"content": b""}, "empty_file"),
        (lambda: {"content": b"<html>not a recording at all</html>"}, "not_media"),
        (lambda: {"content": b"RIFF\x00\x01\x00\x00WAVE"}, "truncated"),
    ],
    ids=["silence", "empty", "foreign", "cut"],
)
def test_what_cannot_be_used_fails_at_once_and_invents_nothing(recording, reader, queue, workdir, make, code):
    job = run(recording(**make()))
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, code, 1)
    assert job.interview is None
    assert not Conversation.objects.exists()
    assert not (workdir / "recordings" / job.public_id).exists()


def test_music_only_is_told_from_silence(recording, reader, queue, monkeypatch):
    class Deaf:
        def run(self, listening):
            return Diarization((), 0, reason=Reason.TOO_NOISY)

    monkeypatch.setattr(recordings, "diarizer", Deaf)
    assert run(recording(noise(seconds=3))).error_code == "no_voice"


def test_voices_without_words_fail(recording, monkeypatch, queue):
    monkeypatch.setattr(recordings, "recogniser", Reader(()).itself)
    job = run(recording(talk()))
    assert (job.state, job.error_code) == (JobState.FAILED, "no_words")
    assert job.interview is None


def test_a_video_without_sound_fails(recording, reader, queue):
    job = run(recording(None, name="mute.mp4", frames=plain_frames(count=10)))
    assert (job.state, job.error_code) == (JobState.FAILED, "no_sound")


def test_a_recording_longer_than_the_limit_is_refused_with_the_limit(recording, reader, queue, settings):
    settings.RECORDING_MAX_MINUTES = 0.25
    job = run(recording(talk()))
    assert (job.state, job.error_code, job.error_detail) == (JobState.FAILED, "too_long", '{"minutes": 0.25}')


def test_a_recording_of_the_limit_and_a_moment_is_taken(recording, reader, queue, settings):
    settings.RECORDING_MAX_MINUTES = 19.9 / 60  # 20 s come
    assert run(recording(talk())).state == JobState.DONE


def test_a_recording_that_breaks_off_is_used_and_said(recording, reader, queue, tmp_path):
    whole = write_media(tmp_path / "whole.flac", sound=talk())
    job = run(recording(content=cut_short(whole, keep=0.7).read_bytes(), name="talk.flac"))
    assert job.state == JobState.DONE, job.error_code
    assert "recording_cut" in notes(job)


def test_a_long_recording_gives_way_between_pieces(recording, reader, queue, settings, monkeypatch):
    monkeypatch.setattr(recordings, "PIECE_MS", 11_000)
    settings.RECORDING_SLICE_SECONDS = -1
    job = run(recording(talk()))
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert queue[-1] == (recordings.TASK, job.pk)
    settings.RECORDING_SLICE_SECONDS = 60
    assert run(job).state == JobState.DONE
    assert (len(reader.heard), sum(reader.heard)) == (2, 20_000)
    assert len(spoken(job)) == 4


def test_the_language_heard_first_holds_for_the_rest(recording, reader, queue, monkeypatch):
    monkeypatch.setattr(recordings, "PIECE_MS", 11_000)
    run(recording(talk()))
    assert reader.languages == ["auto", "en"]


def test_a_language_asked_for_holds_from_the_start(recording, reader, queue):
    run(recording(talk(), language="en"))
    assert reader.languages == ["en"]


def test_a_failure_is_tried_again_from_where_it_was(recording, reader, queue, monkeypatch):
    monkeypatch.setattr(recordings, "PIECE_MS", 11_000)
    job = recording(talk())
    calls = []
    diarizer, first = engines.diarizer(), reader.run
    monkeypatch.setattr(recordings, "diarizer", lambda: calls.append(1) or diarizer)

    def stumble(answer):
        if len(reader.heard) == 1 and not stumbled:
            stumbled.append(1)
            raise EngineError("busy", retryable=True)
        return first(answer)

    stumbled: list[int] = []
    monkeypatch.setattr(reader, "run", stumble)
    run(job)
    assert (job.state, job.error_code, len(job.checkpoint["words"])) == (JobState.QUEUED, "engine_failed", 1)
    assert run(job).state == JobState.DONE
    assert (len(calls), len(reader.heard), sum(reader.heard)) == (1, 2, 20_000)


def test_a_dead_worker_s_recording_goes_on_elsewhere(recording, reader, queue, monkeypatch, settings):
    """The other machine has no sound yet, but knows the voices and the words so far."""
    monkeypatch.setattr(recordings, "PIECE_MS", 11_000)
    job = recording(talk())
    settings.RECORDING_SLICE_SECONDS = -1
    run(job)
    settings.RECORDING_SLICE_SECONDS = 60
    past = clock.now() - clock.dt.timedelta(1)
    ImportJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_owner="gone", lease_expires_at=past)
    assert recordings._folder(job).is_dir()
    recordings.shutil.rmtree(recordings._folder(job))
    assert run(job).state == JobState.DONE
    assert len(spoken(job)) == 4


class Listener:
    """Hears a recording in five portions, and takes from the shelf what was heard before."""

    def __init__(self, *, dies_at: int | None = None) -> None:
        self.worked, self.dies_at = [], dies_at

    def itself(self) -> Listener:
        return self

    def run(self, listening: Any) -> Diarization:
        for number in range(5):
            if listening.shelf.get(f"portion-{number}") != bytes([number]):
                if number == self.dies_at:
                    raise Killed
                self.worked.append(number)
                listening.shelf.put(f"portion-{number}", bytes([number]))
            listening.report((number + 1) / 5)
        return engines.diarizer().run(listening)


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the code may catch it."""


def heard_files(job: ImportJob) -> list[str]:
    folder = f"imports/{job.public_id}"
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    return [name for name in names if name.startswith("portion")]


def test_a_worker_killed_while_it_tells_voices_apart_is_followed_by_one_that_goes_on(
    recording, reader, queue, monkeypatch, settings
):
    settings.JOB_LEASE_SECONDS = 600
    job = recording(talk())
    first, second = Listener(dies_at=3), Listener()
    monkeypatch.setattr(recordings, "diarizer", first.itself)
    with pytest.raises(Killed):
        run(job)
    job.refresh_from_db()
    assert (job.state, first.worked, len(job.checkpoint["heard"])) == (JobState.RUNNING, [0, 1, 2], 3)
    ImportJob.objects.filter(pk=job.pk).update(lease_expires_at=clock.now() - clock.dt.timedelta(1))
    recordings.shutil.rmtree(recordings._folder(job))  # another machine
    monkeypatch.setattr(recordings, "diarizer", second.itself)
    assert run(job).state == JobState.DONE
    assert second.worked == [3, 4]
    assert heard_files(job) == []


def test_telling_voices_apart_gives_way_between_portions(recording, reader, queue, monkeypatch, settings):
    settings.RECORDING_SLICE_SECONDS = -1
    job, listener, shares = recording(talk()), Listener(), []
    monkeypatch.setattr(recordings, "diarizer", listener.itself)
    while "voices" not in job.checkpoint:
        assert (run(job).state, job.attempts) == (JobState.QUEUED, 0)
        shares.append(job.progress)
    assert listener.worked == [0, 1, 2, 3, 4]
    assert queue.count((recordings.TASK, job.pk)) == 6
    assert shares == sorted(shares)
    assert job.checkpoint["heard"] == {}
    assert heard_files(job) == []


def test_what_was_heard_and_is_gone_from_the_store_is_heard_again(recording, reader, queue, monkeypatch, settings):
    settings.RECORDING_SLICE_SECONDS = -1
    job, listener = recording(talk()), Listener()
    monkeypatch.setattr(recordings, "diarizer", listener.itself)
    run(job)
    storage.media().delete(job.checkpoint["heard"]["portion-0"])
    settings.RECORDING_SLICE_SECONDS = 60
    assert run(job).state == JobState.DONE
    assert listener.worked == [0, 0, 1, 2, 3, 4]


def test_a_bug_is_no_endless_loop(recording, reader, queue, settings):
    reader.fails = [RuntimeError("a bug")] * 9
    job = recording(talk())
    for _ in range(settings.JOB_MAX_ATTEMPTS):
        run(job)
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "internal_error", settings.JOB_MAX_ATTEMPTS)


def test_a_job_delivered_twice_is_done_once(recording, reader, queue):
    job = run(recording(talk()))
    run(job)
    assert len(reader.heard) == 1


def test_nothing_is_left_behind(recording, reader, queue, workdir):
    job = run(recording(talk()))
    assert job.checkpoint == {}
    assert not (workdir / "recordings" / job.public_id).exists()
    assert storage.media().inspect(f"imports/{job.public_id}/voices.json") is None


def test_sound_of_imports_that_ended_elsewhere_is_removed(recording, reader, queue, workdir):
    other = run(recording(talk(), candidate_name="A"))
    stale = workdir / "recordings" / other.public_id
    stale.mkdir(parents=True)
    reader.heard.clear()
    run(recording(talk(SCRIPT[:2])))
    assert not stale.exists()


def test_a_conversation_says_while_it_is_made_anew_that_speakers_are_not_known(recording, reader, queue, monkeypatch):
    job = run(recording(talk()))
    known = []
    first = reader.run

    def look(answer):
        known.append(Conversation.objects.get(interview=job.interview).speakers_known)
        return first(answer)

    monkeypatch.setattr(reader, "run", look)
    reader.heard.clear()
    ImportJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert run(job).state == JobState.DONE
    assert known == [False]
    assert job.interview.conversation.speakers_known
    assert Conversation.objects.count() == 1


def test_a_failure_leaves_the_conversation_that_was_there(recording, reader, queue):
    job = run(recording(talk()))
    reader.fails = [EngineError("broken")]
    ImportJob.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert run(job).state == JobState.FAILED
    assert Conversation.objects.get(interview=job.interview).speakers_known
    assert len(spoken(job)) == 4


def test_swapping_speakers_pairs_anew(recording, reader, queue):
    job = run(recording(talk()))
    imports.swap_speakers(job.interview, {})
    imports.run_import(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error_detail
    assert [role for role, _ in spoken(job)] == ["candidate", "interviewer", "candidate", "interviewer"]
    assert "voices_guessed" not in notes(job)


def test_names_given_with_the_import_go_with_the_roles(recording, reader, queue):
    """Nobody named the voices: whoever is the candidate has the candidate's name."""
    job = run(recording(talk(), candidate_name="张三", interviewer_name="Ms Li"))
    first = {one.key: one.name_zh for one in job.interview.conversation.speakers.all()}
    imports.swap_speakers(job.interview, {})
    imports.run_import(job.pk)
    interview = Interview.objects.get(pk=job.interview_id)
    speakers = interview.conversation.speakers.all()
    names = {one.role: (one.name_zh, one.name_en) for one in speakers}
    assert names == {SpeakerRole.CANDIDATE: ("张三", ""), SpeakerRole.INTERVIEWER: ("", "Ms Li")}
    assert {one.key: one.name_zh for one in speakers} != first
    assert interview.candidate_name == "张三"


def test_progress_is_told(recording, reader, queue, monkeypatch):
    told = []
    report = jobs.report_progress
    monkeypatch.setattr(jobs, "report_progress", lambda job, share: told.append(share) or report(job, share))
    run(recording(talk()))
    assert told == sorted(told)
    assert len(told) >= 4
