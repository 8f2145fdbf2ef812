"""Runs of a recorder, joined."""

from __future__ import annotations

import av
import pytest

from interviews.recordings.joining import join_segments
from tests.media import cut_short, plain_frames, tone, write_media


def run_of(path, *, seconds=2.0, width=64, sound=True, picture=True, hz=440.0):
    frames = plain_frames(count=round(seconds * 10), width=width) if picture else None
    rate = 48_000
    voice = tone(seconds=seconds, hz=hz, rate=rate) if sound else None
    options = {"movflags": "frag_keyframe+empty_moov"} if path.suffix == ".mp4" else {"live": "1"}
    return write_media(path, sound=voice, rate=rate, frames=frames, options=options)


def lengths(path):
    """Seconds by kind, as the packets say."""
    found = {}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.pts is not None:
                end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                found[packet.stream.type] = max(found.get(packet.stream.type, 0.0), end)
    return found


def decoded(path):
    """How many pictures and samples come out without an error."""
    with av.open(str(path)) as container:
        pictures = sum(1 for _ in container.decode(video=0))
    with av.open(str(path)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    return pictures, samples


# The encoder that makes these MP4 files puts pictures 0.2 s late to reorder them; those of browsers do not.
@pytest.mark.parametrize(("suffix", "slack"), [(".webm", 0.15), (".mp4", 0.65)])
def test_runs_of_one_browser_follow_one_another(tmp_path, suffix, slack):
    runs = [run_of(tmp_path / f"{n}{suffix}", seconds=seconds) for n, seconds in enumerate((2.0, 1.0, 1.5))]
    joined = join_segments(runs, into=tmp_path / "joined")
    assert joined.suffix == suffix
    assert lengths(joined)["audio"] == pytest.approx(4.5, abs=slack)
    pictures, samples = decoded(joined)
    assert pictures == 45
    assert samples / 48_000 == pytest.approx(4.5, abs=0.2)


def test_one_run_gets_a_length(tmp_path):
    joined = join_segments([run_of(tmp_path / "one.webm")], into=tmp_path / "joined")
    with av.open(str(joined)) as container:
        assert container.duration / av.time_base == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    "second", [{"name": "b.mp4"}, {"name": "b.webm", "width": 128}, {"name": "b.webm", "picture": False}]
)
def test_runs_that_do_not_fit_are_encoded_anew(tmp_path, second):
    name = second.pop("name")
    runs = [run_of(tmp_path / "a.webm"), run_of(tmp_path / name, **second)]
    joined = join_segments(runs, into=tmp_path / "joined")
    assert joined.suffix == ".webm"
    assert lengths(joined)["audio"] == pytest.approx(4.0, abs=0.3)
    assert decoded(joined)[0] >= 20


def test_run_cut_short_keeps_what_came_in(tmp_path):
    whole = run_of(tmp_path / "a.webm")
    joined = join_segments([cut_short(whole, keep=0.6), whole], into=tmp_path / "joined")
    assert 2.3 < lengths(joined)["audio"] < 4.0


def test_run_that_cannot_be_read_is_left_out(tmp_path):
    bad = tmp_path / "bad.webm"
    bad.write_bytes(b"\x1aE\xdf\xa3" + bytes(500))
    joined = join_segments([bad, run_of(tmp_path / "a.webm")], into=tmp_path / "joined")
    assert lengths(joined)["audio"] == pytest.approx(2.0, abs=0.1)


def test_without_any_readable_run_the_first_is_given_as_it_is(tmp_path):
    bad = tmp_path / "bad.webm"
    bad.write_bytes(b"\x1aE\xdf\xa3" + bytes(500))
    assert join_segments([bad], into=tmp_path / "joined").read_bytes() == bad.read_bytes()
    assert join_segments([], into=tmp_path / "empty").read_bytes() == b""


def test_run_that_names_another_file_is_not_followed(tmp_path):
    secret = run_of(tmp_path / "secret.webm")
    playlist = tmp_path / "list.webm"
    playlist.write_text(f"#EXTM3U\n#EXTINF:2,\n{secret}\n")
    assert join_segments([playlist], into=tmp_path / "joined").read_text().startswith("#EXTM3U")
