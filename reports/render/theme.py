"""Colours and measures shared by both renderings. One accent; everything else is a grey."""

from __future__ import annotations

from typing import Final

ACCENT: Final = "#0E6B6F"
ACCENT_SOFT: Final = "#CFE3E3"
ACCENT_WASH: Final = "#EFF6F6"
INK: Final = "#1C2733"
BODY: Final = "#36424F"
MUTED: Final = "#6B7785"
FAINT: Final = "#9AA5B1"
RULE: Final = "#DDE3E8"
PANEL: Final = "#F6F8F9"
WHITE: Final = "#FFFFFF"
