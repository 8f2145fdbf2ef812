from __future__ import annotations

import pytest

from analysis.engines.facts import Box, FaceFact
from analysis.engines.posture.base import Head, Held, PostureTally, Shoulders, framing_of
from analysis.engines.posture.graph import PoseSolution
from analysis.engines.posture.mediapipe import MediapipePostureEngine
from analysis.engines.results import Reason, Span
from tests.analysis.engines.video import pictures


def body(*, degrees: float = 0.0, x: int = 140, y: int = 0):
    return pictures.paste((pictures.rotated(pictures.body_photo(), degrees), x, y))


def at(middle: float, *, tilt: float = 0.0, lean: float = 0.0) -> Shoulders:
    """Shoulders 100 pixels apart; ``tilt`` lowers the right one and ``lean`` shifts the ears, in pixels."""
    return Shoulders(left=(middle - 50, 200), right=(middle + 50, 200 + tilt), ears=(middle + lean, 100 + tilt / 2))


def summed(*shoulders: Shoulders | None, rate: float = 1.0, head: Head | None = None):
    tally = PostureTally(pictures_per_second=rate)
    for number, shown in enumerate(shoulders):
        tally.add(Held(round(number * 1000 / rate), shoulders=shown, head=head))
    return tally.summarise()


@pytest.mark.parametrize("degrees", [-14, 14])
def test_tilt_follows_a_turned_picture(posture_engine, degrees):
    straight = pictures.watch([posture_engine], [body()] * 9)["posture"].timeline[0].shoulder_tilt_degrees
    turned = pictures.watch([posture_engine], [body(degrees=degrees)] * 9)["posture"].timeline[0]
    assert turned.shoulder_tilt_degrees - straight == pytest.approx(degrees, abs=8)


def test_shoulders_of_real_speakers_are_level(posture_engine, speakers):
    for speaker in speakers:
        posture = pictures.watch([posture_engine], speaker[::12])["posture"]
        assert posture.upright_ratio == 1
        assert posture.shoulder_tilt_degrees < 5
        assert posture.movement < 0.1
        assert posture.framing == "good"
        assert posture.restless == ()


def test_shoulders_out_of_the_picture_are_not_measured(posture_engine):
    head = pictures.scaled(pictures.face_photo()[10:150, 40:190], 2.4)
    posture = pictures.watch([posture_engine], [pictures.paste((head, 140, 20))] * 6)["posture"]
    assert posture.upright_ratio is None
    assert posture.missing["upright_ratio"] is Reason.NO_SHOULDERS
    assert posture.missing["movement"] is Reason.NO_SHOULDERS
    assert posture.framing is not None


@pytest.mark.parametrize("picture", [pictures.blank(), pictures.noise()])
def test_nobody_in_the_picture(posture_engine, picture):
    posture = pictures.watch([posture_engine], [picture] * 6)["posture"]
    assert posture.upright_ratio is None
    assert posture.framing is None
    assert posture.missing["framing"] is Reason.NO_FACE
    assert posture.missing["lean_degrees"] is Reason.NO_SHOULDERS


