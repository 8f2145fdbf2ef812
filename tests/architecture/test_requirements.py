"""The locks hold what is asked for, and nothing else decides on versions."""

from __future__ import annotations

import re

import pytest

from tests.interview_ai.supervisor.processes import PROJECT


def names(file: str) -> dict[str, str]:
    """The packages of a requirements file by normalised name, each with its version condition."""
    found = {}
    for line in (PROJECT / file).read_text().splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(.*)", line.partition("#")[0].strip())
        if match:
            found[re.sub(r"[-_.]+", "-", match[1]).lower()] = match[2].strip()
    return found


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_lock_pins_every_package(file: str) -> None:
    loose = {name: condition for name, condition in names(file).items() if not re.fullmatch(r"==[\w.!+]+", condition)}
    assert loose == {}


@pytest.mark.parametrize(
    ("wanted", "locks"),
    [("requirements.in", ("requirements.txt",)), ("requirements-dev.in", ("requirements.txt", "requirements-dev.txt"))],
)
def test_lock_has_what_is_asked_for(wanted: str, locks: tuple[str, ...]) -> None:
    locked = {name: condition for lock in locks for name, condition in names(lock).items()}
    for name, condition in names(wanted).items():
        assert name in locked, f"{name} is not locked: run `make lock`"
        if condition.startswith("=="):
            assert locked[name] == condition, f"{name} is locked at another version: run `make lock`"


def test_lock_names_no_package_twice_with_different_versions() -> None:
    product, tools = names("requirements.txt"), names("requirements-dev.txt")
    assert {name for name in product.keys() & tools.keys() if product[name] != tools[name]} == set()
