"""The same API tests as on SQLite, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "accounts",
    "positions",
    "questionbank",
    "interviews",
    "common",
    "analysis/test_jobs.py",
    "reports/test_api.py",
)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore::UserWarning:platformdirs")
def test_api_tests_pass_on_postgres(postgres_url):
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow", "--reuse-db"]  # the server goes, and its database too
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *(f"tests/{folder}" for folder in FOLDERS)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": postgres_url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
