from __future__ import annotations

import pytest

from analysis.engines.facts import FaceFact
from analysis.engines.gaze.base import GazeTally, Look, Sight, own_offset
from analysis.engines.gaze.iris import look_of
from analysis.engines.results import Reason, Span
from tests.analysis.engines.video import pictures

OPEN = 0.3


@pytest.fixture(scope="module")
def eyes(portrait, portrait_fact):
    """A function painting the portrait's irises somewhere, by shares of the eye's width."""

    def painted(right: float = 0.0, down: float = 0.0):
        return pictures.looking(portrait, portrait_fact, right=right, down=down)

    return painted


@pytest.fixture(scope="module")
def sight_of(look):
    def measured(picture) -> Sight:
        sight = look_of(at_ms=0, fact=look(picture)).sight
        assert sight is not None
        return sight

    return measured


def summed(*sights: tuple[float, float, float] | None, rate: float = 2.0, face: bool = True):
    """The result over looks given as (right, up, openness), or None where there is no face."""
    tally = GazeTally(frames_per_second=rate)
    for number, sight in enumerate(sights):
        at_ms = round(number * 1000 / rate)
        tally.add(Look(at_ms, face=sight is not None and face, sight=None if sight is None else Sight(*sight)))
    return tally.summarise()


AHEAD = (0.0, 0.0, OPEN)
ASIDE = (30.0, 0.0, OPEN)
SHUT = (0.0, 0.0, 0.05)


def test_sight_of_a_face_that_looks_into_the_camera(sight_of, portrait):
    assert sight_of(portrait).degrees_from(right=0, up=0) < 12


def test_sight_follows_irises_sideways(sight_of, eyes):
    left, middle, right = (sight_of(eyes(right=share)).right_degrees for share in (-0.1, 0.0, 0.1))
    assert left < middle - 6
    assert right > middle + 6


def test_sight_follows_irises_up_and_down(sight_of, eyes):
    up, middle, down = (sight_of(eyes(down=share)).up_degrees for share in (-0.1, 0.0, 0.1))
    assert up > middle + 5
    assert down < middle - 5


def test_sight_irises_at_the_corner_are_no_contact(sight_of, eyes):
    assert sight_of(eyes(right=0.2)).degrees_from(right=0, up=0) > 20


def test_sight_follows_the_head(sight_of, portrait, portrait_fact):
    straight = sight_of(portrait).right_degrees
    turned = sight_of(pictures.turned(portrait, portrait_fact, right=25)).right_degrees
    assert turned > straight + 10


def test_sight_mirrored_picture_changes_sign(sight_of, eyes):
    aside = eyes(right=0.2)
    assert sight_of(aside).right_degrees > 10
    assert sight_of(pictures.mirrored(aside)).right_degrees < -10


def test_sight_tiny_eyes_are_not_read(look):
    found = look_of(at_ms=0, fact=look(pictures.one_face(factor=0.25)))
    assert found.face
    assert found.sight is None


def test_sight_face_without_a_mesh():
    assert look_of(at_ms=5, fact=FaceFact(1, 640, 360)) == Look(5, face=True)
    assert look_of(at_ms=5, fact=FaceFact(0, 640, 360)) == Look(5, face=False)


def test_video_looking_aside_for_three_seconds(face_engine, gaze_engine, eyes):
    ahead, aside = eyes(), eyes(right=0.2)
    gaze = pictures.watch([face_engine, gaze_engine], [ahead] * 8 + [aside] * 6 + [ahead] * 6)["gaze"]
    assert gaze.frames == 20
    assert gaze.eye_contact_ratio == pytest.approx(14 / 20)
    assert gaze.away == (Span(4000, 7000),)
    assert [sample.at_ms for sample in gaze.timeline] == list(range(0, 10_000, 1000))
    assert gaze.timeline[0].contact is True
    assert gaze.timeline[5].contact is False


def test_video_of_real_speakers_who_look_into_the_camera(face_engine, gaze_engine, speakers):
    for speaker in speakers:
        gaze = pictures.watch([face_engine, gaze_engine], speaker[::3], frames_per_second=25 / 3)["gaze"]
        assert gaze.eye_contact_ratio > 0.85
        assert gaze.mean_degrees_off < 8
        assert gaze.away == ()


