"""The engines this process uses, as the settings choose them."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings

from analysis.engines.content.llm_client import LlmClient
from analysis.engines.registry import FAKE_CHOICES, EngineChoice, EngineSet, build, build_set


@cache
def engine_set() -> EngineSet:
    """Made on first use, kept for the life of the process."""
    return build_set(FAKE_CHOICES if settings.FAKE_ENGINES else _choices())


def preload() -> None:
    """Load every model, so that the first answer does not wait for it."""
    engine_set().preload()


def recogniser() -> Any:
    return next(engine for engine in engine_set().answer if engine.provides == "asr")


@cache
def diarizer() -> Any:
    """Tells the speakers of a recording apart; loaded on first use."""
    return build("diarization", EngineChoice("fake" if settings.FAKE_ENGINES else "resemblyzer"))


@cache
def follow_up_writer() -> Any:
    """The writer of follow-up questions: by LLM when one is set, embedded otherwise."""
    return build(
        "follow_up", EngineChoice("llm", _llm_settings()) if settings.LLM_BASE_URL else EngineChoice("embedded")
    )


def live_choices() -> dict[str, EngineChoice]:
    """The frame engines of live windows: those of the analysis, without its second count of the faces."""
    kinds = ("face", "gaze", "expression", "posture")
    if settings.FAKE_ENGINES:
        return {kind: FAKE_CHOICES[kind] for kind in kinds}
    face = EngineChoice("mediapipe", {"max_faces": 2, "counts_per_second": None})
    return {kind: _choices()[kind] for kind in kinds} | {"face": face}


def _choices() -> dict[str, EngineChoice]:
    content = EngineChoice("llm", _llm_settings()) if settings.LLM_BASE_URL else EngineChoice("embedded")
    return {
        "asr": EngineChoice(settings.ASR_ENGINE, _recogniser_settings()),
        "prosody": EngineChoice("praat"),
        "content": content,
        "face": EngineChoice("mediapipe"),
        "gaze": EngineChoice("iris"),
        "posture": EngineChoice("mediapipe"),
        "expression": EngineChoice("auto"),
    }


def _recogniser_settings() -> dict[str, Any]:
    if settings.ASR_ENGINE == "openai-api":
        return {"base_url": settings.ASR_API_URL, "api_key": settings.ASR_API_KEY, "model": settings.ASR_API_MODEL}
    return {"model": settings.WHISPER_MODEL} if settings.WHISPER_MODEL else {}


def _llm_settings() -> dict[str, Any]:
    client = LlmClient(
        base_url=settings.LLM_BASE_URL,
        api_key=settings.LLM_API_KEY,
        model=settings.LLM_MODEL,
        timeout_seconds=settings.LLM_TIMEOUT_SECONDS,
    )
    return {"client": client}
