"""The words around the report."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from reports.builders.wording import LANGUAGES, Language
from reports.render import labels
from reports.render.labels import CATALOGUE, Labels


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_catalogue_every_key_in_both_languages(key: str) -> None:
    words = CATALOGUE[key]
    assert set(words) == set(LANGUAGES)
    assert all(words[language].strip() for language in LANGUAGES)
    assert _placeholders(words["zh"]) == _placeholders(words["en"])
    assert not re.search("[\u4e00-\u9fff]", words["en"].replace("人工智能生成, ", "").replace(", 面试, 评估, 报告", ""))


def test_catalogue_every_key_used_in_the_renderings_exists() -> None:
    folder = Path(labels.__file__).parent
    used = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_label(node.func) and node.args:
                first = node.args[0]
                used |= {first.value} if isinstance(first, ast.Constant) else set()
    assert len(used) > 40
    assert used <= set(CATALOGUE)


def test_catalogue_holds_no_word_that_nothing_uses() -> None:
    folder = Path(labels.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if path.name != "labels.py")
    words = [key for key in CATALOGUE if "." not in key]
    assert [key for key in words if f'"{key}"' not in sources] == []


def _is_label(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"label", "labels"}


@pytest.mark.parametrize(("language", "words"), [("zh", "专业知识"), ("en", "Professional knowledge")])
def test_name_of_an_ability_is_the_reports_own(language: Language, words: str) -> None:
    assert Labels(language).name("ability", "professional_knowledge").startswith(words)


def test_name_of_an_unknown_key_is_readable() -> None:
    assert Labels("en").name("mode", "holo_deck") == "holo deck"
    assert Labels("en").name("mode", None) == ""
