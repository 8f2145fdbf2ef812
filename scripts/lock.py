"""Write requirements.txt and requirements-dev.txt from the two .in files.

pip resolves both lists together; what is never imported is then left out, so the locks are complete and are
installed with ``--no-deps``. The product's own packages go to the first file, what only tests and tools need to the
second. Run it through ``make lock``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]

# Asked for by a dependency, never imported by what this product calls.
NOT_NEEDED = {
    "jax": "mediapipe: model export only",
    "jaxlib": "mediapipe: model export only",
    "ml-dtypes": "jax",
    "opencv-contrib-python": "the headless build has the same modules and needs no display library",
    "opt-einsum": "jax",
    "pandas": "deepface: DeepFace.find only",
    "retina-face": "deepface: one detector that is not used",
    "sentencepiece": "mediapipe: text tasks only",
    "sounddevice": "mediapipe: microphone only, guarded by an ImportError",
    "triton": "whisper: CUDA kernels only",
    "typing": "resemblyzer: part of Python since 3.5",
    "webrtcvad": "resemblyzer: webrtcvad-wheels has the same module, compiled",
}

HEAD = """\
# Made by `make lock` from {source}: the complete list, installed with `pip install --no-deps -r`.
# No hashes, because the CPU build of torch differs from index to index.
"""
HEAD_DROPPED = "# Left out, never imported here:\n{lines}"


def resolve(*files: str) -> dict[str, dict]:
    """The metadata of every package that pip would install for these files, by normalised name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        arguments = [part for file in files for part in ("-r", str(PROJECT / file))]
        subprocess.run([*command, "--report", str(report), *arguments], check=True)
        found = json.loads(report.read_text())["install"]
    return {normal(item["metadata"]["name"]): item["metadata"] for item in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def line(*, name: str, metadata: dict) -> str:
    """``name==version``, without the local part of the version (``+cpu``)."""
    return f"{name}=={metadata['version'].split('+')[0]}\n"


def dropped(names: set[str]) -> str:
    return HEAD_DROPPED.format(lines="".join(f"#   {name} ({NOT_NEEDED[name]})\n" for name in sorted(names)))


def write(*, target: str, source: str, packages: dict[str, dict], without: set[str]) -> None:
    head = HEAD.format(source=source) + (dropped(without) if without else "")
    lines = [line(name=name, metadata=packages[name]) for name in sorted(packages) if name not in without]
    (PROJECT / target).write_text(head + "".join(lines))
    print(f"{target}: {len(lines)} packages")


def main() -> None:
    everything = resolve("requirements.in", "requirements-dev.in")
    product = {name: everything[name] for name in resolve("requirements.in") if name in everything}
    write(
        target="requirements.txt",
        source="requirements.in",
        packages=product,
        without=set(NOT_NEEDED) & set(product),
    )
    # What only the tools need may well be a package that the product leaves out (onnx imports ml_dtypes,
    # pyannote.metrics pandas).
    wanted_by_tools = {"ml-dtypes", "pandas"} & set(everything)
    tools = {name: everything[name] for name in set(everything) - set(product) | wanted_by_tools}
    write(target="requirements-dev.txt", source="requirements-dev.in", packages=tools, without=set())


if __name__ == "__main__":
    main()
