"""Render one report in a process of its own: JSON on standard input, the file on standard output.

python -m reports.render pdf|excel zh|en
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.conf import settings

from reports.render import LANGUAGES, write_excel, write_pdf

WRITERS = {"pdf": write_pdf, "excel": write_excel}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in WRITERS or arguments[1] not in LANGUAGES:
        print(__doc__, file=sys.stderr)
        return 2
    form, language = arguments
    settings.configure(LANGUAGE_CODE="zh-hans", LOCALE_PATHS=[Path(__file__).parents[2] / "locale"])
    django.setup()  # names of choices are translated as they are said: no app and no database is needed for that
    WRITERS[form](json.load(sys.stdin.buffer), sys.stdout.buffer, language=language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
