"""Words given to voices, and recordings cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analysis.engines.results import Span, SpeakerSegment, Transcript, Word
from analysis.services.spoken_turns import pieces_of, placed, turns_of


def words(text: str, *, at_ms: int = 0, each_ms: int = 400) -> list[Word]:
    return [
        Word(one, at_ms + number * each_ms, at_ms + (number + 1) * each_ms) for number, one in enumerate(text.split())
    ]


def said(turns) -> list[tuple[str, str]]:
    return [(turn.voice.key, turn.text) for turn in turns]


def test_words_go_to_the_voice_of_most_of_their_time():
    segments = [SpeakerSegment(0, 0, 1500), SpeakerSegment(1, 1500, 4000)]
    turns = turns_of(words("what is it then I think so"), segments)
    assert said(turns) == [("voice1", "what is it then"), ("voice2", "I think so")]
    assert (turns[0].start_ms, turns[0].end_ms, turns[1].start_ms) == (0, 1600, 1600)
    assert [word.text for word in turns[1].words] == ["I", "think", "so"]


@pytest.mark.parametrize("change_ms", [800, 1200, 1600])
def test_a_change_near_the_end_of_a_sentence_moves_there(change_ms):
    segments = [SpeakerSegment(0, 0, change_ms), SpeakerSegment(1, change_ms, 4000)]
    assert said(turns_of(words("and why that? Because it works"), segments)) == [
        ("voice1", "and why that?"),
        ("voice2", "Because it works"),
    ]


def test_a_change_far_from_any_end_of_a_sentence_stays():
    segments = [SpeakerSegment(0, 0, 2400), SpeakerSegment(1, 2400, 6000)]
    turns = turns_of(words("so tell me. about the biggest thing you ever made there"), segments)
    assert said(turns)[0] == ("voice1", "so tell me. about the biggest")


def test_a_slip_of_the_clock_is_no_turn():
    segments = [SpeakerSegment(0, 0, 1000), SpeakerSegment(1, 1000, 1200), SpeakerSegment(0, 1200, 4000)]
    assert len(turns_of(words("one two three four five six seven", each_ms=200), segments)) == 1


def test_words_outside_every_segment_go_to_the_nearest():
    segments = [SpeakerSegment(0, 0, 900), SpeakerSegment(1, 5000, 6000)]
    found = [Word("early.", 950, 1200), Word("late", 4500, 4900), Word("end", 9000, 9500)]
    assert said(turns_of(found, segments)) == [("voice1", "early."), ("voice2", "late end")]


def test_chinese_is_joined_without_spaces_and_overlap_is_kept():
    segments = [SpeakerSegment(0, 0, 1200), SpeakerSegment(1, 1200, 2000, overlap=True), SpeakerSegment(1, 2000, 4000)]
    first, second = turns_of(words("你 是谁？ 嗯 我是 张三"), segments)
    assert (first.text, first.overlaps) == ("你是谁？", False)
    assert (second.text, second.overlaps) == ("嗯我是张三", True)


def test_pieces_are_cut_in_the_longest_pause_of_their_last_third():
    segments = [SpeakerSegment(0, 0, 75_000), SpeakerSegment(0, 76_000, 90_000), SpeakerSegment(0, 94_000, 250_000)]
    assert pieces_of(segments, duration_ms=250_000, longest_ms=100_000) == [
        Span(0, 92_000),
        Span(92_000, 192_000),
        Span(192_000, 250_000),
    ]


def test_a_short_recording_is_one_piece():
    assert pieces_of([], duration_ms=5_000, longest_ms=100_000) == [Span(0, 5_000)]


def test_silence_is_cut_too():
    pieces = pieces_of([SpeakerSegment(0, 0, 1000)], duration_ms=1_000_000, longest_ms=100_000)
    assert (pieces[0].start_ms, pieces[-1].end_ms) == (0, 1_000_000)
    assert all(0 < piece.length_ms <= 100_000 for piece in pieces)
    assert all(a.end_ms == b.start_ms for a, b in pairwise(pieces))


def test_a_piece_gets_the_times_of_the_recording():
    moved = placed(Transcript(text="a", language="en", words=(Word("a", 10, 20),)), at_ms=1000)
    assert moved.words == (Word("a", 1010, 1020),)
