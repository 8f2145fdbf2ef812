"""Translations: `check` that every sentence is translated and compiled, `collect` new ones, `compile` to .mo.

A file is sound when it holds every sentence of the code and the templates, nothing is fuzzy or untranslated, and each
translation uses the placeholders of its original.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
_APPS = ("common", "accounts", "positions", "questionbank", "interviews", "analysis", "reports", "interview_ai")
_IN_CONTEXT = ((1, "c"), 2)
_KEYWORDS = {
    **{"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)},
    **{"pgettext": _IN_CONTEXT, "pgettext_lazy": _IN_CONTEXT},
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def main(action: str) -> int:
    problems: list[str] = []
    for path in sorted(LOCALE.rglob("*.po")):
        if action == "collect":
            _collect_into(path)
        if action == "compile":
            path.with_suffix(".mo").write_bytes(_packed(_read(path)))
        problems += [f"{path.relative_to(LOCALE)}: {problem}" for problem in _problems_of(path)]
    print("\n".join(problems) if problems else "Translations are in order.")
    return 1 if problems else 0


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def _sentences() -> Iterator[tuple[Any, str | None]]:
    """Every message id of the code and the templates, a plural as a pair, with its context."""
    sources = [(file, file.read_text()) for app in _APPS for file in sorted((ROOT / app).rglob("*.py"))]
    templates = sorted(file for suffix in ("html", "txt") for file in (ROOT / "templates").rglob(f"*.{suffix}"))
    sources += [(file, _unindented(templatize(file.read_text()))) for file in templates]
    for _file, text in sources:
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=_KEYWORDS):
            yield message, context


def _unindented(text: str) -> str:
    """What `templatize` makes is no Python to the tokenizer while markup indents it."""
    return re.sub(r"(?m)^[ \t]+", "", text)


def _collect_into(path: Path) -> None:
    """Add what is new, drop what is gone, keep the translations."""
    old = _read(path)
    fresh = Catalog(locale=path.parts[-3], project="Interview AI", charset="utf-8", fuzzy=False)
    for message, context in _sentences():
        known = old.get(_key(message), context)
        fresh.add(message, string=known.string if known else None, context=context)
    with path.open("wb") as file:
        write_po(file, fresh, width=118, sort_output=True, omit_header=False)


def _problems_of(path: Path) -> list[str]:
    catalog = _read(path)
    found = [
        f"missing: {message!r}" for message, context in _sentences() if catalog.get(_key(message), context) is None
    ]
    for message in catalog:
        if message.id:
            found += _problems_with(message)
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != _packed(catalog):
        found.append("not compiled: run `make messages`")
    return found


def _problems_with(message: Any) -> list[str]:
    original = message.id if isinstance(message.id, str) else message.id[-1]
    translations = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        return [f"fuzzy: {original!r}"]
    if not all(translations):
        return [f"untranslated: {original!r}"]
    if any(_placeholders(text) != _placeholders(original) for text in translations):
        return [f"other placeholders: {original!r}"]
    return []


def _packed(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _key(message: Any) -> str:
    return message if isinstance(message, str) else message[0]


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["collect"], ["compile"]):
        sys.exit("Usage: messages.py check|collect|compile")
    settings.configure(USE_I18N=False)
    django.setup()
    sys.exit(main(sys.argv[1]))
