"""The same API tests as on SQLite, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What talks to the database. Parsers, engines and pages without writes have nothing to gain from a second one.
FOLDERS = (
    "accounts",
    "positions",
    "questionbank",
    "interviews/api",
    "interviews/inviting",
    "interviews/realtime",
    "interviews/services",
    "interviews/test_answers_api.py",
    "interviews/test_follow_ups_api.py",
    "interviews/test_lifecycle_api.py",
    "interviews/test_uploads_api.py",
    "common",
    "analysis/test_jobs.py",
    "reports/test_api.py",
    "reports/reviews",
    "reports/sharing",
    "reports/versions",
)


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.filterwarnings("ignore::UserWarning:platformdirs")
def test_api_tests_pass_on_postgres(postgres_url):
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow", "-n", "2", "--dist", "loadfile"]
    options += ["--reuse-db"]  # the server goes, and its databases too
    options += ["--maxfail=3", "--tb=short"]  # the first tells the cause, of which the rest may only follow
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *(f"tests/{folder}" for folder in FOLDERS)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": postgres_url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
