"""Recognition by any server that speaks OpenAI's `/v1/audio/transcriptions`.

This is the way to recognisers whose models are too large or too special to come with the product (FunASR's
own server offers SenseVoice and Paraformer this way; vLLM, LocalAI and speaches offer large Whisper models).
"""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import httpx
import numpy as np

from analysis.engines.asr.base import SpeechRecogniser, prompt_for
from analysis.engines.asr.clips import Clip
from analysis.engines.asr.gates import Segment
from analysis.engines.base import EngineError
from analysis.engines.media import SAMPLE_RATE, AudioTrack
from analysis.engines.results import Word
from analysis.engines.text import count_units, has_spaces, units_of

_RETRYABLE_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class OpenAITranscriptions(SpeechRecogniser):
    """Sends each clip of speech as WAV and asks for word times.

    A server that returns only segments, or only text, gets its words spread evenly over the time they are
    known to lie in; ``parameters`` does not hide which server and model it was.
    """

    name: ClassVar[str] = "openai-transcriptions"

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str = "",
        timeout_seconds: float = 120.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._timeout = timeout_seconds
        self._transport = transport

    @property
    def version(self) -> str:
        return "1"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return {"base_url": self._base_url, "model": self._model}

    def load(self) -> None:
        """Nothing to load here: the model is the server's."""

    def detect_language(self, track: AudioTrack, clip: Clip) -> Mapping[str, float]:
        """Servers name one language without a probability; so does this."""
        named = str(self._ask(clip.samples(track), language=None).get("language") or "").lower()
        code = {"chinese": "zh", "mandarin": "zh", "english": "en"}.get(named, named[:2])
        return {code: 1.0} if code else {}

    def recognise(self, track: AudioTrack, clips: Sequence[Clip], *, language: str | None) -> list[Segment]:
        return [
            _segment(self._ask(clip.samples(track), language=language), clip=clip, language=language) for clip in clips
        ]

    def _ask(self, samples: np.ndarray, *, language: str | None) -> Mapping[str, Any]:
        fields: dict[str, Any] = {
            "model": self._model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": ["word", "segment"],
        }
        if language:
            fields["language"] = language
        if prompt_for(language):
            fields["prompt"] = prompt_for(language)
        return self._post(fields, _wave(samples))

    def _post(self, fields: Mapping[str, Any], content: bytes) -> Mapping[str, Any]:
        try:
            with httpx.Client(timeout=self._timeout, headers=self._headers, transport=self._transport) as client:
                response = client.post(
                    f"{self._base_url}/audio/transcriptions",
                    data=fields,
                    files={"file": ("clip.wav", content, "audio/wav")},
                )
        except httpx.HTTPError as error:
            raise EngineError(f"The recognition server did not answer: {error}", retryable=True) from error
        if response.status_code != httpx.codes.OK:
            raise EngineError(
                f"The recognition server answered {response.status_code}.",
                retryable=response.status_code in _RETRYABLE_STATUS,
            )
        return _json_of(response)


def _json_of(response: httpx.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError as error:
        raise EngineError("The recognition server did not answer in JSON.") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("text"), str):
        raise EngineError("The recognition server's answer holds no text.")
    return answer


def _wave(samples: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def _segment(answer: Mapping[str, Any], *, clip: Clip, language: str | None) -> Segment:
    try:
        words = _timed_words(answer, clip=clip, language=language)
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"The recognition server's word times cannot be read: {error}") from error
    segments = answer.get("segments") or [{}]
    return Segment(
        words=tuple(words),
        average_log_probability=_worst(segments, "avg_logprob", min),
        no_speech_probability=_worst(segments, "no_speech_prob", max),
        compression_ratio=_worst(segments, "compression_ratio", max),
    )


def _timed_words(answer: Mapping[str, Any], *, clip: Clip, language: str | None) -> list[Word]:
    if answer.get("words"):
        space = " " if has_spaces(language) else ""
        return [
            _word(space + str(item["word"]).strip(), float(item["start"]) * 1000, float(item["end"]) * 1000, clip=clip)
            for item in answer["words"]
        ]
    parts = answer.get("segments") or [{"text": answer["text"], "start": 0, "end": clip.length_ms / 1000}]
    return [word for part in parts for word in _spread(part, clip=clip)]


def _spread(part: Mapping[str, Any], *, clip: Clip) -> list[Word]:
    """The words of a segment, each with its share of the segment's time by its length."""
    start, end = float(part["start"]) * 1000, float(part["end"]) * 1000
    pieces = _with_punctuation(str(part["text"]))
    weights = [max(1, count_units(piece)) for piece in pieces]
    words, position = [], start
    for piece, weight in zip(pieces, weights, strict=True):
        following = position + (end - start) * weight / sum(weights)
        words.append(_word(piece, position, following, clip=clip))
        position = following
    return words


def _with_punctuation(text: str) -> list[str]:
    """Units of the text, each with what stands between it and the next, a leading space kept."""
    pieces: list[str] = []
    position = 0
    for unit in units_of(text):
        at = text.index(unit, position)
        between = text[position:at]
        if pieces:
            pieces[-1] += between.rstrip()
        pieces.append((" " if between.endswith(" ") else "") + unit)
        position = at + len(unit)
    if pieces:
        pieces[-1] += text[position:].rstrip()
    return pieces


def _word(text: str, start_ms: float, end_ms: float, *, clip: Clip) -> Word:
    span = clip.to_recording(start_ms, end_ms)
    return Word(text, span.start_ms, span.end_ms)


def _worst(segments: Sequence[Mapping[str, Any]], key: str, choose: Any) -> float | None:
    known = [float(segment[key]) for segment in segments if segment.get(key) is not None]
    return choose(known) if known else None
