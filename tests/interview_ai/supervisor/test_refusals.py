"""`manage.py run` that cannot start: one sentence, a non-zero exit code, no traceback, nothing left running."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interview_ai.supervisor.processes import PROJECT

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "INTERVIEW_AI_DATA_DIR": str(folder), **environment}
    surroundings["DJANGO_SETTINGS_MODULE"] = environment.get("DJANGO_SETTINGS_MODULE", "interview_ai.settings.local")
    command = [sys.executable, str(PROJECT / "manage.py"), "run", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=120, check=False)


def assert_refused(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def test_run_on_a_port_in_use_starts_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "--port", port)
    assert_refused(done, f"Port {port} on 127.0.0.1 is already in use")
    assert not (tmp_path / "valkey").exists()
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://user:secret@127.0.0.1/interviews", "postgres://[broken"])
def test_run_with_a_database_url_that_cannot_be_read(tmp_path: Path, url: str) -> None:
    done = run(tmp_path, "--port", "0", DATABASE_URL=url)
    assert_refused(done, "DATABASE_URL")
    assert "secret" not in done.stderr


def test_run_with_a_database_that_does_not_answer(tmp_path: Path) -> None:
    done = run(tmp_path, "--port", "0", DATABASE_URL="postgres://user:secret@127.0.0.1:1/interviews")
    assert_refused(done, "The database cannot be reached (DATABASE_URL)")
    assert "secret" not in done.stderr


def test_run_with_a_broker_that_does_not_answer(tmp_path: Path) -> None:
    done = run(tmp_path, "--port", "0", REDIS_URL="redis://:secret@127.0.0.1:1/0")
    assert_refused(done, "The broker named by REDIS_URL does not answer.")


def test_run_with_a_model_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path, "--port", "0", WHISPER_MODEL="/nonexistent/whisper")
    assert_refused(done, "WHISPER_MODEL names /nonexistent/whisper, which is not there.")


def test_run_with_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(tmp_path / "file" / "data", "--port", "0")
    assert_refused(done, "Not a directory")


def test_run_with_a_number_that_is_none(tmp_path: Path) -> None:
    assert_refused(run(tmp_path, "--port", "0", ANALYSIS_WORKERS="many"), "ANALYSIS_WORKERS must be a whole number")


def test_run_without_workers(tmp_path: Path) -> None:
    done = run(tmp_path, "--port", "0", ANALYSIS_WORKERS="0")
    assert_refused(done, "ANALYSIS_WORKERS must be 1 or more")


def test_production_settings_without_secret_key(tmp_path: Path) -> None:
    done = run(tmp_path, "--port", "0", DJANGO_SETTINGS_MODULE="interview_ai.settings.production", SECRET_KEY="")
    assert_refused(done, "SECRET_KEY must be set")
