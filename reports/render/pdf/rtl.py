"""Hebrew and Arabic inside left-to-right lines: enough of it for names and quotations.

Letters of Arabic take their joined form (Unicode's presentation forms, found through their decompositions),
and each right-to-left stretch of a line is put in the order it is seen. Numbers inside a stretch keep their
order. This is a subset of Unicode Annex 9 for a left-to-right paragraph without explicit embeddings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_LETTER: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_NEEDS: Final = re.compile(f"[{_LETTER}]")
_STRETCH: Final = re.compile(f"[{_LETTER}](?:[^\\S\n]*[\\d.,:/%()\"'!?\\-\u060c\u061b\u061f]*[^\\S\n]*[{_LETTER}])*")
_NUMBER: Final = re.compile(r"\d+(?:[.,:/]\d+)*")
_MIRROR: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_NO_LINK_FORWARD: Final = frozenset("\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0649\u0621")


def needed(text: str) -> bool:
    return bool(_NEEDS.search(text))


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter to {"isolated", "initial", "medial", "final"} to the character that has that shape."""
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFE70, 0xFEFD):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and parts[0].startswith("<"):
            forms.setdefault(chr(int(parts[1], 16)), {})[parts[0].strip("<>")] = chr(code)
    return forms


def shape(text: str) -> str:
    """Arabic letters in their joined forms, still in the order they are read; vowel marks are left out."""
    forms = _forms()
    letters = [char for char in text if not (unicodedata.combining(char) and _NEEDS.match(char))]
    shaped = []
    for index, char in enumerate(letters):
        before = letters[index - 1] if index else ""
        after = letters[index + 1] if index + 1 < len(letters) else ""
        joins_before = before in forms and before not in _NO_LINK_FORWARD and "final" in forms.get(char, {})
        joins_after = after in forms and char not in _NO_LINK_FORWARD and "final" in forms[after]
        names = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}
        shaped.append(forms.get(char, {}).get(names[joins_before, joins_after], char))
    return "".join(shaped)


def visual(line: str) -> str:
    """One line in the order it is seen from left to right."""

    def turned(match: re.Match[str]) -> str:
        backwards = match.group()[::-1].translate(_MIRROR)
        return _NUMBER.sub(lambda digits: digits.group()[::-1], backwards)

    return _STRETCH.sub(turned, line)
