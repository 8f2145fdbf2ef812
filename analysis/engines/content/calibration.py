"""The constants of the content engine, from `calibration.toml`, which says where each comes from."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "calibration.toml").read_text(encoding="utf-8"))

VERSION: str = _TABLES["version"]
STRUCTURE: dict[str, Any] = _TABLES["structure"]
DEPTH: dict[str, Any] = _TABLES["depth"]
RELEVANCE: dict[str, Any] = _TABLES["relevance"]
COVERAGE: dict[str, Any] = _TABLES["coverage"]
GRADE: dict[str, Any] = _TABLES["grade"]
LENGTH: dict[str, Any] = _TABLES["length"]


def ramp(value: float, *, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high`` on, a straight line between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))
