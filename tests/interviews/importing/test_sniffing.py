"""Transcripts in every shape, and with everything that may be wrong with them."""

from __future__ import annotations

import copy
import json
import re

import pytest

from interviews.importing.parsed import Unreadable
from interviews.importing.sniffing import read_transcript
from tests.conftest import SHARED
from tests.interviews.importing.samples import NAMES, STARTED_MS, TALK, feishu, packed, srt, tencent, times


def codes(imported):
    return {note.code for note in imported.notes}


def texts(imported):
    return [turn.text for turn in imported.turns]


@pytest.fixture(scope="module")
def spec():
    """The specification's own examples, verbatim."""

    def example(name):
        path = SHARED / "spec" / name
        if not path.is_file():
            pytest.skip("the folder of specifications is not here")
        text = path.read_text()
        fenced = re.search(r"```json\n(.*?)```", text, re.DOTALL)
        return fenced[1] if fenced else text[text.index('{\n"more"') :]

    return example


def test_feishu_example_of_the_specification(spec):
    imported = read_transcript(spec("feishu-hire-minutes.md").encode())
    (turn,) = imported.turns
    assert (turn.text, turn.start_ms, turn.whole) == ("你好，可以做一下自我介绍么？", 0, True)
    assert (turn.voice.role, turn.voice.name_zh, turn.voice.name_en) == ("interviewer", "张三", "Zhang San")
    assert round(imported.starts_at.timestamp() * 1000) == 1720967514994
    assert codes(imported) == {"incomplete", "one_speaker"}


def test_tencent_example_of_the_specification(spec):
    text = spec("tencent-meeting-transcript-details.md")
    imported = read_transcript(text.encode())
    given = json.loads(text)["minutes"]["paragraphs"]
    sentences = [sentence for paragraph in given for sentence in paragraph["sentences"]]
    assert [(turn.start_ms, turn.end_ms) for turn in imported.turns] == [
        (sentence["start_time"], sentence["end_time"]) for sentence in sentences
    ]
    assert [[(word.text, word.start_ms, word.end_ms) for word in turn.words] for turn in imported.turns] == [
        [(word["text"], word["start_time"], word["end_time"]) for word in sentence["words"]] for sentence in sentences
    ]
    assert [turn.voice.name_zh for turn in imported.turns] == ["测试"] * 8 + ["test"] * 2 + ["mints"] * 2
    assert [turn.continues for turn in imported.turns][:5] == [None, True, True, True, False]
    assert codes(imported) == {"roles_guessed"}


def test_feishu_turns_keep_text_times_and_speakers():
    imported = read_transcript(packed(feishu()))
    assert texts(imported) == [text for _who, text in TALK]
    assert [turn.start_ms for turn in imported.turns] == [start for start, _end in times()]
    assert [turn.voice.role for turn in imported.turns] == [
        "interviewer" if who == "I" else "candidate" for who, _text in TALK
    ]
    assert round(imported.starts_at.timestamp() * 1000) == STARTED_MS
    assert imported.notes == ()


@pytest.mark.parametrize(
    "shape",
    [
        lambda page: page["data"],
        lambda page: page["data"]["minutes"],
        lambda page: page["data"]["minutes"]["sentences"],
        lambda page: [feishu(TALK[:0], more=True, token="t"), page],
        lambda page: [page, page],
    ],
    ids=["data", "minutes", "sentences", "pages", "a page twice"],
)
def test_feishu_in_each_of_its_shapes(shape):
    imported = read_transcript(packed(shape(feishu())))
    assert texts(imported) == [text for _who, text in TALK]


def test_a_page_given_twice_is_taken_once_and_said():
    assert codes(read_transcript(packed([feishu(), feishu()]))) == {"repeated"}
    assert codes(read_transcript(packed([tencent(), tencent()]))) >= {"repeated"}


