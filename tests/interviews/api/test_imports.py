"""Bringing interviews in, through the API: who may, what comes of it, importing again, putting speakers right."""

from __future__ import annotations

import asyncio
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import MemberRole
from analysis.models import AnalysisJob
from common import jobs
from common.body_limit import BodyLimit
from common.jobs import JobState
from interviews.importing.models import ImportJob, RemoteAccount
from interviews.importing.texts import spoken_ms
from interviews.models import Answer, Conversation, Interview
from interviews.selectors import conversation_of, paragraphs_from
from interviews.services import imports
from reports.models import Report
from tests.factories import make_position, make_question
from tests.interviews.importing.samples import NAMES, TALK, feishu, packed, srt, tencent, times


@pytest.fixture(autouse=True)
def long_lease(settings):
    """The database in memory has no place for a thread that renews a lease while dictionaries are loaded."""
    settings.JOB_LEASE_SECONDS = 600


@pytest.fixture
def position(people):
    """Its bank holds the question on overfitting that is asked in the talk."""
    position = make_position(people.owner, questions=0)
    make_question(position)
    return position


@pytest.fixture
def bring_in(api, people, position):
    """``bring_in(source=..., ...)`` asks for an import as the owner; the answer."""

    def ask(client=None, **body):
        given = {"position_id": position.public_id, "source": "transcript", **body}
        return (client or api(people.owner)).post("/interviews/import", given)

    return ask


@pytest.fixture
def imported(bring_in):
    """The talk, imported from Feishu's JSON."""
    answer = bring_in(content=json.dumps(feishu(), ensure_ascii=False), id="7085989097067563300")
    assert (answer.status, answer.data["status"]) == (202, "queued"), answer.body
    job = ImportJob.objects.get(public_id=answer.data["import_id"])
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    return job


def spoken(interview):
    conversation = Conversation.objects.get(interview=interview)
    sentences = conversation.sentences.select_related("paragraph__speaker").order_by("number")
    return [(one.paragraph.speaker.role, one.start_ms, one.text) for one in sentences]


def test_a_transcript_becomes_an_interview(imported):
    interview = imported.interview
    assert (interview.origin, interview.status, interview.mode) == ("transcript", "completed", "text")
    assert interview.external_id == "7085989097067563300"
    assert interview.started_at.isoformat(timespec="milliseconds") == "2024-07-14T14:31:54.994+00:00"
    assert abs(interview.total_seconds - times()[-1][1] / 1000) < 2
    assert interview.candidate_name == "张三"
    assert spoken(interview) == [
        ("interviewer" if who == "I" else "candidate", start, text)
        for (who, text), (start, _end) in zip(TALK, times(), strict=True)
    ]


def test_interview_of_unknown_time_ends_when_it_was_brought_in(bring_in):
    answer = bring_in(content=srt())
    job = ImportJob.objects.get(public_id=answer.data["import_id"])
    assert job.interview.ended_at == job.created_at
    assert job.interview.total_seconds > 1
    assert "start_unknown" in [note["code"] for note in job.notes]


def test_the_list_says_where_an_interview_is_from(imported, api, people):
    (row,) = api(people.owner).get("/interviews").data["items"]
    assert (row["origin"], row["external_id"], row["candidate_name"]) == ("transcript", "7085989097067563300", "张三")


def test_questions_and_answers_are_paired(imported, position):
    rows = list(imported.interview.answers.select_related("question__parent"))
    bank = position.questions.get()
    assert [(row.question.content, row.question.is_follow_up) for row in rows] == [
        ("先做一个自我介绍吧。", False),
        ("你刚才提到双塔召回，具体是怎么训练的？", True),
        ("什么是过拟合？你会如何避免？", False),
    ]
    assert [row.question.order for row in rows] == [1, 1, 2]
    assert rows[1].question.question_id == f"{rows[0].question.question_id}_f1"
    assert (rows[2].question.question_id, rows[2].question.scoring_points) == (bank.public_id, bank.scoring_points)
    assert rows[0].question.scoring_points == []
    assert rows[0].client_transcript == TALK[3][1] + TALK[5][1]
    assert (rows[0].clip_start_ms, rows[0].clip_end_ms) == (times()[3][0], times()[5][0] + spoken_ms(TALK[5][1]))
    assert [row.transcript.source for row in rows] == ["imported"] * 3


