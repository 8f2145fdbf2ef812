"""Every indicator by its key. Each looks at one answer (and, where it compares, at the others)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.scoring.indicators_content import CONTENT_INDICATORS
from analysis.scoring.indicators_pressure import PRESSURE_INDICATORS
from analysis.scoring.indicators_speech import SPEECH_INDICATORS
from analysis.scoring.indicators_text import TEXT_INDICATORS
from analysis.scoring.indicators_video import VIDEO_INDICATORS
from analysis.scoring.measurement import Extractor

EXTRACTORS: Mapping[str, Extractor] = {
    **CONTENT_INDICATORS,
    **TEXT_INDICATORS,
    **SPEECH_INDICATORS,
    **VIDEO_INDICATORS,
    **PRESSURE_INDICATORS,
}
KNOWN_INDICATORS = frozenset(EXTRACTORS)
