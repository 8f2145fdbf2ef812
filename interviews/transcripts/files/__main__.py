"""Write a Word document in a process of its own: JSON on standard input, the file on standard output.

python -m interviews.transcripts.files
"""

from __future__ import annotations

import io
import json
import sys

from interviews.transcripts.files.document import write_docx


def main() -> int:
    target = io.BytesIO()
    write_docx(json.load(sys.stdin.buffer), target)
    sys.stdout.buffer.write(target.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
