"""Decode a recording in one pass: sound to a raw file, a few pictures a second to the engines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.engines.base import VideoFrame
from analysis.engines.media.pictures import FrameSampler, pixel_ratio_of, prepare_decoder
from analysis.engines.media.sound import AudioWriter
from analysis.engines.media.source import check, describe, is_cut_wave, open_media, picture_stream, sound_stream
from analysis.engines.media.types import Clip, DecodedMedia, MediaError, MediaInfo, MediaLimits

_BLOCK_BYTES = 1 << 20
_MICROSECONDS = 1_000_000

# Containers whose header states a length that was written when the recording was complete.
_DECLARED = ("mp4", "matroska", "flac")
_MISSING_SHARE = 0.1
_MISSING_MS = 1000

# A decoder is given this much before a clip to settle, and packets until this much after it: encoders send pictures
# out of order by less.
_LEAD_SECONDS = 1.0
_TAIL_SECONDS = 1.0


def decode(
    path: Path,
    *,
    workdir: Path,
    want_audio: bool = True,
    frames_per_second: float | None = None,
    on_frame: Callable[[VideoFrame], None] | None = None,
    max_width: int = 640,
    limits: MediaLimits | None = None,
    clip: Clip | None = None,
) -> DecodedMedia:
    """Read ``path`` once from beginning to end, or the ``clip`` of it: nothing before and after it is decoded longer
    than a decoder needs, and its times count from its start.

    The sound goes to a raw file in ``workdir`` (which must exist), resampled to 16 kHz mono. ``on_frame``
    gets the first picture of every 1/``frames_per_second`` seconds, in order, at most ``max_width`` pixels
    wide and turned upright; without it no picture is decoded. Sound and pictures share one clock, zero at
    the start of the recording or clip. Neither is ever whole in memory. The limit on length holds for what is
    decoded: a clip is cut to it, and called truncated.

    Damaged packets are skipped and counted. Raises `MediaError` when nothing could be decoded, or a limit is
    passed; what ``on_frame`` raises goes through.
    """
    limits = limits or MediaLimits()
    digest = _known_sha256(path) if path.is_file() else ""
    with open_media(path) as container:
        info = describe(container)
        check(info, limits if clip is None else replace(limits, max_duration_ms=info.duration_ms or 0))
        run = _Pass(container, limits=limits, cut_off=clip is None and is_cut_wave(path), clip=clip)
        if on_frame is not None and frames_per_second:
            run.add_pictures(on_frame=on_frame, frames_per_second=frames_per_second, max_width=max_width)
        sound_path = workdir / f"{digest[:16]}.s16le"
        cut_at_ms = run.clip.length_ms if run.clip else None
        with AudioWriter(
            path=sound_path, zero=run.zero, max_duration_ms=limits.max_duration_ms, cut_at_ms=cut_at_ms
        ) as writer:
            if want_audio:
                run.add_sound(writer)
            run.read()
            track = writer.finish()
        if not want_audio:
            sound_path.unlink()
        return run.result(info=info, sha256=digest, track=track)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _known_sha256(path: Path) -> str:
    """The same for a file seen before: the answers of an interview may be clips of one long recording."""
    stat = path.stat()
    return _sha256_of(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _sha256_of(path: Path, _size: int, _changed_ns: int) -> str:
    return file_sha256(path)


class _Pass:
    """One way through an open container, or through a clip of it."""

    def __init__(self, container: Any, *, limits: MediaLimits, cut_off: bool, clip: Clip | None = None) -> None:
        self._container = container
        self._limits = limits
        self._sinks: dict[int, AudioWriter | FrameSampler] = {}
        self._sampler: FrameSampler | None = None
        self._end_seconds = 0.0
        self._broken = 0
        self._decoded = 0
        self._cut_off = cut_off
        self.zero = _start_of(container)
        self.clip = _within(clip, limits)
        self._shortened = clip is not None and self.clip != clip
        if self.clip is not None:
            self.zero += self.clip.start_ms / 1000
            _seek(container, self.zero - _LEAD_SECONDS)

    def add_sound(self, writer: AudioWriter) -> None:
        stream = sound_stream(self._container)
        if stream is not None:
            self._sinks[stream.index] = writer

    def add_pictures(self, *, on_frame: Callable[[VideoFrame], None], frames_per_second: float, max_width: int) -> None:
        stream = picture_stream(self._container)
        if stream is None:
            return
        prepare_decoder(stream, frames_per_second=frames_per_second, limits=self._limits)
        self._sampler = FrameSampler(
            on_frame=on_frame,
            frames_per_second=frames_per_second,
            zero=self.zero,
            max_width=max_width,
            limits=self._limits,
            pixel_ratio=pixel_ratio_of(stream),
            cut_at_ms=self.clip.length_ms if self.clip else None,
        )
        self._sinks[stream.index] = self._sampler

    def read(self) -> None:
        """Demultiplex everything, decode what someone waits for."""
        waiting = set(self._sinks)
        for packet in self._packets():
            if self._is_past(packet):
                waiting.discard(packet.stream.index)
                if not waiting:
                    return
                continue
            self._note_time(packet)
            sink = self._sinks.get(packet.stream.index)
            if sink is None:
                continue
            for frame in self._frames(packet):
                self._decoded += 1
                sink.feed(frame)

    def result(self, *, info: MediaInfo, sha256: str, track: Any) -> DecodedMedia:
        frames = self._sampler.frames if self._sampler else 0
        beside = self.clip is not None and track is None and not frames
        if self._sinks and (not self._decoded or beside):
            raise MediaError("truncated")
        duration_ms = max(round(self._end_seconds * 1000), track.duration_ms if track else 0)
        if self.clip is not None:
            duration_ms = min(duration_ms, self.clip.length_ms)
            truncated = self._shortened or duration_ms < self.clip.length_ms - _MISSING_MS
        else:
            truncated = self._cut_off or _ends_early(info, duration_ms)
        return DecodedMedia(
            info=replace(info, duration_ms=info.duration_ms or duration_ms),
            sha256=sha256,
            duration_ms=duration_ms,
            audio=track,
            frames=frames,
            broken_packets=self._broken,
            truncated=truncated,
        )

    def _is_past(self, packet: Any) -> bool:
        """Whether a packet lies behind the clip by more than pictures are ever out of order."""
        if self.clip is None or packet.pts is None:
            return False
        return float(packet.pts * packet.time_base) - self.zero > self.clip.length_ms / 1000 + _TAIL_SECONDS

    def _packets(self) -> Iterator[Any]:
        from av.error import FFmpegError

        packets = self._container.demux()
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except FFmpegError:
                self._cut_off = True
                return
            yield packet

    def _frames(self, packet: Any) -> list[Any]:
        from av.error import FFmpegError

        try:
            return packet.decode()
        except FFmpegError:
            self._broken += 1
            return []

    def _note_time(self, packet: Any) -> None:
        if packet.pts is None:
            return
        end = float((packet.pts + (packet.duration or 0)) * packet.time_base) - self.zero
        self._end_seconds = max(self._end_seconds, end)
        if self.clip is None and end * 1000 > self._limits.max_duration_ms:
            raise MediaError("too_long")


def _start_of(container: Any) -> float:
    """The container's first time stamp in seconds; recordings cut from a stream do not start at 0."""
    return (container.start_time or 0) / _MICROSECONDS


def _within(clip: Clip | None, limits: MediaLimits) -> Clip | None:
    if clip is None:
        return None
    return Clip(clip.start_ms, min(clip.end_ms, clip.start_ms + limits.max_duration_ms))


def _seek(container: Any, seconds: float) -> None:
    """Go to the last place before ``seconds`` where decoding can begin; a file that cannot be searched is read from
    where it stands, and what lies before is dropped."""
    from av.error import FFmpegError

    try:
        container.seek(max(0, round(seconds * _MICROSECONDS)), backward=True)
    except FFmpegError:
        return


def _ends_early(info: MediaInfo, duration_ms: int) -> bool:
    if info.duration_ms is None or not any(name in info.container for name in _DECLARED):
        return False
    missing_ms = info.duration_ms - duration_ms
    return missing_ms > _MISSING_MS and missing_ms > info.duration_ms * _MISSING_SHARE
