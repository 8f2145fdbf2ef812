"""Translations: `check` that every .po file is sound and compiled, or `compile` them to .mo.

A file is sound when nothing is fuzzy or untranslated and every translation uses the placeholders of its original.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def main(action: str) -> int:
    problems: list[str] = []
    for path in sorted(LOCALE.rglob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parts[-3])
        compiled = path.with_suffix(".mo")
        if action == "compile":
            compiled.write_bytes(packed(catalog))
        problems += [f"{path.relative_to(LOCALE)}: {problem}" for problem in problems_of(catalog)]
        if not compiled.exists() or compiled.read_bytes() != packed(catalog):
            problems.append(f"{compiled.relative_to(LOCALE)} is not up to date: run `make messages`")
    print("\n".join(problems) if problems else "Translations are in order.")
    return 1 if problems else 0


def packed(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def problems_of(catalog: Catalog) -> list[str]:
    found = []
    for message in catalog:
        if not message.id:
            continue
        original = message.id if isinstance(message.id, str) else message.id[-1]
        translations = [message.string] if isinstance(message.string, str) else list(message.string)
        if message.fuzzy:
            found.append(f"fuzzy: {original!r}")
        elif not all(translations):
            found.append(f"untranslated: {original!r}")
        elif any(placeholders(text) != placeholders(original) for text in translations):
            found.append(f"other placeholders: {original!r}")
    return found


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["compile"]):
        sys.exit("Usage: messages.py check|compile")
    sys.exit(main(sys.argv[1]))
