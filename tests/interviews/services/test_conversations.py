"""The transcript of a whole interview: made from turns, asked for, made anew, corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from common import clock, jobs
from common.errors import InvalidInput, NotAllowed, NotFound
from interviews.enums import AnswerStatus, TranscriptSource
from interviews.errors import TranscriptClosed
from interviews.models import Answer, Conversation, Interview, Sentence
from interviews.selectors import answers_of, conversation_of, paragraphs_from
from interviews.services import conversation_rows, conversations, mark_answer, record_transcript
from interviews.services.conversations import (
    build_conversation,
    correct_sentence,
    relabel_speakers,
    request_conversation,
    store_turns,
    sweep_conversations,
    turns_of,
)
from interviews.transcripts.turns import Turn, Voice, Word
from tests.client import ApiClient
from tests.factories import make_interview

ASKS = Voice("a", "interviewer", name_zh="王总", name_en="Wang")
ANSWERS = Voice("b", "candidate", name_zh="张三", name_en="Zhang San", user_id="u_1")
STARTS_AT = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


def said(voice: Voice, start_ms: int, text: str, *, end_ms: int | None = None, **fields: Any) -> Turn:
    return Turn(voice, start_ms, end_ms or start_ms + 250 * len(text), text, **fields)


TURNS = [
    said(ASKS, 0, "你好，可以做一下自我介绍么？"),
    said(ANSWERS, 5_000, "嗯，我我叫张三。我在字节跳动用Kubernetes做了一百二十个微服务。"),
    said(ASKS, 20_000, "好的。"),
]


def stored(interview: Interview, turns: list[Turn] | None = None, **fields: Any) -> Conversation:
    given = {"starts_at": STARTS_AT, "source": TranscriptSource.ASR, "language": "zh", **fields}
    return store_turns(interview, TURNS if turns is None else turns, **given)


@pytest.fixture
def held(people: Any, position: Any) -> Interview:
    """An interview in text mode with one answer, still going on."""
    interview = make_interview(people.candidate, position, mode="text")
    client = ApiClient(people.candidate)
    client.post(f"/interviews/{interview.public_id}/start")
    answer_current(client, interview, "嗯，我负责推荐系统的召回。")
    return Interview.objects.get(pk=interview.pk)


def answer_current(client: ApiClient, interview: Interview, text: str) -> None:
    question = client.get(f"/interviews/{interview.public_id}").data["current_question"]
    body = {"question_id": question["question_id"], "transcript": text, "duration": 0}
    assert client.post(f"/interviews/{interview.public_id}/answers", body).status == 201


def test_stored_turns_become_paragraphs_sentences_and_words(interview: Interview) -> None:
    conversation = stored(interview)
    first, second, third = paragraphs_from(conversation)
    assert [paragraph.speaker.role for paragraph in (first, second, third)] == [
        "interviewer",
        "candidate",
        "interviewer",
    ]
    assert second.speaker.user_id == "u_1"
    assert [sentence.text for sentence in second.sentences] == [
        "嗯，我我叫张三。",
        "我在字节跳动用Kubernetes做了一百二十个微服务。",
    ]
    tidied = list(paragraphs_from(conversation, tidied=True))[1].sentences
    assert tidied[0].text == "我叫张三。"
    assert "120个" in tidied[1].text
    assert conversation.keywords[0] in {"Kubernetes", "张三", "字节"}
    assert conversation.revision == 1
    assert conversation.tidied_by == "rules"


def test_numbers_count_from_zero_without_gaps(interview: Interview) -> None:
    conversation = stored(interview)
    sentences = list(conversation.sentences.all())
    assert [sentence.number for sentence in sentences] == list(range(len(sentences)))
    word = tidy_word = 0
    for sentence in sentences:
        assert (sentence.first_word, sentence.first_tidy_word) == (word, tidy_word)
        word += len(sentence.words)
        tidy_word += len(sentence.tidy_words)
    assert [paragraph.number for paragraph in conversation.paragraphs.all()] == [0, 1, 2]


def test_the_same_turns_again_make_no_new_revision(interview: Interview) -> None:
    first = stored(interview)
    again = stored(interview)
    assert (again.pk, again.revision, again.fingerprint) == (first.pk, 1, first.fingerprint)


def test_only_the_state_changing_makes_no_new_revision(interview: Interview) -> None:
    assert stored(interview, ready=False).state == "making"
    again = stored(interview)
    assert (again.state, again.revision) == ("ready", 1)


def test_rows_before_the_first_change_are_kept(interview: Interview) -> None:
    conversation = stored(interview)
    kept = list(conversation.sentences.filter(number__lt=3).values_list("pk", flat=True))
    again = stored(interview, [*TURNS, said(ANSWERS, 30_000, "谢谢您，再见。")])
    assert list(again.sentences.values_list("pk", flat=True)[:3]) == kept
    assert again.revision == 2
    assert again.sentences.count() == 5


def test_what_is_no_longer_said_is_gone(interview: Interview) -> None:
    stored(interview)
    again = stored(interview, TURNS[:1])
    assert again.paragraphs.count() == again.sentences.count() == again.speakers.count() == 1


def test_a_build_that_lost_the_race_works_out_everything_again(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(interview, TURNS[:1])
    write, written = conversation_rows.write_paragraphs, []

    def overtaken(conversation: Conversation, *args: Any, **options: Any) -> None:
        if not written:
            written.append(1)
            Conversation.objects.filter(pk=conversation.pk).update(revision=7)
        write(conversation, *args, **options)

    monkeypatch.setattr(conversations, "write_paragraphs", overtaken)
    assert stored(interview).revision == 8
    assert Sentence.objects.count() == 4


def test_turns_of_gives_back_what_makes_the_same_rows(interview: Interview) -> None:
    words = (Word("看", 60_000, 60_240), Word("一下", 60_240, 60_600), Word("那个", 60_600, 60_960))
    far = Turn(ANSWERS, 60_000, 70_000, "看一下那个", words, source="imported", whole=True, continues=False)
    conversation = stored(interview, [*TURNS, far])
    before = rows_of(conversation)
    again = stored(interview, turns_of(conversation))
    assert rows_of(again) == before


def rows_of(conversation: Conversation) -> list[Any]:
    fields = ("number", "start_ms", "end_ms", "text", "tidy_text", "words", "tidy_words", "paragraph__number")
    return list(conversation.sentences.values_list(*fields, "paragraph__speaker__key", "first_word", "source"))


def test_relabelled_speakers_keep_their_paragraphs(interview: Interview) -> None:
    conversation = stored(interview)
    relabel_speakers(conversation, {"a": "candidate", "b": "interviewer"})
    roles = [paragraph.speaker.role for paragraph in paragraphs_from(conversation)]
    assert roles == ["candidate", "interviewer", "candidate"]
    assert conversation.revision == 2
    relabel_speakers(conversation, {"a": "candidate"})
    assert conversation.revision == 2


def test_relabelling_to_an_unknown_role_is_refused(interview: Interview) -> None:
    with pytest.raises(ValueError):
        relabel_speakers(stored(interview), {"a": "nobody"})


def test_nothing_said_is_an_empty_transcript(interview: Interview) -> None:
    conversation = stored(interview, [said(ASKS, 0, "  "), said(ANSWERS, 10, "……")])
    assert (conversation.sentences.count(), conversation.duration_ms, conversation.keywords) == (0, 0, [])


# Our own interviews.


def test_own_interview_has_the_questions_as_they_were_asked(held: Interview) -> None:
    conversation = conversation_of(held)
    paragraphs = list(paragraphs_from(conversation))
    question, answer, following = paragraphs
    assert question.speaker.name_zh == "AI 面试官"
    assert question.speaker.name_en == "AI interviewer"
    assert (question.question_id, question.answer_id) == (held.questions.first().question_id, "")
    assert answer.speaker.name_zh == answer.speaker.name_en == "张三"
    assert answer.speaker.user_id == held.candidate.public_id
    assert answer.answer_id == Answer.objects.get().public_id
    assert answer.sentences[0].text == "嗯，我负责推荐系统的召回。"
    assert following.speaker.role == "interviewer"
    assert conversation.state == "making"
    assert conversation.language == "zh"


def test_question_ends_before_the_recording_begins(held: Interview) -> None:
    answer = Answer.objects.get()
    shown = held.started_at + dt.timedelta(seconds=1)
    held.questions.filter(pk=answer.question_id).update(started_at=shown)
    Answer.objects.update(submitted_at=shown + dt.timedelta(seconds=12), duration=11)
    answer = Answer.objects.select_related("interview").get()
    words = [{"text": "我负责", "start_ms": 200, "end_ms": 800}, {"text": "召回。", "start_ms": 900, "end_ms": 1500}]
    record_transcript(
        answer,
        source="asr",
        text="我负责召回。",
        language="zh",
        words=words,
        sentences=[],
        reason=None,
        engine="test",
    )
    build_conversation(held.pk)
    asked = answer.question.question_id
    rows = paragraphs_from(conversation_of(held), with_words=True)
    question, given = [row for row in rows if row.question_id == asked]
    assert question.start_ms == 1000
    assert question.end_ms == 2000
    assert given.start_ms == 2200
    assert given.end_ms == 3500
    [sentence] = given.sentences
    assert [word[0] for word in sentence.words] == ["我", "负责", "召回。"]
    assert sentence.source == "asr"


def test_it_is_ready_when_the_interview_has_ended_and_every_answer_is_analysed(
    held: Interview, people: Any, after_commit: Any
) -> None:
    answer = Answer.objects.get()
    Answer.objects.update(status=AnswerStatus.ANALYZING)
    ApiClient(people.candidate).post(f"/interviews/{held.public_id}/end")
    assert conversation_of(held).state == "making"
    with after_commit():
        mark_answer(answer, status=AnswerStatus.PARTIAL)
    assert conversation_of(held).state == "ready"


def test_a_candidate_without_account_is_named_by_the_invitation(held: Interview) -> None:
    Interview.objects.filter(pk=held.pk).update(candidate=None, candidate_name="", candidate_email="lee@mail.example")
    build_conversation(held.pk)
    assert conversation_of(held).speakers.get(role="candidate").name_zh == "lee"
    Interview.objects.filter(pk=held.pk).update(candidate_name="李雷")
    build_conversation(held.pk)
    assert conversation_of(held).speakers.get(role="candidate").name_en == "李雷"


def test_an_interview_that_was_never_started_has_none(interview: Interview) -> None:
    request_conversation(interview)
    build_conversation(interview.pk)
    assert conversation_of(interview) is None


def test_what_an_overlapping_answer_says_keeps_its_place(interview: Interview) -> None:
    turns = [said(ANSWERS, 0, "我先说完这一句话。", end_ms=6_000), said(ASKS, 2_000, "等一下。", end_ms=3_000)]
    rows = list(paragraphs_from(stored(interview, turns[::-1])))
    assert [row.start_ms for row in rows] == [0, 2_000]
    assert all(row.overlaps for row in rows)


# Asking for a build.


def test_many_wishes_make_one_build(held: Interview, after_commit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(jobs, "_send", lambda name, args: sent.append((name, args)))
    with after_commit():
        for _time in range(5):
            request_conversation(held)
    assert sent == [("interviews.build_conversation", (held.pk,))]
    build_conversation(held.pk)
    assert conversation_of(held).requested_at is None


def test_a_wish_during_the_build_is_answered_by_another_round(held: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    build = conversations._build

    def watched(interview: Interview) -> None:
        build(interview)
        rounds.append(1)
        if len(rounds) == 1:
            Conversation.objects.update(requested_at=clock.now())

    monkeypatch.setattr(conversations, "_build", watched)
    Conversation.objects.update(requested_at=clock.now() - dt.timedelta(seconds=1))
    build_conversation(held.pk)
    assert len(rounds) == 2
    assert conversation_of(held).requested_at is None


def test_a_wish_that_the_broker_lost_is_swept_up(held: Interview, after_commit: Any) -> None:
    Conversation.objects.update(requested_at=clock.now() - dt.timedelta(minutes=1), fingerprint="", revision=40)
    with after_commit():
        assert sweep_conversations() == 1
    assert conversation_of(held).requested_at is None
    assert conversation_of(held).revision == 41
    assert sweep_conversations() == 0


# Corrections.


def test_a_correction_is_kept_through_a_new_revision(held: Interview, people: Any, after_commit: Any) -> None:
    conversation = conversation_of(held)
    with after_commit():
        correct_sentence(conversation, number=1, text="我负责推荐系统的排序。", actor=people.owner)
    sentence = conversation.sentences.get(number=1)
    assert (sentence.text, sentence.source) == ("我负责推荐系统的排序。", "corrected")
    assert sentence.original_text == "嗯，我负责推荐系统的召回。"
    times = [(start, end) for _text, start, end in sentence.words]
    assert times == sorted(times)
    answer_current(ApiClient(people.candidate), held, "然后我做过排序。")
    again = conversation.sentences.get(number=1)
    assert (again.text, again.original_text) == (sentence.text, sentence.original_text)
    correction = conversation.corrections.get()
    assert (correction.corrected_by, correction.original_text) == (people.owner, sentence.original_text)


def test_a_second_correction_replaces_the_first(held: Interview, people: Any, after_commit: Any) -> None:
    conversation = conversation_of(held)
    for text in ("我负责排序。", "我负责的是排序。"):
        with after_commit():
            correct_sentence(conversation, number=1, text=text, actor=people.owner)
    assert conversation.sentences.get(number=1).text == "我负责的是排序。"
    assert conversation.corrections.count() == 1


def test_an_imported_transcript_is_corrected_in_its_own_rows(
    interview: Interview, people: Any, after_commit: Any
) -> None:
    Interview.objects.filter(pk=interview.pk).update(origin="feishu")
    interview.refresh_from_db()
    turn = said(ANSWERS, 0, "我用瑞迪斯。", source="imported", whole=True)
    conversation = stored(interview, [turn, said(ASKS, 9_000, "好。")], source=TranscriptSource.IMPORTED)
    for text in ("我用Redis。", "我们用Redis。"):
        with after_commit():
            correct_sentence(conversation, number=0, text=text, actor=people.mate)
        sentence = conversation.sentences.get(number=0)
        assert (sentence.text, sentence.original_text, sentence.source) == (text, "我用瑞迪斯。", "corrected")
        assert (sentence.start_ms, sentence.end_ms) == (0, 1_500)


def test_who_may_correct(held: Interview, people: Any) -> None:
    conversation = conversation_of(held)
    for actor in (people.stranger, people.other_candidate):
        with pytest.raises(NotAllowed):
            correct_sentence(conversation, number=1, text="别的。", actor=actor)
    assert correct_sentence(conversation, number=1, text="我自己的。", actor=people.candidate).pk
    with pytest.raises(NotAllowed):
        correct_sentence(conversation, number=0, text="问题。", actor=people.candidate)
    conversation.state = "ready"
    with pytest.raises(TranscriptClosed):
        correct_sentence(conversation, number=1, text="太晚了。", actor=people.candidate)
    assert correct_sentence(conversation, number=1, text="公司改的。", actor=people.mate).pk


def test_a_correction_needs_a_sentence_and_words(held: Interview, people: Any) -> None:
    conversation = conversation_of(held)
    with pytest.raises(NotFound):
        correct_sentence(conversation, number=99, text="没有。", actor=people.owner)
    with pytest.raises(InvalidInput):
        correct_sentence(conversation, number=1, text=" 。 ", actor=people.owner)


def test_answers_of_the_interview_are_untouched(held: Interview) -> None:
    build_conversation(held.pk)
    assert answers_of(held).count() == 1


def test_a_long_transcript_is_written_in_parts(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_rows, "SENTENCES_AT_ONCE", 2)
    turns = [said((ASKS, ANSWERS)[number % 2], 3_000 * number, f"第{number}句。好的。") for number in range(7)]
    conversation = stored(interview, turns)
    assert (conversation.revision, conversation.state, conversation.paragraphs.count()) == (1, "ready", 7)
    numbers = list(conversation.sentences.values_list("number", "first_word", "first_tidy_word"))
    monkeypatch.undo()
    Conversation.objects.all().delete()
    assert list(stored(interview, turns).sentences.values_list("number", "first_word", "first_tidy_word")) == numbers


def test_a_long_transcript_interrupted_is_being_made_and_goes_on(
    interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_rows, "SENTENCES_AT_ONCE", 2)
    turns = [said((ASKS, ANSWERS)[number % 2], 3_000 * number, f"第{number}句。") for number in range(7)]
    create, calls = Sentence.objects.bulk_create, []

    def broken(rows: list[Sentence]) -> None:
        calls.append(rows)
        if len(calls) == 3:
            raise OSError("the disk is full")
        create(rows)

    monkeypatch.setattr(Sentence.objects, "bulk_create", broken)
    with pytest.raises(OSError, match="disk"):
        stored(interview, turns)
    conversation = conversation_of(interview)
    assert (conversation.state, conversation.sentences.count(), conversation.fingerprint) == ("making", 4, "")
    kept = set(conversation.sentences.values_list("pk", flat=True))
    again = stored(interview, turns)
    assert (again.state, again.sentences.count()) == ("ready", 7)
    assert kept < set(again.sentences.values_list("pk", flat=True))
