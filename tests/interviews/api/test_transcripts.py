"""Reading the transcript, downloading it, putting it right."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pysubs2
import pytest

from interviews.enums import TranscriptSource
from interviews.models import Conversation, Interview
from interviews.services.conversations import store_turns
from interviews.transcripts.turns import Turn, Voice
from tests.factories import make_interview, make_position

ASKS = Voice("a", "interviewer", name_zh="王总", name_en="Wang")
ANSWERS = Voice("b", "candidate", name_zh="张三", name_en="")
HTML = "用<script>alert(1)</script>&{\\i1}C:\\Ndir --> x。"
TURNS = [
    Turn(ASKS, 0, 3_000, "你好，可以做一下自我介绍么？", question_id="q_1"),
    Turn(ANSWERS, 3_723_004, 3_730_000, "嗯，我我叫张三。我有十五年经验。", answer_id="ans_1"),
    Turn(ASKS, 3_740_000, 3_741_000, "嗯。"),
    Turn(ANSWERS, 3_750_000, 3_760_000, HTML, source="imported"),
]


@pytest.fixture
def spoken(interview: Interview) -> Interview:
    keep(interview)
    return interview


def keep(interview: Interview, turns: list[Turn] | None = None, *, ready: bool = True) -> Conversation:
    given = TURNS if turns is None else turns
    return store_turns(
        interview, given, starts_at=interview.created_at, source=TranscriptSource.ASR, language="zh", ready=ready
    )


def path(interview: Interview) -> str:
    return f"/interviews/{interview.public_id}/transcript"


def download(client: Any, interview: Interview, **query: str) -> Any:
    return client.raw("get", f"/v1{path(interview)}", data=query)


def test_members_and_the_candidate_read_it_and_nobody_else(spoken: Interview, people: Any, api: Any) -> None:
    for person in (people.owner, people.mate, people.candidate):
        assert api(person).get(path(spoken)).data["total"] == 4
    for person in (people.stranger, people.other_candidate):
        assert api(person).get(path(spoken)).code == 40401
        assert download(api(person), spoken, format="srt").status_code == 404
    assert api().get(path(spoken)).code == 40101


def test_candidate_reads_it_only_where_an_evaluation_is_shared(people: Any, api: Any) -> None:
    position = make_position(people.owner, candidate_report="none")
    interview = make_interview(people.candidate, position, mode="text")
    keep(interview)
    assert api(people.candidate).get(path(interview)).code == 40301
    assert api(people.mate).get(path(interview)).status == 200


def test_it_says_who_said_what_and_when(spoken: Interview, people: Any, api: Any) -> None:
    data = api(people.owner).get(path(spoken)).data
    assert data["interview_id"] == spoken.public_id
    assert (data["state"], data["version"], data["language"], data["revision"]) == ("ready", "original", "zh", 1)
    first, second = data["items"][:2]
    assert first["speaker"] == {
        "key": "a", "role": "interviewer", "name": "王总", "name_zh": "王总", "name_en": "Wang"
    }  # fmt: skip
    assert (first["question_id"], first["answer_id"]) == ("q_1", None)
    assert second["start_ms"] == 3_723_004
    sentence = second["sentences"][0]
    assert sentence["text"] == "嗯，我我叫张三。"
    assert sentence["words"][0] == {"text": "嗯，", "start_ms": 3_723_004, "end_ms": sentence["words"][1]["start_ms"]}
    assert sentence["original_text"] is None


def test_tidied_version_leaves_empty_sentences_out(spoken: Interview, people: Any, api: Any) -> None:
    data = api(people.owner).get(path(spoken), version="tidied").data
    assert [one["text"] for one in data["items"][1]["sentences"]] == ["我叫张三。", "我有15年经验。"]
    assert data["items"][2]["sentences"] == []


def test_names_follow_the_language_of_the_answer(spoken: Interview, people: Any, api: Any) -> None:
    items = api(people.owner, language="en").get(path(spoken)).data["items"]
    assert [item["speaker"]["name"] for item in items[:2]] == ["Wang", "张三"]


def test_it_is_read_by_pages(spoken: Interview, people: Any, api: Any) -> None:
    client = api(people.owner)
    read = [client.get(path(spoken), page=page, page_size=3).data for page in (1, 2, 3)]
    assert [[item["number"] for item in data["items"]] for data in read] == [[0, 1, 2], [3], []]
    assert [data["total"] for data in read] == [4, 4, 4]
    assert client.get(path(spoken), page=10**9, page_size=100).data["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"format": "pdf"},
        {"format": ""},
        {"version": "best"},
        {"page": "0"},
        {"page": "x"},
        {"page_size": "101"},
        {"page_size": "0"},
    ],
)
def test_what_is_not_known_is_refused(spoken: Interview, people: Any, api: Any, query: dict[str, str]) -> None:
    answer = api(people.owner).get(path(spoken), **query)
    assert (answer.code, answer.status) == (40001, 400)
    assert list(answer.errors) == list(query)


def test_as_many_queries_for_one_paragraph_as_for_a_hundred(
    interview: Interview, people: Any, api: Any, django_assert_num_queries: Any
) -> None:
    turns = [Turn((ASKS, ANSWERS)[n % 2], 1000 * n, 1000 * n + 900, "好的。") for n in range(100)]
    keep(interview, turns)
    client = api(people.owner)
    client.get(path(interview))
    with django_assert_num_queries(4) as one:
        client.get(path(interview), page_size=1)
    with django_assert_num_queries(len(one)):
        assert len(client.get(path(interview), page_size=99).data["items"]) == 99


def test_before_there_is_one_it_is_missing(interview: Interview, people: Any, api: Any) -> None:
    assert api(people.owner).get(path(interview)).code == 40401
    assert download(api(people.owner), interview, format="srt").status_code == 404


def test_while_it_is_being_made_it_is_read_and_not_downloaded(interview: Interview, people: Any, api: Any) -> None:
    keep(interview, ready=False)
    assert api(people.owner).get(path(interview)).data["state"] == "making"
    assert api(people.owner).get(path(interview), format="vtt").code == 40901


def test_srt_holds_every_sentence(spoken: Interview, people: Any, api: Any) -> None:
    response = download(api(people.owner), spoken, format="srt")
    assert response["Content-Type"] == "application/x-subrip; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{spoken.public_id}-original.srt"'
    text = response.content.decode()
    assert text.startswith("1\n00:00:00,000 --> 00:00:03,000\n王总: 你好，可以做一下自我介绍么？\n")
    assert "01:02:03,004 --> " in text
    events = pysubs2.SSAFile.from_string(text, format_="srt", keep_html_tags=True)
    assert len(events) == 5
    assert "<script" not in text
    assert "{\\i1}C:\\Ndir → x" in text


def test_vtt_has_voices_and_no_markup_of_the_candidate(spoken: Interview, people: Any, api: Any) -> None:
    response = download(api(people.owner), spoken, format="vtt", version="tidied")
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("WEBVTT\n")
    assert "<v 张三>我叫张三。</v>" in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert text.count("-->") == 4


def test_txt_has_a_line_a_paragraph(spoken: Interview, people: Any, api: Any) -> None:
    response = download(api(people.mate), spoken, format="txt", version="tidied")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[:2] == [
        "[00:00:00] 王总: 你好，可以做一下自我介绍么？",
        "[01:02:03] 张三: 我叫张三。我有15年经验。",
    ]
    assert len(lines) == 3


def test_docx_opens_and_names_a_chinese_font(spoken: Interview, people: Any, api: Any) -> None:
    response = download(api(people.owner), spoken, format="docx")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats-officedocument.wordprocessingml")
    document = docx.Document(io.BytesIO(response.content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "嗯，我我叫张三。我有十五年经验。" in texts
    assert HTML in texts
    assert any(text.startswith("张三") and "01:02:03" in text for text in texts)
    styles = zipfile.ZipFile(io.BytesIO(response.content)).read("word/styles.xml").decode()
    assert 'w:eastAsia="Microsoft YaHei"' in styles
    assert "eastAsiaTheme" not in styles.partition('w:styleId="Normal"')[2].partition("</w:style>")[0]


def test_a_file_with_nothing_said_is_empty_and_valid(interview: Interview, people: Any, api: Any) -> None:
    keep(interview, [])
    assert download(api(people.owner), interview, format="srt").content == b""
    assert download(api(people.owner), interview, format="vtt").content.startswith(b"WEBVTT")
    assert docx.Document(io.BytesIO(download(api(people.owner), interview, format="docx").content)).paragraphs


def test_a_member_corrects_a_sentence(spoken: Interview, people: Any, api: Any) -> None:
    Interview.objects.filter(pk=spoken.pk).update(origin="feishu")
    client = api(people.mate)
    answer = client.patch(f"{path(spoken)}/sentences/1", {"text": "我叫张珊。"})
    assert (answer.status, answer.data["original_text"]) == (202, "嗯，我我叫张三。")
    sentence = client.get(path(spoken)).data["items"][1]["sentences"][0]
    assert (sentence["text"], sentence["original_text"], sentence["source"]) == (
        "我叫张珊。",
        "嗯，我我叫张三。",
        "corrected",
    )
    assert "我叫张珊。" in download(client, spoken, format="txt").content.decode()


def test_corrections_that_may_not_be(spoken: Interview, people: Any, api: Any) -> None:
    body = {"text": "别的。"}
    assert api(people.stranger).patch(f"{path(spoken)}/sentences/1", body).code == 40401
    assert api(people.candidate).patch(f"{path(spoken)}/sentences/1", body).code == 40901
    assert api(people.candidate).patch(f"{path(spoken)}/sentences/0", body).code == 40301
    assert api(people.owner).patch(f"{path(spoken)}/sentences/99999999999999999999", body).code == 40401
    assert api(people.owner).patch(f"{path(spoken)}/sentences/1", {"text": 5}).code == 40001
    assert api(people.owner).patch(f"{path(spoken)}/sentences/1", {"text": "。"}).code == 40001
