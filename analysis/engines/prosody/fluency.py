"""How fluently an answer flows, 0 to 1, from four measures with published ranges.

Each curve is wide: tempo differences under ten per cent cannot be heard (Quené 2007), and speakers differ
more than that among themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.engines.prosody.base import Curve

# Syllables a minute without pauses. Full between 3.5 and 6.5 a second: spontaneous English lies at 4.4 to 5.9
# (Goldman-Eisler 1968), read Mandarin at 5.2 and English at 6.2 (Pellegrino, Coupe & Marsico 2011).
ARTICULATION_RATE = Curve(120, 210, 390, 540)
# Share of the answer that is silent. Spontaneous speech pauses for up to a third without notice and for half
# in hard tasks (Goldman-Eisler 1968, chapter 1).
PAUSE_RATIO = Curve(-1, -1, 0.35, 0.65)
# Silences of 2 s and more, a minute: chosen for this product, one to think is free.
LONG_PAUSES_PER_MINUTE = Curve(-1, -1, 1, 6)
# Fillers a minute of speech. Adults use 2.6 in 100 words, which is 4 a minute at 150 words (Bortfeld et al. 2001).
FILLERS_PER_MINUTE = Curve(-1, -1, 4, 16)

PARTS: Mapping[str, tuple[Curve, float]] = {
    "articulation_rate": (ARTICULATION_RATE, 0.35),
    "pause_ratio": (PAUSE_RATIO, 0.35),
    "long_pauses_per_minute": (LONG_PAUSES_PER_MINUTE, 0.15),
    "fillers_per_minute": (FILLERS_PER_MINUTE, 0.15),
}
# Without these two there is nothing to judge.
NEEDED = ("articulation_rate", "pause_ratio")


def fluency_of(measures: Mapping[str, float | None]) -> float | None:
    """Weighted mean of the curves in `PARTS`; a missing measure's weight is shared out. None without `NEEDED`."""
    if any(measures.get(name) is None for name in NEEDED):
        return None
    known = [
        (curve.at(value), weight)
        for name, (curve, weight) in PARTS.items()
        if (value := measures.get(name)) is not None
    ]
    return round(sum(height * weight for height, weight in known) / sum(weight for _, weight in known), 3)
