"""The picture of the last second, with the test engines and with the real ones."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from analysis.engines.base import EngineError
from analysis.engines.posture.graph import Found, Region
from analysis.engines.registry import FAKE_CHOICES, EngineChoice, build
from analysis.live.looking import look_at
from analysis.live.memory import Memory, pack, unpack
from analysis.live.watching import Eyes, decoded, watch
from analysis.live.window import LiveWindow, Seen
from tests.common.realtime.test_jpeg import claiming, jpeg

KINDS = ("face", "gaze", "expression", "posture")


@cache
def fake_eyes() -> Eyes:
    return Eyes({kind: build(kind, FAKE_CHOICES[kind]) for kind in KINDS})


@cache
def real_eyes() -> Eyes:
    names = {
        "face": EngineChoice("mediapipe", {"max_faces": 2, "counts_per_second": None}),
        "gaze": EngineChoice("iris"),
        "expression": EngineChoice("auto"),
        "posture": EngineChoice("mediapipe"),
    }
    return Eyes({kind: build(kind, choice) for kind, choice in names.items()})


def picture(level: int) -> bytes:
    rgb = np.full((48, 64, 3), level, dtype=np.uint8)
    rgb[:, ::2] += 10
    return cv2.imencode(".jpg", rgb)[1].tobytes()


def see(content: bytes, *, at_ms: int = 0, memory: Memory | None = None, posture: bool = True) -> tuple[Seen, Memory]:
    return watch(content, at_ms=at_ms, with_posture=posture, eyes=fake_eyes(), memory=memory or Memory())


def test_picture_is_looked_at() -> None:
    seen, _ = see(picture(123))
    assert (seen.expression, seen.eye_contact_score, seen.posture_score) == ("smile", 1.0, 1.0)
    assert seen.missing == {}


def test_faces_are_counted_and_not_remembered() -> None:
    blue = np.full((48, 64, 3), (200, 90, 90), dtype=np.uint8)
    _, memory = see(picture(123))
    assert see(cv2.imencode(".jpg", blue)[1].tobytes(), memory=memory)[0].faces == 2
    assert see(picture(5), memory=memory)[0].faces == 0
    assert see(b"", memory=memory)[0].faces is None


def test_posture_lasts_until_the_next_look() -> None:
    _, memory = see(picture(123))
    seen, memory = see(picture(123), at_ms=4000, memory=memory, posture=False)
    assert seen.posture_score == 1.0
    seen, _ = see(picture(123), at_ms=9000, memory=memory, posture=False)
    assert (seen.posture_score, seen.missing) == (None, {"posture_score": "no_shoulders"})


def test_shoulders_that_nobody_has_looked_at_yet_are_not_missed() -> None:
    seen, memory = see(picture(123), posture=False)
    assert seen.missing == {"posture_score": "too_short"}
    for second in range(1, 4):
        seen, memory = see(picture(123), at_ms=second * 1000, memory=memory, posture=False)
    assert seen.missing == {"posture_score": "no_shoulders"}


def test_eye_contact_is_the_share_of_the_last_looks() -> None:
    memory = Memory()
    for second, level in enumerate([123, 123, 123, 220]):
        seen, memory = see(picture(level), at_ms=second * 1000, memory=memory)
    assert seen.eye_contact_score == 0.75


def test_window_without_a_new_picture_keeps_the_last_for_two_seconds() -> None:
    _, memory = see(picture(123))
    assert see(b"", at_ms=1500, memory=memory)[0].expression == "smile"
    late, _ = see(b"", at_ms=2500, memory=memory)
    assert set(late.missing.values()) == {"no_video"}


def test_nobody_in_the_picture() -> None:
    seen, _ = see(picture(5))
    assert (seen.expression, seen.eye_contact_score, seen.posture_score) == (None, None, None)
    assert set(seen.missing.values()) == {"no_face"}


@pytest.mark.parametrize("content", [b"nonsense", jpeg()[:-50], claiming(65535, 65535)], ids=["none", "cut", "bomb"])
def test_what_is_no_picture_is_not_decoded(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("decoded"))
    seen, _ = see(content)
    assert set(seen.missing.values()) == {"no_video"}


def test_jpeg_that_holds_no_picture_behind_a_good_header() -> None:
    content = jpeg()
    assert decoded(content[: content.index(b"\xff\xda")] + b"\xff\xd9") is None


def test_engine_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EngineError("broken")

    monkeypatch.setattr(Eyes, "look", fail)
    assert set(see(picture(123))[0].missing.values()) == {"engine_failed"}


def test_what_is_withheld_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.live.looking.listen", lambda *_, **__: pytest.fail("listened"))
    monkeypatch.setattr("analysis.live.looking.watch", lambda *_, **__: pytest.fail("watched"))
    withheld = {"speech": "not_consented", "video": "not_consented"}
    window = LiveWindow(
        at_ms=0,
        sound=bytes(64_000),
        fresh_ms=1000,
        picture=picture(123),
        with_posture=True,
        language="zh",
        withheld=withheld,
    )
    look = look_at(window, eyes=fake_eyes())
    assert set(look.heard.missing.values()) == set(look.seen.missing.values()) == {"not_consented"}
    assert unpack(look.memory).glances == ()


def test_real_face_is_seen_and_leaves_no_trace_in_the_next_interview() -> None:
    from skimage.data import astronaut

    face = cv2.imencode(".jpg", astronaut()[:, :, ::-1])[1].tobytes()
    seen, _ = watch(face, at_ms=0, with_posture=True, eyes=real_eyes(), memory=Memory())
    assert seen.expression is not None
    assert seen.eye_contact_score is not None
    assert seen.posture_score is not None
    grey = cv2.imencode(".jpg", np.full((512, 512, 3), 128, dtype=np.uint8))[1].tobytes()
    empty, _ = watch(grey, at_ms=0, with_posture=True, eyes=real_eyes(), memory=Memory())
    assert set(empty.missing.values()) == {"no_face"}


def test_wide_picture_is_decoded_at_half_its_size() -> None:
    assert decoded(jpeg(1280, 720)).shape == (360, 640, 3)
    assert decoded(jpeg(640, 480)).shape == (480, 640, 3)


def test_shoulders_are_looked_for_where_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    from skimage.data import astronaut

    from analysis.engines.posture.graph import PoseSolution

    searched: list[bool] = []
    process = PoseSolution.process

    def noted(self: PoseSolution, rgb: np.ndarray, *, region: Region | None = None) -> Found:
        searched.append(region is None)
        return process(self, rgb, region=region)

    real_eyes().preload()
    monkeypatch.setattr(PoseSolution, "process", noted)
    face, memory = cv2.imencode(".jpg", astronaut()[:, :, ::-1])[1].tobytes(), Memory()
    scores = []
    for at_ms in (0, 4000, 12_000, 43_000):
        seen, memory = watch(face, at_ms=at_ms, with_posture=True, eyes=real_eyes(), memory=unpack(pack(memory)))
        scores.append(seen.posture_score)
    assert searched == [True, False, False, True]
    assert scores == pytest.approx([scores[0]] * 4, abs=0.2)  # three degrees