def test_the_transcript_knows_which_turn_asks_and_which_answers(imported):
    answer = imported.interview.answers.get(question__order=2)
    paragraphs = paragraphs_from(conversation_of(imported.interview), limit=100)
    labels = {paragraph.start_ms: (paragraph.question_id, paragraph.answer_id) for paragraph in paragraphs}
    assert labels[times()[8][0]] == (answer.question.question_id, "")
    assert labels[times()[9][0]] == (answer.question.question_id, answer.public_id)
    assert labels[times()[0][0]] == ("", "")


def test_what_a_transcript_cannot_show_is_null_with_its_reason(imported, api, people):
    jobs_done = AnalysisJob.objects.filter(answer__interview=imported.interview)
    assert {job.state for job in jobs_done} == {JobState.DONE}
    for job in jobs_done:
        assert set(job.runs.values_list("kind", flat=True)) == {"asr", "content"}
        assert {job.missing[kind] for kind in ("prosody", "face", "gaze", "posture", "expression")} == {
            "transcript_only"
        }
        assert "asr" not in job.missing
    for language, sentence in (("zh-CN", "飞书"), ("en", "transcript file")):
        report = api(people.owner, language=language).get(f"/reports/{imported.interview.public_id}").data
        assert report["report_status"] == "ready", report
        assert report["dimension_details"]["speech"]["score"] is None
        assert report["dimension_details"]["video"]["reason"] == "transcript_only"
        assert "transcript_only" not in report["dimension_details"]["video"]["reason_label"]
        notices = {notice["key"]: notice["text"] for notice in report["notices"]}
        assert {"imported_transcript", "transcript_only"} <= notices.keys()
        assert "text_mode" not in notices
        assert sentence in notices["imported_transcript"] or language == "zh-CN"
    assert {question["transcript_source"] for question in report["questions"]} == {"imported"}


def test_times_in_the_report_count_from_the_start_of_the_interview(imported, api, people):
    report = api(people.owner).get(f"/reports/{imported.interview.public_id}").data
    by_question = {question["question_id"]: question for question in report["questions"]}
    answer = imported.interview.answers.get(question__order=2)
    shown = by_question[answer.question.question_id]
    assert shown["offset_ms"] == times()[9][0]
    assert shown["media_offset_ms"] == 0
    assert shown["sentences"][0]["start_ms"] == 0
    assert shown["candidate_name"] if "candidate_name" in shown else report["candidate"]["username"] == "张三"


def test_importing_again_updates_the_same_interview(imported, bring_in):
    interview, before = imported.interview, set(Answer.objects.values_list("public_id", flat=True))
    revision = interview.conversation.revision
    report = Report.objects.get(interview=interview)
    longer = [*TALK[:-3], ("I", "什么是死锁？"), ("C", "死锁是两个线程互相等待对方持有的锁，谁也走不下去。"), TALK[-1]]
    again = bring_in(content=json.dumps(feishu(longer), ensure_ascii=False), id="7085989097067563300")
    job = ImportJob.objects.get(public_id=again.data["import_id"])
    assert (job.state, job.interview_id) == (JobState.DONE, interview.pk)
    assert Interview.objects.count() == 1
    assert interview.answers.count() == 4
    assert not before & set(Answer.objects.values_list("public_id", flat=True))
    assert Conversation.objects.get(interview=interview).revision > revision
    renewed = Report.objects.get(interview=interview)
    assert (renewed.pk, renewed.public_id, renewed.state) == (report.pk, report.public_id, JobState.DONE)
    assert renewed.generated_at > report.generated_at
    assert len(renewed.document["questions"]) == 4


def test_the_same_file_without_an_id_is_the_same_interview(bring_in):
    bring_in(content=srt())
    bring_in(content=srt())
    bring_in(content=srt(TALK[:10]))
    assert Interview.objects.count() == 2


