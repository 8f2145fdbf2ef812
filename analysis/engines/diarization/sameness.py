"""Whether two stretches of speech are by one voice."""

from __future__ import annotations

import math
from collections.abc import Sequence

from analysis.engines.results import Voice

# Below this an answer sounds like somebody else. Measured with Resemblyzer 0.1.4 on pieces of 5 s of speech by six
# voices (two read English, two read Mandarin, two of a meeting far from the microphone), cosine of their mean
# embeddings:
#   one voice: .94 at its desk, .78 far from the microphone; .91 and more when one piece is 14 dB quieter, brighter,
#     duller or in noise at 20 dB, .80 and more in noise at 10 dB; .67 to .69 when one piece comes over the telephone;
#   two voices, 24 pairs: median .53, 22 of them below .65, the other two (.655 and .71) from the meeting.
# Another microphone alone thus stays above it, barely, and one person in ten who takes over in the same room is not
# noticed: rather that than a candidate in doubt for a change of headset.
THRESHOLD = 0.65
# With 2.5 s of speech one voice is as unlike itself (.56) as two are (.71).
MIN_SPEECH_MS = 5000


def similarity(voice: Voice, others: Sequence[Voice]) -> float:
    """Cosine of a voice and the mean of others, each counting by how long it was heard."""
    mean = [sum(values) for values in zip(*(_weighted(other) for other in others), strict=True)]
    length = math.sqrt(sum(value * value for value in mean)) or 1.0
    return sum(a * b for a, b in zip(voice.vector, mean, strict=True)) / length


def _weighted(voice: Voice) -> list[float]:
    return [value * voice.speech_ms for value in voice.vector]
