"""Our own doors as the far side: what one company exports, another imports, word for word.

The clients of Feishu and Tencent Meeting read one company's interview over HTTP into another company's position.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.services import create_api_application
from common.jobs import JobState
from interviews.enums import TranscriptSource
from interviews.models import Conversation
from interviews.services import imports, store_turns
from interviews.services.remote_accounts import add_remote_account
from interviews.transcripts.turns import Turn, Voice, Word
from tests.conversations import STARTS_AT, hold, make_conversation
from tests.factories import make_interview, make_position
from tests.interviews.importing.samples import NAMES, TALK, times
from tests.people import make_people


@pytest.fixture(scope="module")
def client_libraries() -> None:
    import lark_oapi
    import wemeet_openapi

    del lark_oapi, wemeet_openapi


@pytest.fixture
def people(transactional_db):
    return make_people()


@pytest.fixture
def bring_over(people, live_server, settings, client_libraries):
    """``bring_over("feishu", interview)`` imports it into the stranger's company; the interview there."""
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    settings.JOB_LEASE_SECONDS = 600  # the database in memory has no place for a thread that renews it
    keys = create_api_application(actor=people.owner, name="export")[1]
    credentials = {
        "feishu": {"app_id": keys.app_id, "app_secret": keys.app_secret},
        "tencent": {
            "app_id": keys.app_id,
            "sdk_id": keys.sdk_id,
            "secret_id": keys.secret_id,
            "secret_key": keys.secret_key,
        },
        "tencent oauth": {"open_id": keys.open_id, "access_token": keys.access_token},
    }
    position = make_position(people.stranger, questions=0)

    def run(way, interview):
        source = way.split()[0]
        account = add_remote_account(
            organization=position.organization,
            actor=people.stranger,
            provider=source,
            name=way,
            credentials=credentials[way],
            base_url=live_server.url.replace("localhost", "127.0.0.1"),
        )
        draft = imports.ImportDraft(source=source, external_id=interview.public_id, account=account)
        job = imports.start_import(position=position, actor=people.stranger, draft=draft)
        job.refresh_from_db()
        assert job.state == JobState.DONE, (job.error_code, job.error_detail)
        assert job.interview.organization_id != interview.organization_id
        return job.interview

    return run


def written(conversation: Conversation) -> list[dict[str, Any]]:
    """Every sentence with its paragraph, speaker, words and times."""
    rows = conversation.sentences.select_related("paragraph__speaker").order_by("number")
    return [
        {
            "paragraph": (row.paragraph.number, row.paragraph.start_ms, row.paragraph.end_ms),
            "speaker": (row.paragraph.speaker.role, row.paragraph.speaker.name_zh, row.paragraph.speaker.name_en),
            "text": row.text,
            "times": (row.start_ms, row.end_ms),
            "words": row.words,
        }
        for row in rows
    ]


def spoken(conversation: Conversation) -> list[tuple[Any, ...]]:
    """What Feishu's interface shows: who says what, and when it begins."""
    return [(*row["speaker"], row["text"], row["times"][0]) for row in written(conversation)]


def interview_of_turns(people: Any) -> Conversation:
    """An interview as our own pipeline writes it down, from recognised words."""
    interview = hold(make_interview(people.candidate, make_position(people.owner)))
    turns = []
    for (who, text), (start, end) in zip(TALK, times(), strict=True):
        length = (end - start) // len(text)
        words = tuple(
            Word(letter, start + place * length, start + (place + 1) * length) for place, letter in enumerate(text)
        )
        voice = Voice(who, "interviewer" if who == "I" else "candidate", *NAMES[who], user_id=f"u_{who}")
        turns.append(Turn(voice, start, end, text, words))
    return store_turns(interview, turns, starts_at=STARTS_AT, source=TranscriptSource.ASR, language="zh")


def long_interview(people: Any) -> Conversation:
    """Several pages of either interface; one question, so that one answer is analysed."""
    interview = hold(make_interview(people.candidate, make_position(people.owner)))
    asked = [("interviewer", [f"第 {turn} 题 是 什么？" if turn == 0 else f"到 {turn} 了。"]) for turn in range(60)]
    answered = [("candidate", [f"第 {turn} 题 讲 排序。", "还有 召回。"]) for turn in range(60)]
    talk = [turn for pair in zip(asked, answered, strict=True) for turn in pair]
    return make_conversation(interview, talk=talk)


@pytest.mark.parametrize("make", [interview_of_turns, long_interview], ids=["own", "pages"])
def test_feishu_round_trip_keeps_sentences_times_and_speakers(people, bring_over, make):
    original = make(people)
    imported = bring_over("feishu", original.interview)
    assert spoken(imported.conversation) == spoken(original)
    assert imported.started_at == original.starts_at
    assert (imported.origin, imported.external_id) == ("feishu", original.interview.public_id)


@pytest.mark.parametrize("way", ["tencent", "tencent oauth"])
@pytest.mark.parametrize("make", [interview_of_turns, long_interview], ids=["own", "pages"])
def test_tencent_round_trip_keeps_paragraphs_sentences_and_words(people, bring_over, make, way):
    original = make(people)
    imported = bring_over(way, original.interview)
    names = {row["speaker"] for row in written(imported.conversation)}
    assert {(role, zh) for role, zh, _en in names} == {(role, zh) for role, zh, *_rest in spoken(original)}
    kept = ("paragraph", "text", "times", "words")
    assert [[row[name] for name in kept] for row in written(imported.conversation)] == [
        [row[name] for name in kept] for row in written(original)
    ]


def test_importing_twice_is_the_same_interview(people, bring_over):
    original = interview_of_turns(people)
    first = bring_over("feishu", original.interview)
    ends = first.started_at + dt.timedelta(milliseconds=written(first.conversation)[-1]["times"][1])
    assert abs((first.ended_at - ends).total_seconds()) < 1
    second = bring_over("tencent", original.interview)
    assert second.pk != first.pk  # another source is another interview
