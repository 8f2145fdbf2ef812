"""Labels around a radar, in short lines, so that none runs out of the picture."""

from __future__ import annotations

LINE_HEIGHT = 16
_LONGEST_LINE = {True: 4, False: 14}  # characters of a line, of Han and of other writing


def broken(text: str) -> list[str]:
    """The label in lines."""
    is_han = not text.isascii()
    longest = _LONGEST_LINE[is_han]
    if is_han:
        return [text[at : at + longest] for at in range(0, len(text), longest)]
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def first_line(y: float, lines: int, *, centre: float, radius: float) -> float:
    """Where the first line stands: above the end of a top spoke, below that of a bottom one, else around it."""
    if y < centre - radius:
        return y - (lines - 1) * LINE_HEIGHT + 4
    if y > centre + radius / 2:
        return y + 6
    return y - (lines - 1) * LINE_HEIGHT / 2 + 4
