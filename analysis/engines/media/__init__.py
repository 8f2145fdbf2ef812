"""Recordings: what a file holds, and its sound and pictures decoded once, as a stream.

Callers use these names and nothing deeper. Importing them costs nothing: numpy and the
decoder (PyAV) are loaded by the first call that needs them.
"""

from __future__ import annotations

from analysis.engines.media.decode import decode, file_sha256
from analysis.engines.media.levels import level_db, loud_spans
from analysis.engines.media.source import probe
from analysis.engines.media.track import SAMPLE_RATE, AudioTrack
from analysis.engines.media.types import Clip, DecodedMedia, MediaError, MediaInfo, MediaLimits

__all__ = [
    "SAMPLE_RATE",
    "AudioTrack",
    "Clip",
    "DecodedMedia",
    "MediaError",
    "MediaInfo",
    "MediaLimits",
    "decode",
    "file_sha256",
    "level_db",
    "loud_spans",
    "probe",
]
