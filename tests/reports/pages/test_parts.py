"""Words in their places, and the lines of tracks and radar."""

from __future__ import annotations

import pytest

from reports.pages.parts import placed_words
from reports.pages.radar import radar_of
from reports.pages.tracks import tracks_of


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("So, a thread.", [["So,", 100, 200], ["a", 200, 250], ["thread.", 300, 400]], ["So, ", "a ", "thread."]),
        ("首先，过拟合。", [["首先，", 100, 200], ["过拟合。", 200, 400]], ["首先，", "过拟合。"]),
        ("“Yes” it is", [["Yes”", 100, 200], ["is", 200, 250]], ["“Yes” it ", "is"]),
        ("corrected by hand", [["collected", 100, 200]], ["corrected by hand"]),
        ("", [], []),
    ],
)
def test_no_letter_is_lost_when_a_text_is_cut_at_its_words(text, words, pieces):
    found = placed_words(text, words, begin_ms=100)
    assert [piece for piece, _start, _end in found] == pieces
    assert "".join(pieces) == text


def test_words_count_from_the_start_of_the_answer():
    assert placed_words("Yes", [["Yes", 61_200, 61_500]], begin_ms=61_000) == [["Yes", 200, 500]]
    assert placed_words("Yes", [["Yes", 60_900, 61_500]], begin_ms=61_000) == [["Yes", 0, 500]]


def test_nothing_measured_has_no_tracks():
    assert tracks_of({}) == []
    assert tracks_of({"voice": [{"at_ms": 0, "speech_rate": None}], "pauses": []}) == []


def test_neighbours_with_one_label_are_one_span_but_not_over_a_gap():
    live = [{"at_ms": at, "emotion": label} for at, label in ((0, "calm"), (1000, "calm"), (2000, "nervous"))]
    live += [{"at_ms": 20_000, "emotion": "nervous"}]
    (track,) = tracks_of({}, live=live)
    assert [span[:2] for span in track["spans"]] == [[0, 2000], [2000, 7000], [20_000, 21_000]]


def test_labels_of_a_long_answer_leave_no_gaps():
    """Twenty minutes, of which 120 samples are kept; one that is not there is a gap."""
    voice = [{"at_ms": 10_000 * number, "emotion": "calm"} for number in range(120) if number not in (60, 61)]
    (track,) = tracks_of({"voice": voice})
    assert [span[:2] for span in track["spans"]] == [[0, 605_000], [620_000, 1_200_000]]


def test_live_windows_stand_in_for_what_was_not_analysed():
    live = [{"at_ms": 500, "eye_contact_score": 0.4, "posture_score": 0.9, "speech_rate": 210, "expression": "smile"}]
    keys = [track["key"] for track in tracks_of({}, live=live)]
    assert keys == ["speech_rate", "eye_contact", "expression", "posture"]


def test_emotion_of_a_recording_needs_no_live_windows():
    voice = [{"at_ms": at, "speech_rate": None, "emotion": label} for at, label in ((1000, "calm"), (3000, None))]
    (track,) = tracks_of({"voice": voice}, live=[{"at_ms": 0, "emotion": "nervous"}])
    assert (track["key"], track["spans"][0][3]) == ("emotion", "calm")
    (live,) = tracks_of({"voice": [{"at_ms": 1000}]}, live=[{"at_ms": 0, "emotion": "nervous"}])
    assert live["spans"][0][3] == "nervous"


def test_radar_leaves_out_what_has_no_score():
    def ability(score):
        return {"label": "Communication and collaboration", "score": score}

    whole = radar_of({str(number): ability(50) for number in range(5)}, {"0": 60.0})
    assert whole.is_whole
    assert whole.shape.endswith("Z")
    assert whole.shape.count("L") == 4
    assert whole.usual == ""  # one median alone is no line
    part = radar_of({"a": ability(50), "b": ability(None), "c": ability(100)}, {})
    assert not part.is_whole
    assert part.axes[1].point is None
    assert part.shape.count("M") == part.shape.count("L") == 1  # from the last round to the first
    assert radar_of({"a": ability(None)}, {}).shape == ""


def test_radar_has_room_for_its_labels():
    label = {"label": "Communication potential", "score": 50}
    radar = radar_of({str(number): label for number in range(5)}, {})
    letter = 9  # of 15 px letters in a wide font
    for axis in radar.axes:
        for x, _y, text in axis.lines:
            left = {"start": 0, "middle": 0.5, "end": 1}[axis.anchor] * len(text) * letter
            assert float(x) - left >= 0
            assert float(x) - left + len(text) * letter <= radar.width


def test_radar_does_not_bridge_what_has_no_score():
    scores = {"a": 50, "b": None, "c": 70, "d": None, "e": 90}
    part = radar_of({key: {"label": key, "score": score} for key, score in scores.items()}, {"a": 40.0, "c": 60.0})
    assert part.shape.count("M") == 1  # e and a are neighbours, c stands alone
    assert part.usual == ""
