"""What holds for every picture engine, real or fake."""

from __future__ import annotations

import dataclasses
import json
import os

import pytest

from analysis.engines import results
from analysis.engines.base import FrameEngine
from analysis.engines.expression.auto import AutoExpressionEngine
from analysis.engines.expression.fake import FakeExpressionEngine
from analysis.engines.face.fake import FakeFaceEngine
from analysis.engines.gaze.fake import FakeGazeEngine
from analysis.engines.mediapipe_graphs import native_chatter_dropped
from analysis.engines.posture.fake import FakePostureEngine
from analysis.engines.results import Span
from analysis.engines.sampling import interval_ms, spans_where
from tests.analysis.engines.video import pictures

RESULTS = {
    "face": results.Face,
    "gaze": results.Gaze,
    "expression": results.Expression,
    "posture": results.Posture,
}


@pytest.fixture(scope="module")
def real(face_engine, gaze_engine, posture_engine):
    auto = AutoExpressionEngine()
    return [face_engine, gaze_engine, auto, posture_engine]


@pytest.fixture(scope="module")
def fakes():
    return [FakeFaceEngine(), FakeGazeEngine(), FakeExpressionEngine(), FakePostureEngine()]


@pytest.fixture(params=["real", "fakes"])
def engines(request):
    return request.getfixturevalue(request.param)


def test_engine_keeps_the_contract(engines):
    for engine in engines:
        assert isinstance(engine, FrameEngine)
        assert engine.name
        assert engine.version
        assert json.dumps(dict(engine.parameters))
    assert [engine.provides for engine in engines] == list(RESULTS)


def test_result_has_its_type_and_counts_frames(engines):
    found = pictures.watch(engines, [pictures.one_face()] * 4)
    for kind, result in found.items():
        assert type(result) is RESULTS[kind]
        assert 0 < result.frames <= 4


def test_result_is_not_constant(engines):
    seen = pictures.watch(engines, [pictures.one_face(factor=1.4)] * 6)
    unseen = pictures.watch(engines, [pictures.blank(level=10)] * 6)
    for kind in RESULTS:
        assert seen[kind] != unseen[kind]


def test_result_without_a_face_gives_reasons_and_no_values(engines):
    found = pictures.watch(engines, [pictures.blank(level=10)] * 6)
    assert found["face"].presence_ratio == 0
    assert found["face"].yaw_sd_degrees is None
    for kind in ("gaze", "expression", "posture"):
        result = found[kind]
        assert result.missing
        for name in result.missing:
            assert getattr(result, name) in (None, {}), f"{kind}.{name}"


def test_result_names_every_value_it_lacks(engines):
    """A None that could be a number has its reason beside it."""
    quiet = {"fallback_reason"}
    for shown in ([pictures.blank(level=10)] * 6, [pictures.one_face()] * 6):
        for kind, result in pictures.watch(engines, shown).items():
            for field in dataclasses.fields(result):
                if getattr(result, field.name) is None and field.name not in quiet:
                    assert field.name in result.missing, f"{kind}.{field.name}"


def test_result_of_no_pictures(engines):
    found = pictures.watch(engines, [])
    for result in found.values():
        assert result.frames == 0
        assert set(result.missing.values()) == {results.Reason.NO_VIDEO}


def test_same_video_twice_gives_the_same(engines, portrait, portrait_fact):
    video = [
        portrait,
        pictures.turned(portrait, portrait_fact, right=15),
        pictures.one_face(x=20),
        pictures.two_faces(),
    ]
    assert pictures.watch(engines, video * 2) == pictures.watch(engines, video * 2)


def test_video_without_a_face_after_one_with(engines):
    pictures.watch(engines, [pictures.one_face()] * 4)
    assert pictures.watch(engines, [pictures.blank(level=10)] * 4)["face"].presence_ratio == 0


def test_two_passes_at_once_do_not_mix(engines):
    shown, dark = pictures.one_face(), pictures.blank(level=10)
    face = engines[0]
    first, second = face.begin(frames_per_second=2), face.begin(frames_per_second=2)
    for with_face, without in zip(pictures.frames([shown] * 4), pictures.frames([dark] * 4), strict=True):
        first.observe(with_face, {})
        second.observe(without, {})
    assert first.summarise().presence_ratio == 1
    assert second.summarise().presence_ratio == 0


def test_fakes_follow_the_picture(fakes):
    bright, level = pictures.blank(level=200), pictures.blank(level=128)
    level[0, 0] = bright[0, 0] = 0
    blue = level.copy()
    blue[..., 2] = 255
    assert pictures.watch(fakes, [blue] * 4)["face"].several_faces_ratio == 1
    assert pictures.watch(fakes, [level] * 12)["gaze"].eye_contact_ratio == 1
    assert pictures.watch(fakes, [bright] * 12)["gaze"].eye_contact_ratio == 0
    assert pictures.watch(fakes, [bright] * 4)["expression"].dominant == "smile"
    assert pictures.watch(fakes, [level] * 4)["posture"].upright_ratio == 1
    assert pictures.watch(fakes, [bright] * 4)["posture"].upright_ratio == 0


def test_spans_join_neighbours_and_drop_short_ones():
    flags = [(0, True), (500, True), (1000, False), (1500, True), (2000, False), (2500, True)]
    assert spans_where(flags, interval_ms=500) == (Span(0, 1000), Span(1500, 2000), Span(2500, 3000))
    assert spans_where(flags, interval_ms=500, minimum_ms=1000) == (Span(0, 1000),)


@pytest.mark.parametrize(("rate", "expected"), [(2.0, 500), (25.0, 40), (0.5, 2000)])
def test_interval_of_a_rate(rate, expected):
    assert interval_ms(frames_per_second=rate) == expected


def test_chatter_of_native_code_is_dropped_and_errors_are_not(capfd):
    with native_chatter_dropped():
        os.write(2, b"W0000 00:00:1.5 1 some.cc:1] a warning\nINFO: something was made\n")
        os.write(2, b"E0000 00:00:1.5 1 some.cc:1] an error\nTraceback of another thread\n")
    written = capfd.readouterr().err
    assert "an error" in written
    assert "Traceback of another thread" in written
    assert "warning" not in written
    assert "INFO" not in written
