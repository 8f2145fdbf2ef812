"""Speakers told apart by the embeddings of Resemblyzer's voice encoder, on the processor, with the weights that come
with its package."""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import numpy as np

from analysis.engines.base import EngineError, ModelMissingError
from analysis.engines.diarization.assignment import (
    Steps,
    both_speak,
    doubtful_windows,
    lead_of,
    segments_of,
    similarity_of,
    steps_of,
)
from analysis.engines.diarization.base import MAX_SPEAKERS, Listening
from analysis.engines.diarization.clustering import SECOND_VOICE, normalised, tell_apart
from analysis.engines.diarization.sameness import MIN_SPEECH_MS as MIN_VOICE_MS
from analysis.engines.diarization.shelf import (
    FoundVoices,
    keep_spans,
    keep_vectors,
    keep_voices,
    kept_spans,
    kept_vectors,
    kept_voices,
)
from analysis.engines.diarization.windows import Window, spectra, windows_of
from analysis.engines.media import AudioTrack
from analysis.engines.results import Diarization, Span, Voice
from analysis.engines.voice_activity import reason_for_no_speech, speech_spans, surely_speaks

# Five windows of 1.6 s a second of speech: an hour takes two minutes on two cores. Ten find the same speakers.
HOP_MS = 200
BATCH = 64
# Embeddings are kept in portions of ten minutes of speech: some 20 s of work, 3 MB; short windows as many at once.
PORTION_WINDOWS = 3000
# Far from the microphone the detector is unsure for whole sentences: speech begins above .3 and goes on until it is
# all but certain that nobody speaks. With the recogniser's thresholds (.5, .35) a quarter of a meeting is lost.
ONSET, RELEASE = 0.3, 0.02
EDGE_MS = 60
# Somebody must speak beyond doubt for this long: so low an onset takes some music and humming for a voice.
MIN_SPEECH_MS = 500
# One voice over a whole answer: so many windows, spread over it, are heard in half a second.
VOICE_HOP_MS, VOICE_WINDOWS = 400, 60
# Shares of the time: until the first pass over the windows is done, and until the voices are told apart.
_FIRST, _APART = 0.6, 0.65


