"""Nobody, or more than one, in the picture for a while: told once, and again only after all was as it should be."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.enums import IntegrityKind

# One window may be a mistake of the detector, a bowed head or a picture on a wall; so many, a second apart, are not.
WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Sighting:
    """``since_ms``, since the question started, is the first of the windows that showed it."""

    kind: IntegrityKind
    since_ms: int
    windows: int


@dataclass(slots=True)
class FaceWatch:
    """Follows the number of faces from window to window; windows without a picture tell nothing."""

    _shown: IntegrityKind | None = None
    _since_ms: int = 0
    _windows: int = 0
    _settled: IntegrityKind | None = None

    def look(self, faces: int, *, at_ms: int) -> Sighting | None:
        """What the windows up to this one show and was not told yet, or None."""
        shown = _meaning(faces)
        if not self._windows or shown != self._shown:
            self._shown, self._since_ms, self._windows = shown, at_ms, 0
        self._windows += 1
        if self._windows != WINDOWS or shown == self._settled:
            return None
        self._settled = shown
        return Sighting(shown, self._since_ms, self._windows) if shown is not None else None


def _meaning(faces: int) -> IntegrityKind | None:
    if faces == 1:
        return None
    return IntegrityKind.SECOND_FACE if faces else IntegrityKind.NO_FACE