@pytest.mark.parametrize(
    "shape",
    [lambda page: page, lambda page: page["minutes"], lambda page: page["minutes"]["paragraphs"], lambda page: [page]],
    ids=["response", "minutes", "paragraphs", "pages"],
)
def test_tencent_in_each_of_its_shapes(shape):
    imported = read_transcript(packed(shape(tencent())))
    assert [turn.text.replace(" ", "") for turn in imported.turns] == [text for _who, text in TALK]
    assert [turn.start_ms for turn in imported.turns] == [start for start, _end in times()]


def test_tencent_speakers_get_their_roles_from_what_they_ask():
    imported = read_transcript(packed(tencent()))
    assert {(turn.voice.name_zh, turn.voice.role) for turn in imported.turns} == {
        ("李四", "interviewer"),
        ("张三", "candidate"),
    }
    assert {turn.voice.user_id for turn in imported.turns} == {"userI", "userC"}


def test_the_named_candidate_is_the_candidate():
    imported = read_transcript(packed(tencent()), candidate_name="李四")
    assert {turn.voice.role for turn in imported.turns if turn.voice.name_zh == "李四"} == {"candidate"}


def test_srt_speakers_come_from_their_prefixes():
    imported = read_transcript(srt().encode())
    assert texts(imported) == [text for _who, text in TALK]
    assert [turn.voice.name_zh for turn in imported.turns] == [NAMES[who][0] for who, _text in TALK]
    assert [(turn.start_ms, turn.end_ms) for turn in imported.turns] == times()


@pytest.mark.parametrize("padding", ["\n", "ab\n\n", "ab\n", "{\\a", "<v ", "["], ids=repr)
def test_subtitles_with_a_megabyte_of_nothing_are_read_at_once(padding):
    """Within the time a test may take: work that grows with the square of the length takes hours."""
    content = f"{srt()}\n{padding * (1_000_000 // len(padding))}\n"
    assert len(read_transcript(content.encode()).turns) == len(read_transcript(srt().encode()).turns)


def test_vtt_voices_comments_and_styles():
    imported = read_transcript(
        b"\xef\xbb\xbfWEBVTT - an interview\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody says this\n\n"
        b"intro\n00:01.000 --> 00:03.500\n<v Interviewer>Could you <i>introduce</i> yourself?</v>\n\n"
        b"00:04.000 --> 00:09.000 align:start\n<v.loud Jane Doe>I am Jane, I <b>build</b> compilers.</v>\n\n"
        b"00:09.000 --> 00:10.000\nAnd I like tea.\n"
    )
    assert [(turn.voice.name_en, turn.voice.role, turn.text) for turn in imported.turns] == [
        ("Interviewer", "interviewer", "Could you introduce yourself?"),
        ("Jane Doe", "candidate", "I am Jane, I build compilers."),
        ("Jane Doe", "candidate", "And I like tea."),
    ]


