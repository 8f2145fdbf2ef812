"""A word for how the voice sounds, by rules anyone can read.

Weak evidence: listeners themselves agree only moderately on such labels, and a microphone, a cold or a
language changes every indicator. The label describes the sound; it says nothing of what the person feels.
Pitch is relative to the speaker's own median, so a high or low voice makes no difference.

Where the rules come from: confident speech is faster with fewer and shorter pauses (Scherer, London & Wolf
1973; Guyer, Fabrigar & Vaughan-Johnston 2019); nervous speech hesitates and pauses more (Laukka et al.
2008); aroused speech is fast with wide pitch and level movement, flat speech the reverse (Juslin & Laukka
2003; Scherer 2003). A standard deviation of pitch below 1.5 semitones is heard as monotonous, above 3 as
lively (Hincks 2005).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.engines.prosody.base import Curve, falling, rising
from analysis.engines.results import Emotion

# Below this no label fits better than "neutral".
CLEAR_FIT = 0.6

# A rule gives 0-1 for one indicator.
Rule = Callable[[float], float]

LABELS: Mapping[str, Mapping[str, Rule]] = {
    "confident": {
        "articulation_rate": lambda rate: Curve(190, 240, 340, 400).at(rate),
        "pause_ratio": lambda ratio: falling(ratio, 0.2, 0.4),
        "pitch_sd_semitones": lambda sd: Curve(1.5, 2.2, 3.5, 5.0).at(sd),
        "fillers_per_minute": lambda fillers: falling(fillers, 3, 9),
    },
    "calm": {
        "articulation_rate": lambda rate: Curve(120, 180, 260, 300).at(rate),
        "pitch_sd_semitones": lambda sd: Curve(1.0, 1.5, 2.5, 3.2).at(sd),
        "pause_ratio": lambda ratio: Curve(0.0, 0.1, 0.35, 0.5).at(ratio),
        "fillers_per_minute": lambda fillers: falling(fillers, 3, 9),
    },
    "nervous": {
        "fillers_per_minute": lambda fillers: rising(fillers, 5, 12),
        "pause_ratio": lambda ratio: rising(ratio, 0.3, 0.5),
        "jitter_local": lambda jitter: rising(jitter, 0.02, 0.035),
    },
    "excited": {
        "articulation_rate": lambda rate: rising(rate, 270, 340),
        "pitch_sd_semitones": lambda sd: rising(sd, 3.0, 4.5),
        "intensity_sd_db": lambda sd: rising(sd, 6.0, 9.0),
    },
    "flat": {
        "pitch_sd_semitones": lambda sd: falling(sd, 1.2, 1.9),
        "pitch_range_semitones": lambda width: falling(width, 4.0, 6.5),
        "intensity_sd_db": lambda sd: falling(sd, 4.0, 8.0),
    },
}
# Without these no label can be told from another.
NEEDED = ("articulation_rate", "pitch_sd_semitones", "pause_ratio")


def emotion_of(measures: Mapping[str, float | None]) -> Emotion | None:
    """The label that fits best, with the indicators behind it; "neutral" where none fits clearly.

    A label's fit is halfway between the mean and the worst of its rules, so that one indicator alone never
    makes a label. The score of "neutral" is how far the nearest label is from fitting. None without `NEEDED`.
    """
    if any(measures.get(name) is None for name in NEEDED):
        return None
    known = {name: value for name, value in measures.items() if value is not None}
    fits = {label: _fit(rules, known) for label, rules in LABELS.items()}
    best = max(fits, key=lambda label: fits[label])
    if fits[best] < CLEAR_FIT:
        because = tuple((name, known[name]) for name in NEEDED)
        return Emotion(label="neutral", score=round(1.0 - fits[best], 3), because=because)
    because = tuple((name, known[name]) for name in LABELS[best] if name in known)
    return Emotion(label=best, score=round(fits[best], 3), because=because)


def _fit(rules: Mapping[str, Rule], known: Mapping[str, float]) -> float:
    heights = [rule(known[name]) for name, rule in rules.items() if name in known]
    if len(heights) < 2:
        return 0.0
    return (sum(heights) / len(heights) + min(heights)) / 2
