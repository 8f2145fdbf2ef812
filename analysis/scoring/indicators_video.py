"""Indicators of what the camera saw. None of them looks at who somebody is."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.scoring.measurement import Extractor, field_reader, longest

VIDEO_INDICATORS: Mapping[str, Extractor] = {
    "eye_contact": field_reader("gaze", "eye_contact_ratio", lambda answer, found: longest(answer, found.away)),
    "posture": field_reader("posture", "upright_ratio"),
    "movement": field_reader("posture", "movement", lambda answer, found: longest(answer, found.restless)),
    "animation": field_reader("expression", "animation"),
}
