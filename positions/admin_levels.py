"""The levels of an ability as lines of text, for the admin: ``85 | in Chinese | in English``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin.forms import LinesField
from common.errors import InvalidInput
from positions.enums import Ability
from positions.rules import MOST_LEVELS, settled_anchors

_SEPARATOR = re.compile(r"(?<!\\)\|")
_MOST_DIGITS = 3
_ROWS = 5


class LevelsField(LinesField):
    """What a position's ``anchors`` say of one ability."""

    def __init__(self, ability: Ability) -> None:
        super().__init__(
            label=format_lazy("{} · {}", ability.label, gettext_lazy("behaviour at each level")),
            help_text=gettext_lazy(
                "One level a line: score | behaviour in Chinese | behaviour in English. One of the two may be missing. "
                "A | inside a text is written \\|."
            ),
        )
        self.ability = ability
        self.widget.attrs["rows"] = _ROWS

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line_of, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Each line is told that cannot be beside those before it."""
        levels: list[dict[str, Any]] = []
        wrong = []
        for number, line in self.numbered(value):
            try:
                levels = self._settled([*levels, _level_in(line)])
            except InvalidInput as error:
                words = {"ability": self.ability.label, "number": number, "sentence": error.errors["anchors"][0]}
                wrong.append(_("%(ability)s, line %(number)s: %(sentence)s") % words)
        if wrong:
            raise ValidationError(wrong[:MOST_LEVELS])
        return levels

    def _settled(self, levels: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return settled_anchors({self.ability.value: levels})[self.ability.value]


def in_words(levels: Iterable[Mapping[str, Any]]) -> str:
    """To be read: a level a line."""
    texts = ((level["score"], (level.get("zh"), level.get("en"))) for level in levels)
    return "\n".join(f"{score}: {' / '.join(filter(None, said))}" for score, said in texts)


def _line_of(level: Mapping[str, Any]) -> str:
    """Breaks inside a text become spaces."""
    texts = [" ".join(level.get(language, "").splitlines()).replace("|", "\\|") for language in ("zh", "en")]
    return " | ".join([str(level["score"]), *(texts if texts[1] else texts[:1])])


def _level_in(line: str) -> dict[str, Any]:
    """Raises `InvalidInput` for a line without two or three parts."""
    score, *texts = (part.strip().replace("\\|", "|") for part in _SEPARATOR.split(line))
    if not 1 <= len(texts) <= 2:
        raise InvalidInput.on("anchors", _("A level is written as: score | Chinese | English."))
    is_number = score.isdecimal() and len(score) <= _MOST_DIGITS
    return {"score": int(score) if is_number else score, **dict(zip(("zh", "en"), texts, strict=False))}
