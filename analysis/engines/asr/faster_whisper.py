"""Whisper through CTranslate2: the default recogniser, on the processor, with weights that come with a package."""

from __future__ import annotations

import importlib.metadata
import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from typing import Any, ClassVar

import numpy as np

from analysis.engines.asr.base import SpeechRecogniser, prompt_for
from analysis.engines.asr.clips import Clip
from analysis.engines.asr.gates import (
    MAX_COMPRESSION_RATIO,
    MAX_NO_SPEECH,
    MIN_LOG_PROBABILITY,
    Segment,
)
from analysis.engines.asr.weights import WHISPER_BASE_SHA256, packaged_whisper_files
from analysis.engines.base import EngineError, ModelMissingError
from analysis.engines.media import SAMPLE_RATE, AudioTrack
from analysis.engines.results import Word

PACKAGED = "packaged-base"
# Tried in turn while a clip's text is repetitive or improbable; bounded, each try costs as much as the first.
TEMPERATURES = (0.0, 0.2, 0.4)
# A batch now and then skips a sentence. Pauses inside a clip are shorter than this, so a longer stretch without
# a word is speech left out.
MISSED_SPEECH_MS = 1_500
# A word longer than this stands for speech that was left out after it.
LONGEST_WORD_MS = 1_000
# What the language is told from. The encoder takes any length, and ten seconds cost a fifth of the padded window.
LANGUAGE_SAMPLE_MS = 10_000
# One thread a clip, clips side by side: Whisper base is so small that threads of one clip mostly wait for each
# other (two of them need half as much processor time again).
MOST_WORKERS = 4


class FasterWhisper(SpeechRecogniser):
    """Recognises clips in batches; a clip whose text fails Whisper's own checks is listened to again, alone.

    A batch of four 28 s clips keeps the process below 1 GB; eight need 1.2 GB and are no faster on two cores.
    ``workers`` (0: one a core, at most `MOST_WORKERS`) batches are decoded side by side, each by one thread.
    ``model`` is `PACKAGED`, a folder with a CTranslate2 Whisper model, or a name faster-whisper can fetch.
    """

    name: ClassVar[str] = "faster-whisper"

    def __init__(
        self,
        *,
        model: str = PACKAGED,
        device: str = "cpu",
        compute_type: str = "int8",
        workers: int = 0,
        beam_size: int = 5,
        batch_size: int = 4,
    ) -> None:
        self._model_name = model
        self._device = device
        self._compute_type = compute_type
        self._workers = workers or min(MOST_WORKERS, os.cpu_count() or 1)
        self._beam_size = beam_size
        self._batch_size = batch_size
        self._model: Any | None = None

    @property
    def version(self) -> str:
        return importlib.metadata.version("faster-whisper")

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {
            "model": self._model_name,
            "model_sha256": WHISPER_BASE_SHA256 if self._model_name == PACKAGED else None,
            "device": self._device,
            "compute_type": self._compute_type,
            "beam_size": self._beam_size,
            "batch_size": self._batch_size,
        }

    def load(self) -> None:
        self._loaded()

    def detect_language(self, track: AudioTrack, clip: Clip) -> Mapping[str, float]:
        import ctranslate2

        model = self._loaded()
        sound = clip.samples(track)[: LANGUAGE_SAMPLE_MS * SAMPLE_RATE // 1000]
        features = np.ascontiguousarray(model.feature_extractor(sound)[None])
        encoded = model.model.encode(ctranslate2.StorageView.from_array(features))
        (probabilities,) = model.model.detect_language(encoded)
        return {token.strip("<|>"): probability for token, probability in probabilities}

    def recognise(self, track: AudioTrack, clips: Sequence[Clip], *, language: str | None) -> list[Segment]:
        batches = self._batches(clips)
        with ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="recognise") as pool:
            found = pool.map(lambda batch: self._recognise_batch(track, batch, language=language), batches)
            return [segment for segments in found for segment in segments]

    def _batches(self, clips: Sequence[Clip]) -> list[Sequence[Clip]]:
        """The clips, in order, shared out evenly over the workers."""
        size = max(1, min(self._batch_size, -(-len(clips) // self._workers)))
        return [clips[start : start + size] for start in range(0, len(clips), size)]

    def _recognise_batch(self, track: AudioTrack, clips: Sequence[Clip], *, language: str | None) -> list[Segment]:
        sounds = [clip.samples(track) for clip in clips]
        together = self._together(sounds, clips, language=language)
        segments: list[Segment] = []
        for sound, clip, heard in zip(sounds, clips, together, strict=True):
            segments += self._checked(heard, sound=sound, clip=clip, language=language)
        return segments

    def _checked(self, heard: list[Segment], *, sound: np.ndarray, clip: Clip, language: str | None) -> list[Segment]:
        """``heard``, or the result of listening again where it is improbable or leaves speech out."""
        missed = missed_ms(clip, heard)
        if missed <= MISSED_SPEECH_MS and not any(_needs_another_try(segment) for segment in heard):
            return heard
        again = self._recognise_alone(sound, clip, language=language)
        return again if missed_ms(clip, again) <= missed else heard

    def _together(
        self, sounds: Sequence[np.ndarray], clips: Sequence[Clip], *, language: str | None
    ) -> list[list[Segment]]:
        """The segments of each clip, all clips decoded in one batch."""
        from faster_whisper import BatchedInferencePipeline

        starts = [0, *accumulate(len(sound) for sound in sounds)]
        found, _ = BatchedInferencePipeline(self._loaded()).transcribe(
            np.concatenate(sounds),
            language=language,
            beam_size=self._beam_size,
            word_timestamps=True,
            initial_prompt=prompt_for(language),
            batch_size=self._batch_size,
            # Without time tokens whole Chinese sentences go missing; English loses nothing and is a fifth faster.
            without_timestamps=language == "en",
            clip_timestamps=[{"start": a / SAMPLE_RATE, "end": b / SAMPLE_RATE} for a, b in pairwise(starts)],
        )
        offsets = [start / SAMPLE_RATE for start in starts[:-1]]
        segments: list[list[Segment]] = [[] for _ in clips]
        for item in found:
            index = bisect_right(offsets, item.seek / 100 + 0.02) - 1
            segments[index].append(_segment(item, clip=clips[index], offset=offsets[index]))
        return segments

    def _recognise_alone(self, sound: np.ndarray, clip: Clip, *, language: str | None) -> list[Segment]:
        found, _ = self._loaded().transcribe(
            sound,
            language=language,
            beam_size=self._beam_size,
            word_timestamps=True,
            initial_prompt=prompt_for(language),
            temperature=TEMPERATURES,
            compression_ratio_threshold=MAX_COMPRESSION_RATIO,
            log_prob_threshold=MIN_LOG_PROBABILITY,
            no_speech_threshold=MAX_NO_SPEECH,
            condition_on_previous_text=False,
        )
        return [_segment(item, clip=clip, offset=0.0) for item in found]

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = self._load()
        return self._model

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        settings: dict[str, Any] = {
            "device": self._device,
            "compute_type": self._compute_type,
            "cpu_threads": 1,
            "num_workers": self._workers,
        }
        if self._model_name == PACKAGED:
            settings["files"] = packaged_whisper_files()
        try:
            return WhisperModel(self._model_name, **settings)
        except (RuntimeError, ValueError, OSError) as error:
            if self._model_name == PACKAGED:
                raise EngineError(f"The packaged Whisper model could not be loaded: {error}") from error
            raise ModelMissingError(f"The Whisper model {self._model_name!r} could not be loaded: {error}") from error


def _segment(item: Any, *, clip: Clip, offset: float) -> Segment:
    """A segment on the recording's clock; ``offset`` (seconds) is where the clip began in what was decoded."""
    words = []
    for word in item.words or ():
        span = clip.to_recording((word.start - offset) * 1000, (word.end - offset) * 1000)
        words.append(Word(word.word, span.start_ms, span.end_ms, round(float(word.probability), 3)))
    return Segment(
        words=tuple(words),
        average_log_probability=float(item.avg_logprob),
        no_speech_probability=float(item.no_speech_prob),
        compression_ratio=float(item.compression_ratio),
    )


def missed_ms(clip: Clip, segments: Sequence[Segment]) -> int:
    """The longest stretch of the clip without a word, in milliseconds."""
    words = [word for segment in segments for word in segment.words]
    longest = 0
    for piece in clip.pieces:
        reached = piece.start_ms
        for word in words:
            if piece.start_ms <= word.start_ms < piece.end_ms:
                longest = max(longest, word.start_ms - reached)
                reached = max(reached, min(word.end_ms, word.start_ms + LONGEST_WORD_MS))
        longest = max(longest, piece.end_ms - reached)
    return longest


def _needs_another_try(segment: Segment) -> bool:
    return (segment.compression_ratio or 0.0) > MAX_COMPRESSION_RATIO or (
        segment.average_log_probability or 0.0
    ) < MIN_LOG_PROBABILITY
