from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.base import EngineError, VideoFrame
from analysis.engines.face.base import FaceTally
from analysis.engines.face.mediapipe import MediapipeFaceEngine
from analysis.engines.facts import FaceFact, HeadPose
from analysis.engines.results import Reason, Span
from tests.analysis.engines.video import pictures


def test_face_one_in_the_picture(portrait_fact):
    assert portrait_fact.faces == 1
    assert portrait_fact.landmarks.shape == (478, 3)
    across, along = portrait_fact.box.centre
    assert 0.4 < across < 0.6
    assert 0.4 < along < 0.6


@pytest.mark.parametrize("second", [1.0, 0.7, 0.5])
def test_face_two_in_the_picture(look, second):
    assert look(pictures.two_faces(second=second)).faces == 2


def test_face_main_one_is_the_larger(look):
    fact = look(pictures.two_faces(second=0.6))
    assert fact.box.centre[0] < 0.5


@pytest.mark.parametrize("level", [0, 100, 255])
def test_face_blank_picture_has_none(look, level):
    fact = look(pictures.blank(level=level))
    assert fact.faces == 0
    assert fact.landmarks is None
    assert not fact.present


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_face_noise_has_none(look, seed):
    assert look(pictures.noise(seed=seed)).faces == 0


def test_face_dark_picture_is_still_found(look, portrait):
    assert look(pictures.darkened(portrait, 0.25)).landmarks is not None


@pytest.mark.parametrize("factor", [0.4, 0.5, 0.6])
def test_face_far_away_has_a_mesh_in_its_place(look, factor):
    fact = look(pictures.one_face(x=420, y=100, factor=factor))
    assert fact.landmarks is not None
    # In the photograph the face's middle is some half of the way across and down.
    side = 240 * factor
    assert fact.box.centre[0] * 640 == pytest.approx(420 + 0.53 * side, abs=0.1 * side)
    assert fact.box.centre[1] * 360 == pytest.approx(100 + 0.52 * side, abs=0.1 * side)
    assert abs(fact.pose.yaw_degrees) < 10


def test_head_pose_straight_face_points_at_the_camera(portrait_fact):
    assert abs(portrait_fact.pose.yaw_degrees) < 8
    assert abs(portrait_fact.pose.pitch_degrees) < 10


@pytest.mark.parametrize(("right", "up"), [(20, 0), (-20, 0), (0, 20), (0, -20)])
def test_head_pose_turned_by_a_known_angle(look, portrait, portrait_fact, right, up):
    pose = look(pictures.turned(portrait, portrait_fact, right=right, up=up)).pose
    assert pose.yaw_degrees - portrait_fact.pose.yaw_degrees == pytest.approx(right, abs=7)
    assert pose.pitch_degrees - portrait_fact.pose.pitch_degrees == pytest.approx(up, abs=7)


@pytest.mark.parametrize("degrees", [-15, 15])
def test_head_pose_tilted_by_a_known_angle(look, portrait, portrait_fact, degrees):
    pose = look(pictures.rotated(portrait, degrees)).pose
    assert pose.roll_degrees - portrait_fact.pose.roll_degrees == pytest.approx(degrees, abs=3)


def test_head_pose_mirrored_picture_changes_sign(look, portrait, portrait_fact):
    turned = pictures.turned(portrait, portrait_fact, right=20)
    assert look(turned).pose.yaw_degrees > 8
    assert look(pictures.mirrored(turned)).pose.yaw_degrees < -8


def test_head_frame_stays_when_the_head_turns(look, portrait, portrait_fact):
    turned = look(pictures.turned(portrait, portrait_fact, right=20))

    def noses(fact: FaceFact) -> float:
        points = fact.head_frame()
        return float(points[1, 0] - (points[33, 0] + points[263, 0]) / 2)

    in_picture = abs(turned.pixels()[1, 0] - turned.pixels()[[33, 263], 0].mean())
    assert abs(noses(turned) - noses(portrait_fact)) < in_picture / 2


