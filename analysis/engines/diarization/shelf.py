"""What a diarizer has found so far, put where another run finds it: stretches of speech and embeddings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from analysis.engines.results import Span

if TYPE_CHECKING:
    import numpy as np

# Numbers of one embedding, and how they are written: exactly, so that going on gives what one run gives.
SIZE = 256
_EXACT = "<f4"
_BYTES = 4
_FLOAT, _FLOAT_BYTES = "<f8", 8


@dataclass(frozen=True, slots=True, eq=False)
class FoundVoices:
    """Mean embeddings (voices, 256), and how far apart the two nearest are; infinite for one."""

    centroids: np.ndarray
    apart: float


class Shelf(Protocol):
    """Keeps some megabytes under a name. ``put`` may raise to end the run there; what was put stays."""

    def get(self, name: str) -> bytes | None: ...

    def put(self, name: str, content: bytes) -> None: ...


class NoShelf:
    """Keeps nothing."""

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, content: bytes) -> None:
        """Forgotten at once."""


def kept_spans(shelf: Shelf, name: str) -> tuple[Span, ...] | None:
    """None where there are none, or they cannot be read."""
    content = shelf.get(name)
    try:
        return None if content is None else tuple(Span(int(start), int(end)) for start, end in json.loads(content))
    except (ValueError, TypeError):
        return None


def keep_spans(shelf: Shelf, name: str, spans: Sequence[Span]) -> None:
    shelf.put(name, json.dumps([(span.start_ms, span.end_ms) for span in spans]).encode())


def kept_vectors(shelf: Shelf, name: str, *, count: int) -> np.ndarray | None:
    """Embeddings (``count``, 256); None where there are none, or not so many."""
    content = shelf.get(name)
    if content is None or len(content) != count * SIZE * _BYTES:
        return None
    import numpy as np

    return np.frombuffer(content, dtype=_EXACT).reshape(count, SIZE)


def keep_vectors(shelf: Shelf, name: str, vectors: np.ndarray) -> None:
    import numpy as np

    shelf.put(name, np.ascontiguousarray(vectors, dtype=_EXACT).tobytes())


def kept_voices(shelf: Shelf, name: str) -> FoundVoices | None:
    """None where there are none, or they cannot be read."""
    content = shelf.get(name) or b""
    count, rest = divmod(len(content) - _FLOAT_BYTES, SIZE * _BYTES)
    if count < 1 or rest:
        return None
    import numpy as np

    (apart,) = np.frombuffer(content[:_FLOAT_BYTES], dtype=_FLOAT)
    return FoundVoices(np.frombuffer(content[_FLOAT_BYTES:], dtype=_EXACT).reshape(count, SIZE), float(apart))


def keep_voices(shelf: Shelf, name: str, voices: FoundVoices) -> None:
    import numpy as np

    apart = np.array([voices.apart], dtype=_FLOAT).tobytes()
    shelf.put(name, apart + np.ascontiguousarray(voices.centroids, dtype=_EXACT).tobytes())
