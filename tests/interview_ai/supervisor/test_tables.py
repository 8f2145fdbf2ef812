"""A first start makes the tables that the migrations make."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRESH = "import django; django.setup(); from interview_ai.supervisor.tables import Tables; print(Tables().update())"
Columns = dict[str, dict[str, tuple]]


def run(folder: Path, *arguments: str) -> str:
    """On an SQLite of its own; raises when the program fails."""
    folder.mkdir(exist_ok=True)
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings |= {"DJANGO_SETTINGS_MODULE": "interview_ai.settings.local", "INTERVIEW_AI_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True
    ).stdout


def rows(folder: Path, question: str) -> list[tuple]:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        found = database.execute(question).fetchall()
    database.close()
    return found


def columns_of(folder: Path) -> Columns:
    """Of every table: type, must it have a value, is it the key."""
    tables = [name for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: {name: rest for _, name, *rest in rows(folder, f"PRAGMA table_info('{table}')")} for table in tables}


def rules_of(folder: Path, kind: str) -> set[str]:
    """Names of the indexes, or of the constraints that stand within the tables."""
    if kind == "index":
        return {name for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type = 'index'")}
    words = [sql.split('CONSTRAINT "')[1:] for (sql,) in rows(folder, "SELECT sql FROM sqlite_master WHERE sql > ''")]
    return {word.partition('"')[0] for found in words for word in found}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made by the first start, and by the migrations."""
    first, migrated = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("migrated")
    assert int(run(first, "-c", FRESH)) > 10
    run(migrated, "manage.py", "migrate", "--verbosity", "0")
    return first, migrated


def test_first_start_has_the_columns_of_the_migrations(folders):
    first, migrated = map(columns_of, folders)
    assert len(first) > 50
    assert first == migrated


@pytest.mark.parametrize("kind", ["index", "constraint"])
def test_first_start_has_the_rules_of_the_migrations(folders, kind):
    first, migrated = (rules_of(folder, kind) for folder in folders)
    assert len(first) > 50
    assert first == migrated


def test_first_start_has_the_permissions_of_the_migrations(folders):
    first, migrated = ({name for (name,) in rows(folder, "SELECT codename FROM auth_permission")} for folder in folders)
    assert first == migrated != set()


def test_first_start_leaves_nothing_to_apply(folders):
    first, _ = folders
    run(first, "manage.py", "migrate", "--check")
    assert run(first, "-c", FRESH).strip() == "0"