@pytest.mark.parametrize(("content", "times_known"), [(tencent(), True), (srt(), True)], ids=["tencent", "srt"])
def test_other_shapes_give_the_same_interview(bring_in, content, times_known):
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    answer = bring_in(content=text, started_at="2026-11-02T09:30:00+08:00")
    job = ImportJob.objects.get(public_id=answer.data["import_id"])
    assert job.interview.started_at.isoformat() == "2026-11-02T01:30:00+00:00"
    said = "".join(text.replace(" ", "") for _role, _start, text in spoken(job.interview))
    assert said == "".join(text for _who, text in TALK)
    assert job.interview.answers.count() == 3


def test_json_may_be_given_as_it_is(bring_in):
    job = ImportJob.objects.get(public_id=bring_in(content=feishu()).data["import_id"])
    assert job.state == JobState.DONE


def test_a_candidate_with_an_account_sees_the_interview(bring_in, api, people):
    bring_in(content=srt(), candidate_email="CANDIDATE@mail.example")
    assert Interview.objects.get().candidate == people.candidate
    assert api(people.candidate).get("/interviews").data["total"] == 1
    assert api(people.other_candidate).get("/interviews").data["total"] == 0


def test_a_candidate_without_an_account_gets_it_on_registration(bring_in, people):
    bring_in(content=srt(), candidate_email="later@mail.example", candidate_name="王五")
    interview = Interview.objects.get()
    assert (interview.candidate, interview.candidate_email, interview.candidate_name) == (
        None,
        "later@mail.example",
        "王五",
    )


def test_a_file_may_be_uploaded_as_a_form(api, people, position):
    client = api(people.owner)
    form = {
        "position_id": position.public_id,
        "source": "transcript",
        "language": "zh",
        "file": SimpleUploadedFile("面试.srt", srt().encode("gb18030")),
    }
    answer = client._answer(client.raw("post", "/v1/interviews/import", data=form))
    assert answer.status == 202, answer.body
    row = client.get(f"/imports/{answer.data['import_id']}").data
    assert (row["status"], row["file_name"]) == ("done", "面试.srt")
    assert row["notes"][0]["code"] == "encoding"
    assert "GB18030" in row["notes"][0]["text"]


def test_a_transcript_over_the_limit_is_refused(api, people, position, settings, bring_in):
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024
    client = api(people.owner)
    form = {
        "position_id": position.public_id,
        "source": "transcript",
        "file": SimpleUploadedFile("long.srt", b"x" * (settings.IMPORT_MAX_BYTES + 1)),
    }
    answer = client._answer(client.raw("post", "/v1/interviews/import", data=form))
    assert (answer.status, answer.code) == (413, 41301)
    assert "2 MB" in answer.message
    assert ImportJob.objects.count() == 0
    pasted = bring_in(content="x" * 3 * 1024 * 1024)
    assert (pasted.status, pasted.code) == (413, 41301)
    assert "2 MB" in pasted.message


def test_a_body_of_200_mb_is_refused_before_it_is_read():
    """As the server sees it: by its declared length, without taking a byte."""
    sent: list[dict] = []

    async def receive():
        raise AssertionError("The body was read.")

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/v1/interviews/import", "headers": [(b"content-length", b"209715200")]}
    asyncio.run(BodyLimit(None)(scope, receive, send))
    assert sent[0]["status"] == 413
    body = json.loads(sent[1]["body"])
    assert (body["code"], "64 MB" in body["message"]) == (41301, True)