def test_summary_a_face_that_leaves(face_engine):
    shown, empty = pictures.one_face(), pictures.blank()
    face = pictures.watch([face_engine], [shown] * 4 + [empty] * 4 + [shown] * 4)["face"]
    assert face.frames == 12
    assert face.presence_ratio == pytest.approx(8 / 12)
    assert face.absent == (Span(2000, 4000),)
    assert face.several == ()
    assert face.several_faces_ratio == 0


def test_summary_missing_one_sample_is_no_absence(face_engine):
    shown, empty = pictures.one_face(), pictures.blank()
    face = pictures.watch([face_engine], [shown] * 3 + [empty] + [shown] * 3)["face"]
    assert face.absent == ()
    assert face.presence_ratio == pytest.approx(6 / 7)


def test_summary_a_second_face_comes_and_goes(face_engine):
    shown, two = pictures.one_face(), pictures.two_faces()
    face = pictures.watch([face_engine], [shown] * 4 + [two] * 4 + [shown] * 4)["face"]
    assert face.several == (Span(2000, 4000),)
    assert face.several_faces_ratio == pytest.approx(4 / 12)


def test_summary_a_small_second_face_comes_and_goes(face_engine):
    shown, two = pictures.paste((pictures.face_photo(), 30, 60)), pictures.two_faces(second=0.5)
    face = pictures.watch([face_engine], [shown] * 4 + [two] * 4 + [shown] * 4)["face"]
    assert face.several == (Span(2000, 4000),)


def test_summary_a_face_that_jumps_is_never_lost(face_engine):
    places = [(0, 20), (380, 100), (60, 100), (300, 0), (380, 40), (10, 0)]
    face = pictures.watch([face_engine], [pictures.one_face(x=x, y=y, factor=1.0) for x, y in places])["face"]
    assert face.presence_ratio == 1
    assert face.several_faces_ratio == 0


def test_summary_head_that_turns_varies_more_than_one_that_does_not(face_engine, portrait, portrait_fact):
    turned = pictures.turned(portrait, portrait_fact, right=20)
    still = pictures.watch([face_engine], [portrait] * 6)["face"]
    turning = pictures.watch([face_engine], [portrait, turned] * 3)["face"]
    assert still.yaw_sd_degrees == pytest.approx(0, abs=0.01)
    assert turning.yaw_sd_degrees > 5


def test_summary_without_pictures_says_so():
    face = FaceTally(frames_per_second=2).summarise()
    assert face.presence_ratio is None
    assert face.missing["presence_ratio"] is Reason.NO_VIDEO


@pytest.mark.parametrize(
    ("with_face", "of", "reason"),
    [(0, 10, Reason.NO_FACE), (2, 10, Reason.FACE_RARELY_VISIBLE), (2, 2, Reason.TOO_SHORT)],
)
def test_summary_too_little_face_for_its_movement(with_face, of, reason):
    tally = FaceTally(frames_per_second=2)
    for number in range(of):
        seen = number < with_face
        tally.add(number * 500, FaceFact(int(seen), 640, 360, pose=HeadPose(1.0, 1.0, 1.0) if seen else None))
    face = tally.summarise()
    assert face.yaw_sd_degrees is None
    assert face.missing == {"yaw_sd_degrees": reason, "pitch_sd_degrees": reason}
    assert face.presence_ratio == pytest.approx(with_face / of)


def test_summary_of_real_speakers(face_engine, speakers):
    for speaker in speakers:
        face = pictures.watch([face_engine], speaker[::12])["face"]
        assert face.presence_ratio == 1
        assert face.several_faces_ratio == 0
        assert face.yaw_sd_degrees < 3


@pytest.mark.parametrize(
    "picture", [np.zeros((10, 10), np.uint8), np.zeros((10, 10, 3)), np.zeros((0, 5, 3), np.uint8)]
)
def test_observe_what_is_no_picture(face_engine, picture):
    with pytest.raises(EngineError):
        face_engine.begin(frames_per_second=2).observe(VideoFrame(0, picture), {})


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_begin_impossible_rate(face_engine, rate):
    with pytest.raises(ValueError):
        face_engine.begin(frames_per_second=rate)


@pytest.mark.parametrize("wrong", [{"max_faces": 1}, {"counts_per_second": 0}])
def test_engine_impossible_parameters(wrong):
    with pytest.raises(ValueError):
        MediapipeFaceEngine(**wrong)