def test_a_colon_in_a_sentence_names_nobody():
    talk = [("I", "请看题目。"), ("C", "注意：这里有三个要点：时间、空间和精度。")]
    imported = read_transcript(srt([*talk, *talk]).replace("00:00:00,000", "00:00:00,001").encode())
    assert imported.turns[1].text == talk[1][1]
    assert {turn.voice.name_zh for turn in imported.turns} == {"李四", "张三"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_recognised(encoding):
    imported = read_transcript(srt().encode(encoding))
    assert texts(imported) == [text for _who, text in TALK]
    assert ("encoding" in codes(imported)) is (encoding == "gb18030")


def test_markup_in_text_stays_text():
    talk = [
        ("I", "请问 <b>什么</b> 是 XSS？"),
        ("C", '就是 <script>alert("1")</script> 这样的 <img src=x onerror=y>。'),
    ]
    imported = read_transcript(packed(feishu(talk)))
    assert texts(imported) == [text for _who, text in talk]
    assert "<script>alert" in texts(read_transcript(srt(talk).encode()))[1]


def test_times_in_seconds_are_converted_and_said():
    page = feishu()
    for sentence in page["data"]["minutes"]["sentences"]:
        sentence["speak_time"] = str(int(sentence["speak_time"]) // 1000)
    imported = read_transcript(packed(page))
    assert codes(imported) == {"times_in_seconds"}
    assert [turn.start_ms // 1000 for turn in imported.turns] == pytest.approx(
        [start / 1000 for start, _end in times()], abs=1
    )
    assert imported.starts_at.year == 2024


def test_tencent_times_in_seconds_are_told_by_the_pace_of_speech():
    page = tencent()
    for paragraph in page["minutes"]["paragraphs"]:
        for part in (paragraph, *paragraph["sentences"], *paragraph["sentences"][0]["words"]):
            part["start_time"], part["end_time"] = part["start_time"] / 1000, part["end_time"] / 1000
    imported = read_transcript(packed(page))
    assert "times_in_seconds" in codes(imported)
    assert [(turn.start_ms, turn.end_ms) for turn in imported.turns] == times()


def test_a_slow_talk_in_milliseconds_is_left_alone():
    page = tencent([("I", "好吗？"), ("C", "好的好的。")])
    for number, paragraph in enumerate(page["minutes"]["paragraphs"]):
        paragraph["sentences"][0].update(
            start_time=number * 60_000,
            end_time=number * 60_000 + 30_000,
            words=[{"wid": "0", "text": "好的", "start_time": number * 60_000, "end_time": number * 60_000 + 30_000}],
        )
    assert "times_in_seconds" not in codes(read_transcript(packed(page)))


def test_times_out_of_order_are_put_in_order_and_said():
    page = feishu()
    sentences = page["data"]["minutes"]["sentences"]
    sentences[3], sentences[5] = sentences[5], sentences[3]
    imported = read_transcript(packed(page))
    assert codes(imported) == {"times_out_of_order"}
    assert texts(imported) == [text for _who, text in TALK]


def test_overlapping_times_are_kept_marked_and_said():
    page = tencent()
    second = page["minutes"]["paragraphs"][1]["sentences"][0]
    second["words"] = [{**word, "start_time": word["start_time"] - 1500} for word in second["words"]]
    second["start_time"] -= 1500
    imported = read_transcript(packed(page))
    assert "times_overlap" in codes(imported)
    assert [turn.overlaps for turn in imported.turns][:3] == [True, True, False]


def test_negative_times_are_moved_to_the_start_and_said():
    page = tencent()
    first = page["minutes"]["paragraphs"][0]["sentences"][0]
    first["start_time"], first["words"] = -700, [{**first["words"][0], "start_time": -700}, *first["words"][1:]]
    imported = read_transcript(packed(page))
    assert "times_negative" in codes(imported)
    assert min(turn.start_ms for turn in imported.turns) == 0


@pytest.mark.parametrize("broken", ["", None, "0", "99999999999999999999"])
def test_a_missing_or_impossible_time_is_filled_in_and_said(broken):
    page = feishu()
    page["data"]["minutes"]["sentences"][4]["speak_time"] = broken
    imported = read_transcript(packed(page))
    assert "times_missing" in codes(imported)
    assert texts(imported) == [text for _who, text in TALK]
    assert max(turn.end_ms for turn in imported.turns) < 3_600_000


def test_missing_speakers_go_to_whoever_spoke_before_and_are_said():
    page = feishu()
    for name in ("user_type", "speaker_name"):
        page["data"]["minutes"]["sentences"][5].pop(name)
    imported = read_transcript(packed(page))
    (note,) = imported.notes
    assert (note.code, note.params["count"]) == ("speakers_missing", 1)
    assert imported.turns[5].voice == imported.turns[4].voice


def test_without_any_speaker_those_who_ask_are_the_interviewer():
    imported = read_transcript(srt(names=False).encode())
    assert "speakers_unknown" in codes(imported)
    roles = {turn.text: turn.voice.role for turn in imported.turns}
    assert roles["什么是过拟合？你会如何避免？"[:0] or TALK[8][1]] == "interviewer"
    assert roles[TALK[9][1]] == "candidate"


def test_a_reversed_end_is_estimated_and_said():
    page = tencent()
    sentence = page["minutes"]["paragraphs"][3]["sentences"][0]
    sentence.update(
        end_time=sentence["start_time"] - 10, words=[{**word, "end_time": None} for word in sentence["words"]]
    )
    imported = read_transcript(packed(page))
    assert "ends_before_start" in codes(imported)
    assert all(turn.end_ms >= turn.start_ms for turn in imported.turns)


def test_one_speaker_only_is_said():
    imported = read_transcript(packed(feishu([line for line in TALK if line[0] == "C"])))
    assert "one_speaker" in codes(imported)


def test_sentences_without_words_are_left_out_and_said():
    imported = read_transcript(packed(feishu([*TALK, ("C", "……")])))
    assert "empty_sentences" in codes(imported)
    assert texts(imported) == [text for _who, text in TALK]


def test_text_no_database_stores_is_made_storable():
    imported = read_transcript(
        b'[{"content": "a\\u0000b \\ud800c\\nd", "speak_time": "1720967514994", "user_type": 2}]'
    )
    assert texts(imported) == ["ab c d"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x00\x01\x02\xff\xfe\x80", "unknown_encoding"),
        (b"{not json", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"{}", "nothing_said"),
        (b"[]", "nothing_said"),
        (b'{"hello": 1}', "unknown_shape"),
        (b"just some words", "unknown_shape"),
        (b'{"code": 1002002, "msg": "invalid"}', "error_response"),
        (b'{"error_info": {"error_code": 30001, "new_error_code": 1, "message": "none"}}', "error_response"),
        (b'{"code": 0, "data": {"minutes": null, "has_more": false}}', "nothing_said"),
        (b'{"more": false, "minutes": {"paragraphs": [], "audio_detect": 1}}', "nothing_said"),
        (b"WEBVTT\n\nNOTE nothing here\n", "nothing_said"),
    ],
)
def test_what_cannot_be_read_says_why(content, code):
    with pytest.raises(Unreadable) as caught:
        read_transcript(content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda page: page["data"]["minutes"].update(sentences={}), "data.minutes.sentences"),
        (lambda page: page["data"].update(minutes=[]), "data.minutes"),
        (lambda page: page["data"]["minutes"]["sentences"].insert(2, "x"), "data.minutes.sentences[2]"),
        (lambda page: page["data"]["minutes"]["sentences"][1].update(content=[]), "data.minutes.sentences[1].content"),
        (
            lambda page: page["data"]["minutes"]["sentences"][0].update(speak_time="soon"),
            "data.minutes.sentences[0].speak_time",
        ),
        (
            lambda page: page["data"]["minutes"]["sentences"][0].update(speaker_name=3),
            "data.minutes.sentences[0].speaker_name",
        ),
    ],
)
def test_a_feishu_field_of_the_wrong_kind_is_named(change, field):
    page = copy.deepcopy(feishu())
    change(page)
    with pytest.raises(Unreadable) as caught:
        read_transcript(packed(page))
    assert (caught.value.code, caught.value.params["field"]) == ("wrong_shape", field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda minutes: minutes.update(paragraphs=3), "minutes.paragraphs"),
        (lambda minutes: minutes["paragraphs"][1].update(sentences="x"), "minutes.paragraphs[1].sentences"),
        (
            lambda minutes: minutes["paragraphs"][0]["sentences"][0]["words"][1].update(start_time={}),
            "minutes.paragraphs[0].sentences[0].words[1].start_time",
        ),
        (lambda minutes: minutes["paragraphs"][0].update(speaker_info=7), "minutes.paragraphs[0].speaker_info"),
    ],
)
def test_a_tencent_field_of_the_wrong_kind_is_named(change, field):
    page = copy.deepcopy(tencent())
    change(page["minutes"])
    with pytest.raises(Unreadable) as caught:
        read_transcript(packed(page))
    assert (caught.value.code, caught.value.params["field"]) == ("wrong_shape", field)
