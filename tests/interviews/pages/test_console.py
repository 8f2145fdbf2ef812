"""The console's interviews."""

from __future__ import annotations

import pytest

from common import clock
from interviews.enums import SpeakerRole, TranscriptState
from interviews.models import Conversation, Interview, Paragraph, Sentence, Speaker
from tests.factories import make_interview, make_position
from tests.interviews.test_lifecycle_api import text_answer
from tests.pages import HTMX, browser, post, queries_of, text_of

PATH = "/console/interviews/"


def converse(interview, paragraphs=2):
    """A transcript of so many paragraphs, two speakers in turn."""
    conversation, _made = Conversation.objects.update_or_create(
        interview=interview, defaults={"state": TranscriptState.READY, "starts_at": clock.now()}
    )
    conversation.paragraphs.all().delete()
    conversation.speakers.all().delete()
    roles = (SpeakerRole.INTERVIEWER, SpeakerRole.CANDIDATE)
    speakers = [
        Speaker.objects.create(conversation=conversation, key=f"s{role}", role=role, name_zh=f"某{role.label}")
        for role in roles
    ]
    for number in range(paragraphs):
        times = {"start_ms": number * 1000, "end_ms": number * 1000 + 900}
        row = Paragraph.objects.create(conversation=conversation, number=number, speaker=speakers[number % 2], **times)
        Sentence.objects.create(
            conversation=conversation, paragraph=row, number=number, source="asr", text=f"第{number}句", **times
        )
    return conversation


def hold(api, people, position):
    interview = make_interview(people.candidate, position, mode="text")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    for question in list(interview.questions.all()):
        client.post(f"{path}/answers", text_answer(question.question_id, "我用正则化和早停来避免过拟合。"))
    client.post(f"{path}/end")
    return Interview.objects.get(pk=interview.pk)


@pytest.mark.parametrize("path", ["/console/", PATH, "/console/reports/", "/console/imports/", "/console/imports/new"])
def test_console_is_for_members_alone(people, path):
    assert browser().get(path).url.startswith("/login?next=")
    assert browser(people.candidate).get(path).url == "/my/interviews"
    text_of(browser(people.owner), path)


def test_interview_of_a_stranger_is_not_found(people, interview):
    path = f"{PATH}{interview.public_id}"
    for address in (path, f"{path}/paragraphs"):
        assert browser(people.stranger).get(address).status_code == 404
        assert browser(people.mate).get(address).status_code == 200
    assert browser(people.candidate).get(path).url == "/my/interviews"
    assert post(browser(people.stranger), f"{path}/speakers").status_code == 404


def test_interviews_list_holds_the_own_companys_alone(people, interview):
    assert "张三" in text_of(browser(people.mate), PATH)
    assert "张三" not in text_of(browser(people.stranger), PATH)


def test_interviews_take_the_same_queries_for_one_and_three(people, interview, position):
    client = browser(people.owner)
    text_of(client, PATH)
    one = queries_of(lambda: text_of(client, PATH))
    make_interview(people.candidate, position)
    make_interview(people.other_candidate, make_position(people.owner))
    assert queries_of(lambda: text_of(client, PATH)) == one


def test_interview_page_takes_the_same_queries_for_one_and_three_answers(api, people, interview):
    client, path = browser(people.owner), f"{PATH}{interview.public_id}"
    speaker = api(people.candidate)
    speaker.post(f"/interviews/{interview.public_id}/start")
    questions = list(interview.questions.filter(parent=None))
    speaker.post(f"/interviews/{interview.public_id}/answers", text_answer(questions[0].question_id, "一"))
    one = queries_of(lambda: text_of(client, path))
    for question in questions[1:]:
        speaker.post(f"/interviews/{interview.public_id}/answers", text_answer(question.question_id, "二"))
    assert queries_of(lambda: text_of(client, path)) == one


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=张三", True),
        ("q=CANDIDATE@mail", True),
        ("q=算法", True),
        ("q=nobody", False),
        ("status=created", True),
        ("status=completed", False),
        ("status=nonsense", True),
        ("origin=feishu", False),
        ("start=2020-01-01&end=2020-12-31", False),
        ("start=2020-01-01", True),
        ("start=nonsense", True),
        ("page=99999", True),
        ("page=-1", True),
        ("page=x", True),
        ("sort=nonsense", True),
        ("sort=candidate", True),
        ("position=pos_nonsense", True),
    ],
)
def test_interviews_are_narrowed_by_the_address(people, interview, query, found):
    assert (interview.public_id in text_of(browser(people.owner), f"{PATH}?{query}")) is found


def test_interviews_pages_keep_the_filter(people, position):
    for _number in range(51):
        make_interview(people.candidate, position)
    page = text_of(browser(people.owner), f"{PATH}?status=created")
    assert "status=created&amp;page=2" in page
    second = text_of(browser(people.owner), f"{PATH}?status=created&page=2")
    assert second.count('class="row-link') == 1


