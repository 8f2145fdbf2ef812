"""Joining what a recorder gave in several runs: each run is a container of its own, their times follow one another.

Browsers write WebM (Chrome, Firefox) or fragmented MP4 (Safari), without a length and often without an index. Packets
are copied into a fresh container of the same family, which has both. Runs that do not fit together (another browser,
another camera) are encoded anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

# Containers that browsers record into, and no others: a recording cannot name another file.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg"
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
_WEB = {"vp8", "vp9", "av1", "opus", "vorbis"}
# Encoding anew is rare; it must be quick rather than small.
_VIDEO = ("libvpx", {"deadline": "realtime", "cpu-used": "8"}, 900_000)
_SIZE, _RATE = (640, 480), 15
_SOUND_RATE = 48_000


@dataclass(frozen=True, slots=True)
class _Run:
    """A readable run: what its streams are, in a form that can be compared."""

    path: Path
    streams: tuple[tuple[Any, ...], ...]


@dataclass(slots=True)
class _Clock:
    """Where the next run begins, and where each stream of this one ended; in seconds."""

    start: Fraction = Fraction(0)
    ends: dict[str, Fraction] = field(default_factory=dict)

    def next_run(self) -> None:
        self.start = max(self.ends.values(), default=self.start)


def join_segments(paths: Sequence[Path], *, into: Path) -> Path:
    """Write the runs one after another to ``into`` with the fitting suffix; the file's path.

    A run that cannot be read is left out. Where none can, the first is given as it is, for whoever opens it to say
    what is wrong; without any run the file is empty.
    """
    from av.error import FFmpegError

    runs = [run for run in map(_look, paths) if run is not None]
    if not runs:
        return _as_it_is(paths, into)
    alike = len({run.streams for run in runs}) == 1
    names = {stream[1] for stream in runs[0].streams}
    target = into.with_suffix(".webm" if names <= _WEB or not alike else ".mp4")
    try:
        (_copy if alike else _encode)(runs, target)
    except FFmpegError:
        return _as_it_is([runs[0].path], into)
    return target


def _as_it_is(paths: Sequence[Path], into: Path) -> Path:
    target = into.with_suffix(paths[0].suffix if paths else ".webm")
    if paths:
        shutil.copyfile(paths[0], target)
    else:
        target.touch()
    return target


def _open(path: Path) -> Any:
    import av

    return av.open(f"file:{path.resolve()}", options=_OPTIONS)


def _look(path: Path) -> _Run | None:
    """The run, or None when nothing in it can be read."""
    from av.error import FFmpegError

    try:
        with _open(path) as container:
            streams = tuple(sorted(_shape(stream) for stream in _used(container).values()))
            has_packets = next((True for packet in container.demux() if packet.size), False)
    except (FFmpegError, ValueError):
        return None
    return _Run(path, streams) if streams and has_packets else None


def _used(container: Any) -> dict[str, Any]:
    """The first stream of each kind."""
    found = {"audio": container.streams.audio, "video": container.streams.video}
    return {kind: streams[0] for kind, streams in found.items() if streams}


def _shape(stream: Any) -> tuple[Any, ...]:
    context = stream.codec_context
    if stream.type == "audio":
        return ("audio", _name(stream), context.sample_rate, context.layout.name, bytes(context.extradata or b""))
    # Pictures of VP8 and VP9 carry their size; H.264 needs the same parameters from end to end.
    extra = b"" if _name(stream) in _WEB else bytes(context.extradata or b"")
    return ("video", _name(stream), context.width, context.height, extra)


def _name(stream: Any) -> str:
    name = stream.codec_context.name
    return {"libopus": "opus", "libvpx": "vp8", "libvpx-vp9": "vp9", "libdav1d": "av1"}.get(name, name)


def _packets(container: Any, streams: Sequence[Any]) -> Iterator[Any]:
    """Packets with a time, until the end or until the file breaks off."""
    from av.error import FFmpegError

    try:
        for packet in container.demux(streams):
            if packet.dts is not None and packet.pts is not None and packet.size:
                yield packet
    except FFmpegError:
        return  # the last part of a run that was cut short


def _copy(runs: Sequence[_Run], target: Path) -> None:
    import av

    clock = _Clock()
    with av.open(str(target), "w") as output:
        written: dict[str, Any] = {}
        for run in runs:
            with _open(run.path) as container:
                streams = _used(container)
                if not written:  # a stream added later would break what has been written
                    written = {kind: output.add_stream_from_template(stream) for kind, stream in streams.items()}
                for packet in _packets(container, list(streams.values())):
                    _mux_copy(output, packet, written, clock)
            clock.next_run()


def _mux_copy(output: Any, packet: Any, written: dict[str, Any], clock: _Clock) -> None:
    """Put a packet at its time after the runs before; never before the one ahead of it in its stream."""
    kind, base = packet.stream.type, packet.time_base
    shift = round(clock.start / base)
    earliest = round(clock.ends.get(kind, Fraction(0)) / base) if kind in clock.ends else None
    packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
    if earliest is not None and packet.dts < earliest:
        packet.pts, packet.dts = max(packet.pts, earliest), earliest
    length = packet.duration or 1
    clock.ends[kind] = max(clock.ends.get(kind, Fraction(0)), (packet.dts + length) * base)
    packet.stream = written[kind]
    output.mux(packet)


def _encode(runs: Sequence[_Run], target: Path) -> None:
    """One WebM of one size out of runs of any kind."""
    import av

    kinds = {stream[0] for run in runs for stream in run.streams}
    start = 0.0
    with av.open(str(target), "w", format="webm") as output:
        writers: dict[str, _Pictures | _Sound] = {}
        if "video" in kinds:
            writers["video"] = _Pictures(output)
        if "audio" in kinds:
            writers["audio"] = _Sound(output)
        for run in runs:
            start = _encode_run(run, writers, start=start)
        for writer in writers.values():
            writer.close()


def _encode_run(run: _Run, writers: dict[str, Any], *, start: float) -> float:
    """Where the run ends."""
    from av.error import FFmpegError

    end = start
    with _open(run.path) as container:
        for packet in _packets(container, list(_used(container).values())):
            try:
                frames = packet.decode()
            except FFmpegError:
                continue  # a picture that refers to one that is missing
            for frame in frames:
                if frame.time is not None:
                    end = max(end, start + frame.time + 1 / _RATE)
                    writers[packet.stream.type].write(frame, at=start + frame.time)
    return end


class _Pictures:
    def __init__(self, output: Any) -> None:
        name, options, bit_rate = _VIDEO
        self.output = output
        self.stream = output.add_stream(name, rate=_RATE, options=dict(options))
        self.stream.width, self.stream.height = _SIZE
        self.stream.pix_fmt, self.stream.bit_rate = "yuv420p", bit_rate
        self.stream.time_base = Fraction(1, 1000)
        self.last = -1

    def write(self, frame: Any, *, at: float) -> None:
        fresh = frame.reformat(width=_SIZE[0], height=_SIZE[1], format="yuv420p")
        fresh.pts, fresh.time_base = max(self.last + 1, round(at * 1000)), Fraction(1, 1000)
        self.last = fresh.pts
        self.output.mux(self.stream.encode(fresh))

    def close(self) -> None:
        self.output.mux(self.stream.encode(None))


class _Sound:
    def __init__(self, output: Any) -> None:
        from av.audio.fifo import AudioFifo
        from av.audio.resampler import AudioResampler

        self.output = output
        self.stream = output.add_stream("libopus", rate=_SOUND_RATE, layout="mono")
        self.resampler = AudioResampler(format="s16", layout="mono", rate=_SOUND_RATE)
        self.fifo = AudioFifo()
        self.shape: tuple[Any, ...] = ()
        self.next = 0

    def write(self, frame: Any, *, at: float) -> None:
        from av.audio.resampler import AudioResampler

        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self.shape and shape != self.shape:
            self.resampler = AudioResampler(format="s16", layout="mono", rate=_SOUND_RATE)
        self.shape = shape
        self.next = max(self.next, round(at * _SOUND_RATE) - self.fifo.samples)
        for fresh in self.resampler.resample(frame):
            fresh.pts = None
            self.fifo.write(fresh)
        self._drain(self.stream.codec_context.frame_size or 960)

    def close(self) -> None:
        self._drain(1)
        self.output.mux(self.stream.encode(None))

    def _drain(self, least: int) -> None:
        size = self.stream.codec_context.frame_size or 960
        while self.fifo.samples >= least and (frame := self.fifo.read(min(size, self.fifo.samples))):
            frame.pts, frame.time_base = self.next, Fraction(1, _SOUND_RATE)
            self.next += frame.samples
            self.output.mux(self.stream.encode(frame))