def test_moving_body_is_restless_and_a_still_one_is_not(posture_engine):
    still = pictures.watch([posture_engine], [body()] * 12)["posture"]
    swaying = pictures.watch([posture_engine], [body(x=140 + 60 * (step // 3 % 2)) for step in range(18)])["posture"]
    assert still.movement < 0.02
    assert still.restless == ()
    assert swaying.movement > 0.3
    assert len(swaying.restless) == 1


def followed(engine, picture, region, *, face=None):
    """One picture of a person who was in that region: their tilt and the pass."""
    under_way = engine.begin(frames_per_second=0.25)
    (frame,) = pictures.frames([picture])
    return under_way.observe(frame, {"region": region, "face": face}).shoulder_tilt_degrees, under_way


@pytest.fixture
def searches(monkeypatch):
    """The regions with which the model was asked; None: it searched."""
    asked, process = [], PoseSolution.process

    def noted(self, rgb, *, region=None):
        asked.append(region)
        return process(self, rgb, region=region)

    monkeypatch.setattr(PoseSolution, "process", noted)
    return asked


def test_shoulders_looked_for_where_they_were_are_those_of_a_search(posture_engine, speakers, searches):
    for speaker in speakers:
        region = None
        for picture in speaker[::18]:
            found, _ = followed(posture_engine, picture, None)
            tilt, under_way = followed(posture_engine, picture, region)
            assert tilt == pytest.approx(found, abs=4)
            region = under_way.region
    assert sum(region is not None for region in searches) > len(searches) / 3


def test_person_who_moved_is_searched_for(posture_engine, searches):
    _, before = followed(posture_engine, body(x=140), None)
    moved = body(x=240)
    tilt, after = followed(posture_engine, moved, before.region)
    assert searches[-1] is None
    assert tilt == followed(posture_engine, moved, None)[0]
    assert after.region.across > before.region.across


def test_person_who_left_is_not_seen_where_they_were(posture_engine):
    _, before = followed(posture_engine, body(), None)
    tilt, after = followed(posture_engine, pictures.blank(), before.region)
    assert (tilt, after.region) == (None, None)


def test_region_of_somebody_else_than_the_face_is_left(posture_engine, searches):
    _, before = followed(posture_engine, body(), None)
    elsewhere = FaceFact(1, 640, 360, box=Box(0.8, 0.0, 1.0, 0.2))
    followed(posture_engine, body(), before.region, face=elsewhere)
    assert searches == [None, before.region, None]


def test_only_some_pictures_are_looked_at(posture_engine):
    under_way = posture_engine.begin(frames_per_second=4.0)
    looked_at = [
        under_way.observe(frame, {}) is not None for frame in pictures.frames([body()] * 13, frames_per_second=4.0)
    ]
    assert looked_at == [step % 6 == 0 for step in range(13)]
    assert under_way.summarise().frames == 3


def test_framing_prefers_the_face_fact(posture_engine):
    under_way = posture_engine.begin(frames_per_second=1.0)
    close = FaceFact(1, 640, 360, box=Box(0.3, 0.0, 0.7, 1.0))
    for frame in pictures.frames([body()] * 3, frames_per_second=1.0):
        under_way.observe(frame, {"face": close})
    assert under_way.summarise().framing == "too_close"


@pytest.mark.parametrize(
    ("head", "framing"),
    [
        (Head(0.3, 0.5, 0.4), "good"),
        (Head(0.6, 0.5, 0.4), "too_close"),
        (Head(0.08, 0.5, 0.4), "too_far"),
        (Head(0.3, 0.85, 0.4), "off_centre"),
        (Head(0.3, 0.5, 0.8), "off_centre"),
        (Head(0.08, 0.9, 0.4), "too_far"),
    ],
)
def test_framing_of_a_head(head, framing):
    assert framing_of(head) == framing


def test_framing_is_what_most_pictures_show():
    tally = PostureTally(pictures_per_second=1)
    for number in range(5):
        tally.add(Held(number * 1000, shoulders=at(100), head=Head(0.3, 0.5 if number < 3 else 0.9, 0.4)))
    assert tally.summarise().framing == "good"


@pytest.mark.parametrize(("tilt", "lean", "upright"), [(0, 0, 1), (10, 5, 1), (25, 0, 0), (0, 30, 0), (-25, 0, 0)])
def test_upright_within_ten_degrees(tilt, lean, upright):
    assert summed(*[at(100, tilt=tilt, lean=lean)] * 4).upright_ratio == upright


def test_angles_are_medians_of_absolute_values():
    posture = summed(at(100, tilt=10), at(100, tilt=-10), at(100, tilt=10, lean=20), at(100, tilt=-10, lean=-20))
    assert posture.shoulder_tilt_degrees == pytest.approx(5.71, abs=0.01)
    assert posture.lean_degrees == pytest.approx(5.65, abs=0.1)


def test_movement_is_in_shoulder_widths_a_second():
    posture = summed(at(100), at(120), at(140), at(160))
    assert posture.movement == pytest.approx(0.2)
    assert posture.timeline[0].movement is None
    assert posture.timeline[1].movement == pytest.approx(0.2)


def test_movement_does_not_depend_on_the_rate():
    slow = summed(*[at(100 + 20 * second) for second in range(8)])
    fast = summed(*[at(100 + 2 * step) for step in range(80)], rate=10.0)
    assert fast.movement == pytest.approx(slow.movement, rel=0.05)


def test_movement_across_a_long_gap_is_not_known():
    assert summed(at(100), None, None, None, None, at(300), at(300)).movement == pytest.approx(0)


def test_restless_span_begins_and_ends_with_the_movement():
    still, moving = [at(100)] * 4, [at(100 + 50 * (step % 2)) for step in range(1, 6)]
    assert summed(*still, *moving, *[at(150)] * 3).restless == (Span(4000, 9000),)


def test_restless_needs_three_seconds():
    assert summed(at(100), at(100), at(150), at(150), at(150)).restless == ()


@pytest.mark.parametrize(
    ("shoulders", "reason"),
    [
        ([], Reason.NO_VIDEO),
        ([None] * 4, Reason.NO_SHOULDERS),
        ([at(100)] * 3 + [None] * 9, Reason.NO_SHOULDERS),
        ([at(100)] * 2, Reason.TOO_SHORT),
    ],
)
def test_nothing_measured_says_why(shoulders, reason):
    posture = summed(*shoulders)
    assert posture.upright_ratio is None
    assert posture.shoulder_tilt_degrees is None
    assert posture.movement is None
    assert posture.missing["shoulder_tilt_degrees"] is reason


@pytest.mark.parametrize("rate", [0, -2])
def test_engine_impossible_rate(rate):
    with pytest.raises(ValueError):
        MediapipePostureEngine(pictures_per_second=rate)
