"""Which engines the settings choose."""

from __future__ import annotations

from analysis.services import engines as chosen


def test_a_language_model_is_used_where_one_is_set(settings):
    settings.LLM_BASE_URL = "http://127.0.0.1:9/v1"
    settings.LLM_API_KEY = "k"
    choices = chosen._choices()
    assert choices["content"].name == "llm"
    assert choices["content"].settings["client"] is not None


def test_everything_is_embedded_by_default(settings):
    choices = chosen._choices()
    assert {kind: choice.name for kind, choice in choices.items()} == {
        "asr": "faster-whisper",
        "prosody": "praat",
        "content": "embedded",
        "face": "mediapipe",
        "gaze": "iris",
        "posture": "mediapipe",
        "expression": "auto",
    }