def test_a_huge_transcript_is_not_read_to_its_end(people, position, settings):
    """200 MB: reading stops at the limit."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            assert self.given < 30 * 1024**2
            return b"x" * size

    draft = imports.ImportDraft(source="transcript", content=Endless())
    with pytest.raises(imports.TranscriptTooLarge):
        imports.start_import(position=position, actor=people.owner, draft=draft)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": "own"}, "source"),
        ({"source": "zoom"}, "source"),
        ({"position_id": 7}, "position_id"),
        ({"content": 7}, "content"),
        ({"content": ""}, "content"),
        ({}, "content"),
        ({"source": "recording"}, "upload"),
        ({"source": "recording", "upload": "up_missing"}, "upload"),
        ({"source": "feishu"}, "id"),
        ({"source": "feishu", "id": "1"}, "account_id"),
        ({"content": "x", "speaker_count": "two"}, "speaker_count"),
        ({"content": "x", "candidate_email": "nobody"}, "candidate_email"),
        ({"content": "x", "started_at": "yesterday"}, "started_at"),
        ({"content": "x", "language": "fr"}, "language"),
    ],
)
def test_a_wrong_field_is_named(bring_in, change, field):
    answer = bring_in(**change)
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors


def test_what_cannot_be_read_fails_with_a_sentence(bring_in, api, people):
    answer = bring_in(content='{"data": {"minutes": {"sentences": [{"content": []}]}}}')
    assert answer.status == 202
    for language, word in (("zh-CN", "字段"), ("en", "field")):
        row = api(people.owner, language=language).get(f"/imports/{answer.data['import_id']}").data
        assert (row["status"], row["error"]["code"], row["interview_id"]) == ("failed", "wrong_shape", None)
        assert "data.minutes.sentences[0].content" in row["error"]["message"]
        assert word in row["error"]["message"]
    assert Interview.objects.count() == 0


def spoilt(change):
    """Tencent Meeting's JSON of the talk; ``change`` takes its paragraphs."""
    page = tencent()
    change(page["minutes"]["paragraphs"])
    return page


def in_seconds(paragraphs):
    for paragraph in paragraphs:
        for part in (paragraph, *paragraph["sentences"], *paragraph["sentences"][0]["words"]):
            part["start_time"], part["end_time"] = part["start_time"] / 1000, part["end_time"] / 1000


def moved(paragraph, by_ms):
    for part in (paragraph, *paragraph["sentences"], *paragraph["sentences"][0]["words"]):
        part["start_time"], part["end_time"] = part["start_time"] + by_ms, part["end_time"] + by_ms


ODDITIES = {
    "times_in_seconds": in_seconds,
    "times_out_of_order": lambda paragraphs: paragraphs.insert(0, paragraphs.pop(4)),
    "times_overlap": lambda paragraphs: moved(paragraphs[3], -1500),
    "times_negative": lambda paragraphs: moved(paragraphs[0], -9000),
    "speakers_missing": lambda paragraphs: paragraphs[4].pop("speaker_info"),
}


@pytest.mark.parametrize("code", ODDITIES)
def test_what_was_odd_and_mended_is_said_in_both_languages(bring_in, api, people, code):
    answer = bring_in(content=spoilt(ODDITIES[code]))
    said = {}
    for language in ("zh-CN", "en"):
        row = api(people.owner, language=language).get(f"/imports/{answer.data['import_id']}").data
        assert row["status"] == "done", row["error"]
        said[language] = {note["code"]: note["text"] for note in row["notes"]}[code]
    assert said["zh-CN"] != said["en"]
    assert said["en"].isascii()
    sentences = Conversation.objects.get(interview__public_id=row["interview_id"]).sentences.order_by("number")
    starts = list(sentences.values_list("start_ms", flat=True))
    assert starts == sorted(starts)
    assert starts[0] >= 0
    assert abs(starts[-1] - times()[-1][0]) < 10_000


def test_without_an_answer_the_transcript_is_kept_and_it_is_said(bring_in, api, people):
    answer = bring_in(content=feishu([("C", "我先说两句。"), ("C", "今天天气不错。")]))
    row = api(people.owner).get(f"/imports/{answer.data['import_id']}").data
    assert row["status"] == "done"
    assert {"no_answers", "one_speaker"} <= {note["code"] for note in row["notes"]}
    report = api(people.owner).get(f"/reports/{row['interview_id']}").data
    assert (report["overall_score"], report["recommendation"]) == (None, "insufficient_evidence")


def test_who_may_import(api, people, position, bring_in, imported):
    assert bring_in(api(people.mate), content=srt()).status == 202
    assert bring_in(api(people.stranger), content=srt()).code == 40401
    assert bring_in(api(people.candidate), content=srt()).code == 40301
    assert bring_in(api(), content=srt()).code == 40101
    people.mate.memberships.update(role=MemberRole.REVIEWER)
    assert bring_in(api(people.mate), content=srt()).code == 40301


