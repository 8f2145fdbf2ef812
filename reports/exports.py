"""Reports as files, rendered in a process of their own.

Rendering takes a second of processor time and some 30 MB that Python never gives back: in the web process it would
hold up every other request and stay in memory. At most two run at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from common.errors import Unavailable

_SECONDS = 60
_slots = threading.BoundedSemaphore(2)


def render(report: Mapping[str, Any], *, form: str, language: str) -> bytes:
    """The presented ``report`` as a PDF or Excel file (``form``: pdf, excel). Raises `Unavailable` when rendering
    fails or takes longer than a minute."""
    command = [sys.executable, "-m", "reports.render", form, language]
    content = json.dumps(report, ensure_ascii=False).encode()
    with _slots:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=_SECONDS, check=True, cwd=settings.PROJECT_DIR
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise Unavailable from error
    return done.stdout