def test_interviews_with_a_hundred_characters_of_name_and_title(people):
    interview = make_interview(people.candidate, make_position(people.owner, title="长" * 100))
    Interview.objects.filter(pk=interview.pk).update(candidate=None, candidate_name="<b>" + "n" * 97)
    page = text_of(browser(people.owner), PATH)
    assert "&lt;b&gt;" in page
    assert "<b>nnn" not in page


def test_interview_page_shows_answers_and_report(api, people, position):
    interview = hold(api, people, position)
    page = text_of(browser(people.owner), f"{PATH}{interview.public_id}")
    assert "我用正则化和早停" in page
    assert f"/console/reports/{interview.public_id}" in page


def test_interview_page_reads_a_long_transcript_in_parts(people, interview):
    converse(interview, paragraphs=230)
    client, path = browser(people.owner), f"{PATH}{interview.public_id}"
    first = text_of(client, path)
    assert "第99句" in first
    assert "第100句" not in first
    second = text_of(client, f"{path}/paragraphs?from=100", **HTMX)
    assert "第199句" in second
    assert "from=200" in second
    last = text_of(client, f"{path}/paragraphs?from=200", **HTMX)
    assert "第229句" in last
    assert "hx-get" not in last
    for odd in ("x", "-1", "9" * 30):
        assert "第0句" in text_of(client, f"{path}/paragraphs?from={odd}", **HTMX)


def test_fragment_for_somebody_signed_out_sends_to_the_login(db):
    response = browser().get(PATH, **HTMX, HTTP_HX_CURRENT_URL=f"http://testserver{PATH}")
    assert response.headers["HX-Redirect"] == "/login?next=%2Fconsole%2Finterviews%2F"


def test_my_interviews_show_the_own_ones_alone(people, interview):
    assert "算法工程师" in text_of(browser(people.candidate), "/my/interviews")
    assert "算法工程师" not in text_of(browser(people.other_candidate), "/my/interviews")
    assert browser().get("/my/interviews").status_code == 302


def test_unknown_page_is_a_page_and_unknown_api_path_is_not(people):
    response = browser(people.owner).get("/console/nowhere")
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()
    assert browser(people.owner).get("/v1/nowhere").headers["Content-Type"].startswith("application/json")


def test_pages_allow_no_inline_script(people):
    policy = browser(people.owner).get("/console/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "unsafe-eval" in browser().get("/admin/login/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("suffix", ["srt", "vtt", "txt"])
def test_transcript_is_downloaded_by_session(people, interview, suffix):
    converse(interview)
    path = f"{PATH}{interview.public_id}.{suffix}"
    response = browser(people.owner).get(path)
    assert "第1句" in response.content.decode()
    assert response.headers["Content-Disposition"].endswith(f'.{suffix}"')
    assert browser(people.stranger).get(path).status_code == 404
    assert browser(people.owner).get(f"{PATH}{interview.public_id}.exe").status_code == 404


def test_speakers_have_their_names_in_the_readers_language(people, interview):
    converse(interview)
    Speaker.objects.filter(role=SpeakerRole.INTERVIEWER).update(name_zh="AI 面试官", name_en="AI interviewer")
    path = f"{PATH}{interview.public_id}"
    for language, name, other in (("en", "AI interviewer", "AI 面试官"), ("zh-CN", "AI 面试官", "AI interviewer")):
        client = browser(people.owner, language=language)
        for content in (text_of(client, path), client.get(f"{path}.srt").content.decode()):
            assert name in content
            assert other not in content


def test_transcript_before_it_is_ready_is_no_file(people, interview):
    path = f"{PATH}{interview.public_id}.txt"
    assert browser(people.owner).get(path).status_code == 404
    converse(interview)
    Conversation.objects.update(state=TranscriptState.MAKING)
    assert browser(people.owner).get(path).status_code == 409
    assert ".txt" not in text_of(browser(people.owner), f"{PATH}{interview.public_id}")


def test_earlier_takes_can_be_seen_beside_the_answer_that_counts(api, people):
    position = make_position(people.owner, retakes_allowed=True)
    interview = make_interview(people.candidate, position, mode="text")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    question = interview.questions.first()
    for text in ("第一遍 <b>说得乱</b>。", "第二遍说得清楚。"):
        client.post(f"{path}/answers", text_answer(question.question_id, text))
    shown = text_of(browser(people.owner), f"{PATH}{interview.public_id}")
    assert "第 2 次作答：按这次评分" in shown
    assert "之前还录过 1 次，已保留但不评分" in shown
    assert shown.index("第二遍说得清楚。") < shown.index("第一遍 &lt;b&gt;说得乱&lt;/b&gt;。")