def test_who_may_read_imports(api, people, imported):
    path = f"/imports/{imported.public_id}"
    assert api(people.mate).get(path).status == 200
    assert api(people.stranger).get(path).code == 40401
    assert api(people.candidate).get(path).code == 40301
    assert api(people.owner).get("/imports").data["total"] == 1
    assert api(people.stranger).get("/imports").data["total"] == 0
    assert api(people.owner).get("/imports", status="failed").data["total"] == 0
    assert api(people.owner).get("/imports", status="lost").code == 40001


def test_imports_are_listed_with_as_many_queries_for_one_as_for_three(
    api, people, bring_in, django_assert_num_queries, imported
):
    client = api(people.owner)
    with CaptureQueriesContext(connection) as one:
        client.get("/imports")
    queries = len(one.captured_queries)
    bring_in(content=srt())
    bring_in(content=srt(TALK[:10]))
    with django_assert_num_queries(queries):
        assert client.get("/imports").data["total"] == 3


def test_speakers_change_places_in_one_call(imported, api, people):
    interview = imported.interview
    answer = api(people.owner).post(f"/interviews/{interview.public_id}/speakers", {})
    assert (answer.status, answer.data["import_id"]) == (202, imported.public_id)
    imported.refresh_from_db()
    assert imported.state == JobState.DONE, imported.error_code
    assert [(role, text) for role, _start, text in spoken(interview)] == [
        ("candidate" if who == "I" else "interviewer", text) for who, text in TALK
    ]
    texts = [row.client_transcript for row in interview.answers.all()]
    assert all("我叫张三" not in text for text in texts)
    report = Report.objects.get(interview=interview)
    assert report.state == JobState.DONE
    api(people.owner).post(f"/interviews/{interview.public_id}/speakers")
    assert interview.answers.get(question__order=2).client_transcript == TALK[9][1]
    assert [(role, text) for role, _start, text in spoken(interview)][3] == ("candidate", TALK[3][1])


def quotes_in(report):
    return {
        place["quote"].replace(" ", "")
        for ability in report["ability_evidence"].values()
        for indicator in ability["indicators"]
        for place in indicator["evidence"]
        if place["quote"]
    }


def test_report_after_speakers_changed_places_rests_on_the_other_persons_words(imported, api, people):
    client, path = api(people.owner), f"/reports/{imported.interview.public_id}"
    said = {who: "".join(text for one, text in TALK if one == who) for who in "IC"}
    before = client.get(path).data
    client.post(f"/interviews/{imported.interview.public_id}/speakers", {})
    after = client.get(path).data
    for report, answers, asks in ((before, "C", "I"), (after, "I", "C")):
        assert report["candidate"]["username"] == NAMES[answers][0]
        assert quotes_in(report)
        assert all(quote in said[answers] for quote in quotes_in(report))
        assert all(sentence["text"] in said[answers] for one in report["questions"] for sentence in one["sentences"])
        assert all(one["content"] in said[asks] for one in report["questions"])
    assert not quotes_in(before) & quotes_in(after)
    assert after["overall_score"] != before["overall_score"]
    runs = AnalysisJob.objects.filter(answer__interview=imported.interview, runs__kind="content")
    assert runs.count() == imported.interview.answers.count() == len(after["questions"])


def test_versions_of_the_report_keep_what_was_found_before_speakers_changed_places(imported, api, people):
    path = f"/reports/{imported.interview.public_id}"
    api(people.owner).post(f"/interviews/{imported.interview.public_id}/speakers", {})
    versions = api(people.owner).get(f"{path}/versions").data["items"]
    assert [(row["version"], row["reason"]) for row in versions] == [(2, "answers_replaced"), (1, "first")]


def test_speakers_by_key_must_exist_and_leave_a_candidate(imported, api, people):
    path = f"/interviews/{imported.interview.public_id}/speakers"
    client = api(people.owner)
    keys = {speaker.role: speaker.key for speaker in imported.interview.conversation.speakers.all()}
    for roles in ({"nobody": "candidate"}, {keys["candidate"]: "interviewer"}, {keys["candidate"]: "judge"}, "x"):
        refused = client.post(path, {"roles": roles})
        assert (refused.status, refused.code) == (400, 40001)
    assert api(people.stranger).post(path).code == 40401
    assert api(people.candidate).post(path).code == 40301
    ImportJob.objects.update(state=JobState.RUNNING)
    assert client.post(path).code == 40901


