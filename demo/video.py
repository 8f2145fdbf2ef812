"""Makes a video answer from a recording and a photograph: a face that moves a little, with the recorded voice.

The photograph is the portrait that scikit-image carries (NASA, public domain). Real video of people is not needed to
run the demo, and none is in the repository.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import numpy as np

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

# Head and shoulders in the photograph of 512 x 512: centre of the face, in pixels from its upper left corner.
FACE_CENTRE = (224.0, 118.0)
# Of the picture's height: the photograph's side, and where the face is. As a webcam at arm's length shows it.
PHOTOGRAPH_SIDE = 1.9
FACE_HEIGHT = 0.40
HEAD_RADIUS = 66.0  # of the head seen as an upright cylinder, in pixels
BIT_RATE = 300_000
# By preference: H.264 comes with most builds of PyAV, MPEG-4 with all. Both at their quickest.
CODECS: tuple[tuple[str, dict[str, str]], ...] = (("libx264", {"preset": "ultrafast"}), ("mpeg4", {}))

# Natural idle movement: (amplitude, cycles a second). Shifts are of the picture's height.
SWAY = ((0.012, 0.11), (0.006, 0.31))
BOB = ((0.006, 0.17), (0.004, 0.43))
NOD = ((0.010, 0.23),)  # change of scale
TILT = ((1.2, 0.13),)  # degrees
GLANCES_PER_SECOND = 0.08  # how often a face that is turned away turns


def render_answer_video(
    audio_path: str | Path,
    out_path: str | Path,
    *,
    seconds: float | None = None,
    fps: int = 10,
    size: tuple[int, int] = (640, 360),
    seed: int = 0,
    turn_degrees: float = 0.0,
) -> None:
    """Write an MP4 file (H.264, and the Opus sound of ``audio_path`` as it is) of the sound's length.

    ``size`` is (width, height) and even. ``seconds`` cuts it shorter. ``turn_degrees`` is how far the face turns away
    from the camera, which it then does about half of the time. The same ``seed`` gives the same movement. Raises
    ValueError when the sound is not Opus.
    """
    with av.open(str(audio_path)) as sound, av.open(str(out_path), "w", format="mp4") as video:
        if sound.streams.audio[0].codec_context.name not in ("opus", "libopus"):
            raise ValueError(f"{audio_path} is not Opus")
        length = sound_seconds(sound) if seconds is None else min(seconds, sound_seconds(sound))
        pictures = moving_face(count=round(length * fps), fps=fps, size=size, seed=seed, turn_degrees=turn_degrees)
        _mux(video, sound=sound, pictures=pictures, fps=fps, size=size, seconds=length)


def sound_seconds(sound: InputContainer) -> float:
    """Length of an opened sound file."""
    return (sound.duration or 0) / av.time_base


def moving_face(*, count: int, fps: int, size: tuple[int, int], seed: int, turn_degrees: float) -> Iterator[np.ndarray]:
    """``count`` pictures, RGB, uint8, shape (height, width, 3)."""
    import cv2

    phase = np.random.default_rng(seed).uniform(0, 2 * math.pi, size=7)
    for number in range(count):
        at = number / fps
        away = min(1.0, max(0.0, 0.5 + 1.2 * _wave(((1.0, GLANCES_PER_SECOND),), at, phase[6:7])))
        face, view = _photograph(round(turn_degrees * away)), _view(at=at, size=size, phase=phase)
        yield cv2.warpAffine(face, view, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@cache
def _photograph(turned_degrees: int) -> np.ndarray:
    """The photograph with the head turned to its right (left in the picture)."""
    import cv2
    from skimage.data import astronaut

    return cv2.remap(astronaut(), *_turned(turned_degrees), cv2.INTER_LINEAR) if turned_degrees else astronaut()


def _view(*, at: float, size: tuple[int, int], phase: np.ndarray) -> np.ndarray:
    """The affine map from the photograph to the picture at a moment, in seconds; shape (2, 3)."""
    width, height = size
    scale = height * PHOTOGRAPH_SIDE / 512 * (1 + _wave(NOD, at, phase[4:5]))
    angle = math.radians(_wave(TILT, at, phase[5:6]))
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    sway, bob = height * _wave(SWAY, at, phase[0:2]), height * _wave(BOB, at, phase[2:4])
    shift = np.array([width / 2 + sway, height * FACE_HEIGHT + bob]) - turn @ np.array(FACE_CENTRE)
    return np.column_stack([turn, shift])


def _turned(degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel comes from when the head, seen as a cylinder, is turned: two maps of shape (512, 512)."""
    down, right = np.mgrid[0:512, 0:512].astype(np.float32)
    across, along = right - FACE_CENTRE[0], down - FACE_CENTRE[1]
    seen_at = np.arcsin(np.clip(across / HEAD_RADIUS, -1, 1))
    came_from = HEAD_RADIUS * np.sin(np.clip(seen_at + math.radians(degrees), -math.pi / 2, math.pi / 2))
    distance = np.hypot(across, along / 1.3) / HEAD_RADIUS
    share = np.clip((1.4 - distance) / 0.5, 0, 1)  # the whole shift on the head, none beyond
    return (right + share * (came_from - across)).astype(np.float32), down


def _wave(parts: tuple[tuple[float, float], ...], at: float, phase: np.ndarray) -> float:
    return sum(
        size * math.sin(2 * math.pi * rate * at + shift) for (size, rate), shift in zip(parts, phase, strict=True)
    )


def _mux(
    video: OutputContainer,
    *,
    sound: InputContainer,
    pictures: Iterator[np.ndarray],
    fps: int,
    size: tuple[int, int],
    seconds: float,
) -> None:
    """Encode the pictures, copy the sound, both interleaved by time."""
    name, options = next((name, options) for name, options in CODECS if name in av.codecs_available)
    screen = cast("VideoStream", video.add_stream(name, rate=fps, options=options))
    screen.width, screen.height = size
    screen.pix_fmt, screen.bit_rate, screen.time_base = "yuv420p", BIT_RATE, Fraction(1, fps)
    voice = video.add_stream_from_template(sound.streams.audio[0])
    packets = (packet for packet in sound.demux(audio=0) if packet.pts is not None)
    packet = next(packets, None)
    for number, picture in enumerate(pictures):
        while packet is not None and starts_at(packet) <= number / fps:
            packet = _copy(video, packet, voice, packets)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts = number
        video.mux(screen.encode(frame))
    video.mux(screen.encode(None))
    while packet is not None and starts_at(packet) < seconds:
        packet = _copy(video, packet, voice, packets)


def starts_at(packet: av.Packet) -> float:
    """Seconds from the beginning."""
    return float((packet.pts or 0) * packet.time_base)


def _copy(
    video: OutputContainer, packet: av.Packet, voice: av.AudioStream, packets: Iterator[av.Packet]
) -> av.Packet | None:
    packet.stream = voice
    video.mux(packet)
    return next(packets, None)
