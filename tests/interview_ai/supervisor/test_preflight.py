"""What is checked before anything is started."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from common import health
from interview_ai.supervisor import preflight
from interview_ai.supervisor.errors import StartRefusedError


def test_check_port_in_use_names_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartRefusedError, match=f"Port {port} on 127.0.0.1 is already in use"):
            preflight.check_port(host="127.0.0.1", port=port)


def test_check_port_zero_picks_a_free_one() -> None:
    port = preflight.check_port(host="127.0.0.1", port=0)
    assert port > 0
    assert preflight.check_port(host="127.0.0.1", port=port) == port


def test_check_port_beyond_the_last() -> None:
    with pytest.raises(StartRefusedError, match="not a port number"):
        preflight.check_port(host="127.0.0.1", port=65536)


def test_check_port_of_a_foreign_address() -> None:
    with pytest.raises(StartRefusedError, match=r"Cannot listen on 203\.0\.113\.1"):
        preflight.check_port(host="203.0.113.1", port=0)


def test_check_data_folder_makes_it(tmp_path: Path) -> None:
    preflight.check_data_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_check_data_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartRefusedError, match="cannot be written"):
        preflight.check_data_folder(tmp_path / "file" / "data")


def test_check_data_folder_on_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda path: SimpleNamespace(free=1024**2))
    with pytest.raises(StartRefusedError, match="only 1 MB are free"):
        preflight.check_data_folder(tmp_path)


def test_check_models_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_model_checks", {"ears": lambda: "No ears.", "eyes": lambda: None})
    with pytest.raises(StartRefusedError, match=r"A model is missing: No ears\."):
        preflight.check_models()


def test_check_models_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_model_checks", {"eyes": lambda: None, "ears": lambda: None})
    assert preflight.check_models() == "ears, eyes"


@pytest.mark.django_db
def test_check_database_that_answers() -> None:
    assert preflight.check_database().split(",")[0] in {"SQLite", "PostgreSQL"}


def test_describe_database_never_tells_the_password() -> None:
    settings = {"NAME": "interviews", "HOST": "db.example", "USER": "u", "PASSWORD": "secret"}
    assert preflight.describe_database(vendor="PostgreSQL", settings=settings) == "PostgreSQL, interviews on db.example"