class ResemblyzerDiarizer:
    """Voice activity, embeddings of 1.6 s windows, voices, and the likeliest way from one to the other."""

    name: ClassVar[str] = "resemblyzer"
    provides: ClassVar[str] = "diarization"
    requires: ClassVar[frozenset[str]] = frozenset({"audio"})

    def __init__(self, *, threads: int = 0) -> None:
        self._threads = threads or min(2, os.cpu_count() or 1)
        self._encoder: Any | None = None

    @property
    def version(self) -> str:
        return importlib.metadata.version("resemblyzer")

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"hop_ms": HOP_MS, "onset": ONSET, "release": RELEASE, "second_voice": SECOND_VOICE}

    def load(self) -> None:
        self._loaded()

    def run(self, listening: Listening) -> Diarization:
        if listening.speaker_count is not None and not 1 <= listening.speaker_count <= MAX_SPEAKERS:
            raise EngineError(f"One to {MAX_SPEAKERS} speakers are told apart.")
        speech = self._speech(listening)
        if not speech:
            return Diarization((), 0, reason=reason_for_no_speech(listening.audio))
        windows = windows_of(speech, hop_ms=HOP_MS)
        vectors = self._heard(windows, listening, name="windows", between=(0.0, _FIRST))
        voices = self._voices(vectors, windows, listening)
        listening.report(_APART)
        return self._assigned(listening, speech, windows, vectors @ voices.centroids.T, voices)

    def _speech(self, listening: Listening) -> Sequence[Span]:
        """Where somebody speaks; nowhere, unless somebody does so beyond doubt."""
        name, track = f"{self._mark}-speech", listening.audio
        known = kept_spans(listening.shelf, name)
        if known is not None:
            return known
        speech = speech_spans(track, threshold=ONSET, release=RELEASE, edge_ms=EDGE_MS)
        if speech and not surely_speaks(track, for_ms=MIN_SPEECH_MS):
            speech = ()
        keep_spans(listening.shelf, name, speech)
        return speech

    def _heard(
        self, windows: Sequence[Window], listening: Listening, *, name: str, between: tuple[float, float]
    ) -> np.ndarray:
        """Embeddings of all windows, while the progress goes from one share ``between`` to the other. Portions are cut
        in the same places whatever is known already: the numbers are those of a single run."""
        found: list[np.ndarray] = []
        each = (between[1] - between[0]) / len(windows)
        for start in range(0, len(windows), PORTION_WINDOWS):
            portion = windows[start : start + PORTION_WINDOWS]
            kept = f"{self._mark}-{name}-{start:06d}"
            vectors = kept_vectors(listening.shelf, kept, count=len(portion))
            if vectors is None:
                share = (between[0] + start * each, each)
                vectors = self._embedded(listening.audio, portion, listening=listening, share=share)
                keep_vectors(listening.shelf, kept, vectors)
            found.append(vectors)
        return np.concatenate(found)

    def _voices(self, vectors: np.ndarray, windows: Sequence[Window], listening: Listening) -> FoundVoices:
        """Told apart once: another slice of the work takes them as they were."""
        name = f"{self._mark}-voices-{listening.speaker_count or 0}-{len(windows)}"
        known = kept_voices(listening.shelf, name)
        if known is not None:
            return known
        spans = np.array([window.span for window in windows])
        told = tell_apart(vectors, spans, count=listening.speaker_count, window_seconds=HOP_MS / 1000)
        found = FoundVoices(told.centroids, told.apart)
        keep_voices(listening.shelf, name, found)
        return found

    @property
    def _mark(self) -> str:
        """What was kept by another version, or at another pace, is of no use."""
        return f"{self.name}-{self.version}-{HOP_MS}"

    def voice(self, track: AudioTrack) -> Voice | None:
        speech = speech_spans(track)
        speech_ms = sum(span.length_ms for span in speech)
        if speech_ms < MIN_VOICE_MS:
            return None
        windows = windows_of(speech, hop_ms=VOICE_HOP_MS)
        vectors = self._embedded(track, windows[:: -(-len(windows) // VOICE_WINDOWS)])
        mean = normalised(vectors.mean(axis=0))
        return Voice(tuple(round(float(value), 5) for value in mean), speech_ms)

    def _assigned(
        self, listening: Listening, speech: Sequence[Span], windows: list[Window], near: np.ndarray, voices: FoundVoices
    ) -> Diarization:
        steps = steps_of(speech)
        similarity = similarity_of(steps, windows, near)
        lead = lead_of(similarity, voices.centroids)
        both = self._shared(listening, speech, steps, lead, voices.centroids)
        segments = segments_of(steps, similarity, lead, both)
        count = len({segment.speaker for segment in segments})
        listening.report(1.0)
        return Diarization(
            segments=tuple(segments),
            speaker_count=count,
            counted="given" if count == listening.speaker_count else "estimated",
            speech_ms=sum(span.length_ms for span in speech),
            separation=_separation(voices) if count > 1 else None,
        )

    def _shared(
        self, listening: Listening, speech: Sequence[Span], steps: Steps, lead: np.ndarray, centroids: np.ndarray
    ) -> np.ndarray:
        """Which steps two voices share. Where they take turns quickly this is as much work as the first pass."""
        short, chosen = doubtful_windows(steps, lead, speech)
        if not short:
            return np.zeros(len(lead), dtype=bool)
        near = self._heard(short, listening, name=f"short-{len(short)}", between=(_APART, 1.0)) @ centroids.T
        return both_speak(steps, chosen, lead_of(near, centroids))

    def _embedded(
        self,
        track: AudioTrack,
        windows: Sequence[Window],
        *,
        listening: Listening | None = None,
        share: tuple[float, float] = (0.0, 0.0),
    ) -> np.ndarray:
        """Embeddings of the windows, float32 (windows, 256). ``share``: of the work that was done before, and that is
        in one window, for ``listening`` to be told. Batches go side by side, each on one thread: the encoder
        itself gains little from two, and loses much where others want the processor."""
        self._loaded()
        found: list[np.ndarray] = []
        with ThreadPoolExecutor(self._threads, initializer=_one_thread) as pool:
            waiting: list[Any] = []
            for batch in spectra(track, windows, batch=BATCH):
                waiting.append(pool.submit(self._embed, batch))
                if len(waiting) > 2 * self._threads:
                    found.append(waiting.pop(0).result())
                    if listening is not None:
                        listening.report(share[0] + share[1] * len(found) * BATCH)
            found += [one.result() for one in waiting]
        return np.concatenate(found)

    def _embed(self, batch: np.ndarray) -> np.ndarray:
        import torch

        with torch.inference_mode():
            return self._loaded()(torch.from_numpy(batch)).numpy()

    def _loaded(self) -> Any:
        if self._encoder is None:
            self._encoder = _load()
        return self._encoder


def _load() -> Any:
    import warnings

    with warnings.catch_warnings():
        # Resemblyzer imports a name that SciPy has moved.
        warnings.filterwarnings("ignore", message=".*scipy.ndimage.morphology", category=DeprecationWarning)
        warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
        try:
            from resemblyzer import VoiceEncoder
        except ImportError as error:
            raise ModelMissingError(f"The package with the voice encoder cannot be used: {error}") from error
    return VoiceEncoder("cpu", verbose=False).eval()


def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


def _separation(voices: FoundVoices) -> float:
    """0 at the least that counts as two voices, 1 at twice that."""
    return round(min(1.0, max(0.0, voices.apart / SECOND_VOICE - 1)), 3)
