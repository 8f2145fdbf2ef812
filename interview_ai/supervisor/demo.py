"""`make demo`: a site of its own on a free port, one interview through the SDK, the report's files.

The site's state lies in ``demo/site`` and the report's files in ``demo`` under the data folder.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from interview_ai.supervisor.embedded import PROJECT, Site, SiteNotReadyError, running_site

# What belongs to the user's own site and must not reach the demo's.
_NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "S3_BUCKET")


def main() -> int:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, _as_interrupt)
    folder = demo_folder()
    for name in _NOT_INHERITED:
        os.environ.pop(name, None)
    try:
        with running_site(folder / "site", port=arguments.port, on_line=_show) as site:
            code = run_interview(site, output=folder)
            if arguments.keep:
                _keep(site)
            return code
    except SiteNotReadyError:
        print("The demo's site did not get ready; see the lines above.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="port of the site (0: a free one)")
    parser.add_argument("--keep", action="store_true", help="leave the site running until Ctrl-C")
    return parser.parse_args()


def demo_folder() -> Path:
    """``demo`` under ``INTERVIEW_AI_DATA_DIR`` (default ``var``), made if need be."""
    given = os.environ.get("INTERVIEW_AI_DATA_DIR", "").strip()
    folder = Path(given or PROJECT / "var").expanduser().resolve() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run_interview(site: Site, *, output: Path) -> int:
    """The integrator's side, as a program of its own that knows the site's address alone."""
    command = [sys.executable, "-m", "demo.interview", "--base-url", site.base_url, "--output", str(output)]
    return subprocess.run(command, cwd=PROJECT, check=False).returncode


def _keep(site: Site) -> None:
    print(f"\nThe site stays up: {site.base_url}\nCtrl-C stops it.", flush=True)
    try:
        site.process.wait()
    except KeyboardInterrupt:
        return


def _show(line: str) -> None:
    print(f"  {line}" if line.strip() else "", flush=True)


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
