"""Rules for the files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interview_ai.supervisor.processes import PROJECT

APPS = ("common", "accounts", "positions", "questionbank", "interviews", "analysis", "reports", "interview_ai")
LONGEST_FILE = 600
_FROM_ENVIRONMENT = re.compile(r"\b(?:text|number|flag|words)\(\s*\"([A-Z][A-Z0-9_]+)\"")
_HOME = re.compile(r"(?<![\w.:/])/(?:work|root|home/\w+|Users/\w+)/")


def tracked() -> list[Path]:
    """Every file of the repository; without git (an unpacked archive) there is nothing to judge."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git repository")
    return [PROJECT / name for name in done.stdout.split("\0") if name and (PROJECT / name).is_file()]


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for app in APPS:
        for path in sorted((PROJECT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(PROJECT), ast.parse(path.read_text())


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(PROJECT)}: {match[0]}" for match in _HOME.finditer(text)]
    assert found == []


def test_no_source_file_is_endless() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {lines} lines"
        for path in tracked()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert found == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_setting_stands_in_the_readme(readme: str) -> None:
    rows = [line for line in (PROJECT / readme).read_text().splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[1])}
    folder = PROJECT / "interview_ai" / "settings"
    read = {name for path in folder.rglob("*.py") for name in _FROM_ENVIRONMENT.findall(path.read_text())}
    assert len(read) > 50
    assert read - told == set()


def test_no_handler_swallows_everything() -> None:
    """`except Exception` hides what was not thought of, unless it raises again or logs the traceback."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not passes_on(node)
    ]
    assert found == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in caught)


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Raises again, or writes the traceback down."""
    return any(
        isinstance(node, ast.Raise)
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"exception", "print_exc"}
        )
        for node in ast.walk(handler)
    )


def test_settings_are_read_from_the_environment_in_one_place() -> None:
    """``os.environ`` belongs to the settings; everything else asks `django.conf.settings`."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        if path.parts[:2] not in {("interview_ai", "settings"), ("interview_ai", "supervisor"), ("interview_ai", "sdk")}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and name_of(node.value) == "os"
    ]
    # The three entry points name the settings; deepface is configured by variables of its own.
    allowed = {f"interview_ai/{name}.py" for name in ("asgi", "wsgi", "celery")}
    allowed.add("analysis/engines/expression/deepface.py")
    assert [place for place in found if place.rpartition(":")[0] not in allowed] == []


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