def test_video_of_real_speakers_who_blink(face_engine, gaze_engine, speakers):
    """Each of the four is seen to blink once or twice in three seconds."""
    for speaker in speakers:
        gaze = pictures.watch([face_engine, gaze_engine], speaker, frames_per_second=25)["gaze"]
        assert gaze.blinks in (1, 2)
        assert gaze.blinks_per_minute == pytest.approx(gaze.blinks * 20)


def test_contact_a_constant_small_offset_is_the_screen_below_the_camera():
    below = (0.0, -18.0, OPEN)
    assert summed(*[below] * 12).eye_contact_ratio == 1
    assert summed(*[below] * 12).mean_degrees_off == pytest.approx(6, abs=0.1)


def test_contact_a_constant_large_offset_is_not():
    aside = summed(*[ASIDE] * 12)
    assert aside.eye_contact_ratio == 0
    assert aside.away == (Span(0, 6000),)
    assert aside.mean_degrees_off == pytest.approx(24, abs=0.1)


def test_contact_few_looks_are_not_corrected():
    assert own_offset([Sight(5, 5, OPEN)] * 9) == (0, 0)
    assert own_offset([Sight(5, 5, OPEN)] * 10) == (5, 5)
    assert own_offset([Sight(-40, 40, OPEN)] * 10) == (-6, 8)


def test_away_a_blink_does_not_end_it():
    gaze = summed(AHEAD, AHEAD, ASIDE, ASIDE, SHUT, ASIDE, ASIDE, AHEAD)
    assert gaze.away == (Span(1000, 3500),)


def test_away_a_missing_face_ends_it():
    gaze = summed(AHEAD, ASIDE, ASIDE, ASIDE, None, ASIDE, ASIDE, AHEAD, AHEAD)
    assert gaze.away == ()


def test_away_a_short_glance_is_none():
    assert summed(*[AHEAD] * 5, *[ASIDE] * 3, *[AHEAD] * 5).away == ()


def test_eyes_lowered_for_seconds_are_no_contact():
    gaze = summed(*[AHEAD] * 8, *[SHUT] * 4, *[AHEAD] * 4)
    assert gaze.eye_contact_ratio == pytest.approx(12 / 16)
    assert gaze.away == (Span(4000, 6000),)


def test_eyes_shut_in_one_sample_do_not_count():
    assert summed(*[AHEAD] * 8, SHUT, *[AHEAD] * 4).eye_contact_ratio == 1


def test_eyes_narrow_by_nature_are_open():
    gaze = summed(*[(0.0, 0.0, 0.16)] * 50, rate=25)
    assert gaze.eye_contact_ratio == 1
    assert gaze.blinks == 0


def test_blinks_are_counted_and_long_closures_are_not():
    blink, closure = [SHUT] * 5, [SHUT] * 20  # 200 ms and 800 ms
    gaze = summed(*[AHEAD] * 40, *blink, *[AHEAD] * 40, *closure, *[AHEAD] * 20, *blink, *[AHEAD] * 20, rate=25)
    assert gaze.blinks == 2
    assert gaze.blinks_per_minute == pytest.approx(2 / 6 * 60)


def test_blinks_below_ten_pictures_a_second_are_not_counted():
    gaze = summed(*[AHEAD] * 8, SHUT, *[AHEAD] * 8, rate=9)
    assert gaze.blinks is None
    assert gaze.blinks_per_minute is None
    assert gaze.missing["blinks_per_minute"] is Reason.NOT_APPLICABLE


def test_blinks_in_a_second_of_video_are_not_a_rate():
    assert summed(*[AHEAD] * 25, rate=25).missing["blinks_per_minute"] is Reason.TOO_SHORT


@pytest.mark.parametrize(
    ("sights", "reason"),
    [
        ([], Reason.NO_VIDEO),
        ([None] * 6, Reason.NO_FACE),
        ([AHEAD] * 2 + [None] * 8, Reason.FACE_RARELY_VISIBLE),
        ([AHEAD] * 2, Reason.TOO_SHORT),
    ],
)
def test_nothing_measured_says_why(sights, reason):
    gaze = summed(*sights)
    assert gaze.eye_contact_ratio is None
    assert gaze.mean_degrees_off is None
    assert set(gaze.missing.values()) == {reason}
    assert set(gaze.missing) == {"eye_contact_ratio", "mean_degrees_off", "blinks", "blinks_per_minute"}
