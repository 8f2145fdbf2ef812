"""Decode and diarize one file in this process, and say what it took: ``python -m benchmarks._diarize FILE``."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from analysis.engines.diarization.base import Listening
from analysis.engines.diarization.resemblyzer import ResemblyzerDiarizer
from analysis.engines.media import MediaLimits, decode


def main(path: Path) -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        limits = MediaLimits(max_duration_ms=3 * 3600 * 1000 + 60_000)
        track = decode(path, workdir=Path(name), limits=limits).audio
        assert track is not None
        result = ResemblyzerDiarizer().run(Listening(track))
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer = {
        "seconds": time.monotonic() - started,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mib": used.ru_maxrss / 1024,
        "segments": [(one.speaker, one.start_ms, one.end_ms) for one in result.segments],
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
