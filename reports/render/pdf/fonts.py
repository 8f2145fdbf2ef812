"""The font of the PDF: found once, registered once in a process, embedded as a subset by reportlab.

WenQuanYi Micro Hei (Apache 2.0) covers Chinese and Latin and has one weight, so hierarchy comes from size and
colour. Where matplotlib is installed its DejaVu Sans covers scripts the first font lacks (Hebrew, Arabic);
it is loaded only when a text needs it. A character that neither has is drawn as a box, which `missing_in` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PRIMARY: Final = "MicroHei"
FALLBACK: Final = "DejaVuSans"
BOX: Final = "\u25a1"
# Invisible joiners and variation selectors: dropped where the font has no glyph, since a box would mislead.
_INVISIBLE: Final = frozenset({0x200B, 0x200C, 0x200D, 0x2060, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)})


@dataclass(frozen=True, slots=True)
class Face:
    """One registered font. ``widths`` maps a code point to thousandths of the font size."""

    name: str
    widths: Mapping[int, float]


def _register(name: str, path: Path) -> Face:
    font = TTFont(name, str(path), subfontIndex=0, shapable=False)
    pdfmetrics.registerFont(font)
    widths, glyphs = font.face.charWidths, font.face.charToGlyph
    return Face(name, {code: widths.get(code, font.face.defaultWidth) for code in glyphs})


@cache
def primary() -> Face:
    """The main font. Raises ModuleNotFoundError where its package is not installed."""
    with as_file(files("paperang_p2_fonts_cjk") / "fonts" / "wqy-microhei.ttc") as path:
        return _register(PRIMARY, path)


@cache
def fallback() -> Face:
    """The font for other scripts; without glyphs where none is installed."""
    spec = find_spec("matplotlib")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"
        if path.is_file():
            return _register(FALLBACK, path)
    return Face(PRIMARY, {})


def covers(text: str) -> bool:
    """Whether the main font has every character of ``text``."""
    return primary().widths.keys() >= set(map(ord, text))


def missing_in(text: str) -> bool:
    """Whether some character of ``text`` can be drawn only as a box."""
    return BOX in drawable(text) and BOX not in text


def drawable(text: str) -> str:
    """``text`` with boxes for characters no font has, and without invisible ones."""
    if covers(text):
        return text
    known, other = primary().widths, fallback().widths
    kept = (char for char in text if ord(char) not in _INVISIBLE)
    return "".join(char if ord(char) in known or ord(char) in other or char.isspace() else BOX for char in kept)


def width_of(text: str, size: float) -> float:
    """Width in points of ``text`` (already `drawable`)."""
    known = primary().widths
    try:
        return sum([known[ord(char)] for char in text]) * size / 1000
    except KeyError:
        other = fallback().widths
        return sum([known.get(ord(char)) or other.get(ord(char), 0) for char in text]) * size / 1000


def runs(text: str) -> list[tuple[str, str]]:
    """``text`` (already `drawable`) as (font name, text) pieces in order."""
    if covers(text):
        return [(PRIMARY, text)]
    known, other = primary().widths, fallback()
    pieces: list[tuple[str, str]] = []
    for char in text:
        name = PRIMARY if ord(char) in known or ord(char) not in other.widths else other.name
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + char)
        else:
            pieces.append((name, char))
    return pieces