def test_speakers_of_our_own_interviews_are_known(api, people, interview):
    interview.save()
    assert api(people.owner).post(f"/interviews/{interview.public_id}/speakers").code == 40901


def test_a_worker_that_dies_half_way_is_replaced(bring_in, settings, monkeypatch, people, position):
    """The first worker falls silent after the rows are stored; the second finishes the same interview."""
    from interviews.services import imported_interviews

    class Killed(BaseException):
        """Stands for SIGKILL: nothing in the code may catch it."""

    def die(*_args, **_options):
        raise Killed

    draft = imports.ImportDraft(source="transcript", content=io.BytesIO(packed(feishu())))
    job = imports.start_import(position=position, actor=people.owner, draft=draft)
    with monkeypatch.context() as patch:
        patch.setattr(imported_interviews, "store_turns", die)
        with pytest.raises(Killed):
            imports.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, AnalysisJob.objects.count()) == (JobState.RUNNING, 0)
    imports.run_import(job.pk)
    assert AnalysisJob.objects.count() == 0  # the lease still holds
    ImportJob.objects.update(lease_expires_at=job.created_at)
    imports.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, Interview.objects.count()) == (JobState.DONE, 2, 1)
    assert job.interview.answers.count() == 3
    assert job.interview.conversation.sentences.count() == len(TALK)


def test_a_worker_that_lost_its_lease_stores_nothing(people, position):
    draft = imports.ImportDraft(source="transcript", content=io.BytesIO(packed(feishu())))
    job = imports.start_import(position=position, actor=people.owner, draft=draft)
    mine = jobs.claim(ImportJob, job.pk)
    ImportJob.objects.update(lease_owner="another")
    with pytest.raises(jobs.LeaseLost):
        imports.take_turns(
            mine, imports.read_transcript(packed(feishu())).turns, starts_at=None, language="zh", media=None
        )
    assert Interview.objects.count() == 0


def test_accounts_keep_their_secrets(api, people, settings):
    body = {
        "provider": "feishu",
        "name": "招聘",
        "credentials": {"app_id": "cli_1", "app_secret": "very-secret", "other": "x"},
    }
    client = api(people.owner)
    made = client.post("/remote-accounts", body)
    assert made.status == 201
    stored = RemoteAccount.objects.get()
    assert "very-secret" not in stored.sealed_secrets
    assert "very-secret" not in json.dumps([made.body, client.get("/remote-accounts").body])
    assert client.post("/remote-accounts", body).code == 40901
    assert api(people.mate).get("/remote-accounts").data["total"] == 1
    assert api(people.stranger).get("/remote-accounts").data["total"] == 0
    assert api(people.candidate).get("/remote-accounts").code == 40301
    path = f"/remote-accounts/{made.data['account_id']}"
    assert api(people.stranger).delete(path).code == 40401
    assert client.delete(path).status == 200
    assert RemoteAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"provider": "zoom"}, "provider"),
        ({"credentials": {"app_id": "only"}}, "credentials"),
        ({"credentials": {}}, "credentials"),
        ({"credentials": {"app_id": 3}}, "credentials"),
        ({"base_url": "http://127.0.0.1:8000"}, "base_url"),
        ({"base_url": "https://127.0.0.1"}, "base_url"),
        ({"base_url": "https://localhost"}, "base_url"),
        ({"base_url": "https://feishu.example/path"}, "base_url"),
        ({"base_url": "https://user:word@feishu.example"}, "base_url"),
        ({"base_url": "file:///etc/passwd"}, "base_url"),
    ],
)
def test_an_account_that_cannot_be_used_is_refused(api, people, change, field):
    body = {"provider": "feishu", "name": "n", "credentials": {"app_id": "a", "app_secret": "b"}, **change}
    answer = api(people.owner).post("/remote-accounts", body)
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors
