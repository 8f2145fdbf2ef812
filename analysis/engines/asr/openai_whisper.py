"""Whisper as OpenAI published it, on PyTorch: slower than the default, for comparison and for `.pt` checkpoints."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from analysis.engines.asr.base import SpeechRecogniser, prompt_for
from analysis.engines.asr.clips import Clip
from analysis.engines.asr.ctranslate import read_variables, whisper_checkpoint
from analysis.engines.asr.gates import MAX_COMPRESSION_RATIO, MAX_NO_SPEECH, MIN_LOG_PROBABILITY, Segment
from analysis.engines.asr.weights import WHISPER_BASE_SHA256, packaged_whisper_files
from analysis.engines.base import ModelMissingError
from analysis.engines.media import AudioTrack
from analysis.engines.results import Word

PACKAGED = "packaged-base"
TEMPERATURES = (0.0, 0.2, 0.4)


class OpenAIWhisper(SpeechRecogniser):
    """Recognises clip by clip. ``model`` is `PACKAGED` or the path of a `.pt` checkpoint; nothing is downloaded."""

    name: ClassVar[str] = "openai-whisper"

    def __init__(self, *, model: str = PACKAGED, device: str = "cpu", beam_size: int = 5) -> None:
        self._model_name = model
        self._device = device
        self._beam_size = beam_size
        self._model: Any | None = None

    @property
    def version(self) -> str:
        return importlib.metadata.version("openai-whisper")

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {
            "model": self._model_name,
            "model_sha256": WHISPER_BASE_SHA256 if self._model_name == PACKAGED else None,
            "device": self._device,
            "beam_size": self._beam_size,
        }

    def load(self) -> None:
        self._loaded()

    def detect_language(self, track: AudioTrack, clip: Clip) -> Mapping[str, float]:
        import whisper

        model = self._loaded()
        samples = whisper.pad_or_trim(clip.samples(track))
        mel = whisper.log_mel_spectrogram(samples, n_mels=model.dims.n_mels).to(model.device)
        _, probabilities = model.detect_language(mel)
        return dict(probabilities)

    def recognise(self, track: AudioTrack, clips: Sequence[Clip], *, language: str | None) -> list[Segment]:
        segments: list[Segment] = []
        for clip in clips:
            segments += self._recognise_clip(track, clip, language=language)
        return segments

    def _recognise_clip(self, track: AudioTrack, clip: Clip, *, language: str | None) -> list[Segment]:
        found = self._loaded().transcribe(
            clip.samples(track),
            language=language,
            beam_size=self._beam_size,
            word_timestamps=True,
            initial_prompt=prompt_for(language),
            temperature=TEMPERATURES,
            compression_ratio_threshold=MAX_COMPRESSION_RATIO,
            logprob_threshold=MIN_LOG_PROBABILITY,
            no_speech_threshold=MAX_NO_SPEECH,
            condition_on_previous_text=False,
            fp16=self._device != "cpu",
        )
        return [_segment(item, clip=clip) for item in found["segments"]]

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = self._load_packaged() if self._model_name == PACKAGED else self._load_checkpoint()
        return self._model

    def _load_packaged(self) -> Any:
        from whisper import _ALIGNMENT_HEADS
        from whisper.model import ModelDimensions, Whisper

        dimensions, state = whisper_checkpoint(read_variables(packaged_whisper_files()["model.bin"]))
        model = Whisper(ModelDimensions(**dimensions))
        model.load_state_dict(state)
        model.set_alignment_heads(_ALIGNMENT_HEADS["base"])
        return model.to(self._device).eval()

    def _load_checkpoint(self) -> Any:
        import whisper

        if not Path(self._model_name).is_file():
            raise ModelMissingError(f"There is no Whisper checkpoint at {self._model_name!r}.")
        try:
            return whisper.load_model(self._model_name, device=self._device)
        except (RuntimeError, KeyError, TypeError, EOFError) as error:
            raise ModelMissingError(f"{self._model_name!r} is not a Whisper checkpoint: {error}") from error


def _segment(item: Mapping[str, Any], *, clip: Clip) -> Segment:
    words = []
    for word in item.get("words", ()):
        span = clip.to_recording(float(word["start"]) * 1000, float(word["end"]) * 1000)
        words.append(Word(word["word"], span.start_ms, span.end_ms, round(float(word["probability"]), 3)))
    return Segment(
        words=tuple(words),
        average_log_probability=float(item["avg_logprob"]),
        no_speech_probability=float(item["no_speech_prob"]),
        compression_ratio=float(item["compression_ratio"]),
    )
