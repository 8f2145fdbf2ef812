"""The packaged weights: found without an import, verified before use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.engines.asr import weights
from analysis.engines.base import ModelMissingError


def make_halves(folder: Path) -> list[Path]:
    """Two folders shaped like the packages, with wrong content of the right size for nothing."""
    folders = [folder / "first", folder / "second"]
    for index, half in enumerate(folders):
        half.mkdir()
        (half / f"model.bin.part{index + 1}").write_bytes(b"not the weights")
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folders[1] / name).write_text("{}")
    return folders


def test_present_with_the_packages_installed_is_true_and_imports_no_model() -> None:
    program = (
        "import sys; from analysis.engines.asr.weights import whisper_weights_present as p; print(p());"
        "print([m for m in ('faster_whisper', 'torch', 'ctranslate2', 'av') if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert printed.split("\n")[:2] == ["True", "[]"]


def test_present_without_a_package_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGES", ("no_such_package", "no_such_package_either"))

    assert not weights.whisper_weights_present()
    with pytest.raises(ModelMissingError, match="no-such-package"):
        weights.packaged_whisper_files()


def test_present_with_files_of_another_size_is_false(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = make_halves(tmp_path)
    monkeypatch.setattr(weights, "_folders", lambda: folders)

    assert not weights.whisper_weights_present()


def test_files_with_a_wrong_checksum_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = make_halves(tmp_path)
    monkeypatch.setattr(weights, "_folders", lambda: folders)

    with pytest.raises(ModelMissingError, match="checksum"):
        weights.packaged_whisper_files()


def test_files_with_one_absent_name_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folders = make_halves(tmp_path)
    (folders[1] / "tokenizer.json").unlink()
    monkeypatch.setattr(weights, "_folders", lambda: folders)

    with pytest.raises(ModelMissingError, match=r"tokenizer\.json"):
        weights.packaged_whisper_files()
