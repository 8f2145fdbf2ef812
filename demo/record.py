"""Speaks the manifest's texts with espeak-ng and writes the recordings, as small Ogg/Opus files.

    apt-get install espeak-ng
    python -m demo.record

The results are in the repository; run this only after changing a text.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import av

from demo.manifest import Recording, load_manifest

BIT_RATE = 10_000  # speech stays well understood at this rate with Opus
REPEATABLE = {"fflags": "+bitexact", "serial_offset": "1"}  # the same text gives the same bytes
SAMPLE_RATE = 48_000  # Opus has no other


def main() -> int:
    """Write every recording of the manifest; returns the exit status."""
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is missing: apt-get install espeak-ng", file=sys.stderr)
        return 1
    for recording in load_manifest().recordings:
        with tempfile.TemporaryDirectory() as folder:
            spoken = Path(folder) / "spoken.wav"
            speak(recording, spoken)
            encode(spoken, recording.path)
        print(f"{recording.file}: {recording.path.stat().st_size / 1000:.0f} kB")
    return 0


def speak(recording: Recording, target: Path) -> None:
    """Speak the text into a WAV file."""
    command = ["espeak-ng", "-m", "-v", recording.voice, "-s", str(recording.words_per_minute)]
    command += ["-p", str(recording.pitch), "-w", str(target), f"<speak>{recording.text}</speak>"]
    subprocess.run(command, check=True)


def encode(source: Path, target: Path) -> None:
    """Encode sound as mono Opus in Ogg."""
    with av.open(str(source)) as spoken, av.open(str(target), "w", format="ogg", options=REPEATABLE) as ogg:
        stream = ogg.add_stream("libopus", rate=SAMPLE_RATE, options={"application": "voip", "frame_duration": "60"})
        stream.layout, stream.bit_rate = "mono", BIT_RATE
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        for frame in (*spoken.decode(audio=0), None):
            for piece in resampler.resample(frame):
                ogg.mux(stream.encode(piece))
        ogg.mux(stream.encode(None))


if __name__ == "__main__":
    sys.exit(main())
