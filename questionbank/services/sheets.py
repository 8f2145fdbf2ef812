"""Questions as rows of a table, both ways: columns, what their cells may say, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.tables.reading import Column, Row
from questionbank import rules
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import Question, QuestionQuerySet
from questionbank.seeds import load_seed

COLUMNS = (
    Column(key="id", heads=("编号", "ID", "题目编号", "Question ID")),
    Column(key="position", heads=("职位", "Position", "岗位", "职位名称", "岗位名称", "Position title")),
    Column(key="content", heads=("题目", "Question", "问题", "题干", "题目内容", "内容"), is_required=True),
    Column(key="type", heads=("题型", "Type", "类型", "题目类型")),
    Column(key="difficulty", heads=("难度", "Difficulty", "Level")),
    Column(key="time_limit", heads=("时限（秒）", "Time limit (seconds)", "答题时间", "答题时限", "时间")),
    Column(key="follow_up_enabled", heads=("允许追问", "Follow-ups", "追问", "Follow up", "是否追问")),
    Column(key="reference_answer", heads=("参考答案", "Reference answer", "答案", "标准答案", "Answer")),
    Column(key="scoring_points", heads=("评分要点", "Scoring points", "得分点", "要点", "采分点", "Points")),
    Column(key="tags", heads=("标签", "Tags", "标记", "Tag")),
)
WIDTHS = (34, 24, 60, 10, 10, 14, 12, 60, 60, 24)
_BY_KEY = {column.key: column for column in COLUMNS}
# Chinese, English, and what else people write; the first two are what is exported.
_WORDS: dict[str, dict[Any, tuple[str, ...]]] = {
    "type": {
        QuestionType.BASIC: ("基础", "Basic", "基础题", "基础知识"),
        QuestionType.TECHNICAL: ("技术", "Technical", "技术题", "专业", "专业题"),
        QuestionType.BEHAVIORAL: ("行为", "Behavioral", "行为题", "Behavioural"),
    },
    "difficulty": {
        Difficulty.EASY: ("简单", "Easy", "容易", "低", "初级"),
        Difficulty.MEDIUM: ("中等", "Medium", "中", "一般", "中级"),
        Difficulty.HARD: ("困难", "Hard", "难", "高", "高级", "较难"),
    },
    "follow_up_enabled": {
        True: ("是", "Yes", "true", "1", "y", "允许", "√"),
        False: ("否", "No", "false", "0", "n", "不允许", "×"),
    },
}
# Of new questions; those of the form where a new one is written.
_DEFAULTS: dict[str, Any] = {
    "type": QuestionType.TECHNICAL.value,
    "difficulty": Difficulty.MEDIUM.value,
    "time_limit": 180,
    "follow_up_enabled": True,
    "reference_answer": "",
    "scoring_points": [],
    "tags": [],
}
_BULLET = re.compile(r"^\s*(?:[-•·*●○]|\(?\d{1,2}[.、)）．]|[（(]\d{1,2}[)）])\s*")


@dataclass(slots=True)
class Draft:
    """One row understood: ``fields`` are those its columns name; ``problems`` are sentences by column; ``empty`` the
    choices there is a column for, and nothing in it."""

    number: int
    question_id: str = ""
    position: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def read_draft(row: Row) -> Draft:
    """What the row says of a question. An empty cell says nothing of a choice, and empties a text."""
    draft = Draft(row.number, row.cells.get("id", ""), row.cells.get("position", ""))
    draft.problems += [(head_of(key), sentence) for key, sentence in row.problems.items()]
    for key, reader in _READERS.items():
        if key not in row.cells or key in row.problems:
            continue
        try:
            value = reader(key, row.cells[key])
        except ValueError as refused:
            draft.problems.append((head_of(key), str(refused)))
            continue
        if value is None:
            draft.empty.append(key)
        else:
            draft.fields[key] = value
    return draft


def with_defaults(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a new question; those a table need not name have the usual values."""
    return {**_DEFAULTS, **fields}


def usual_values(present: Collection[str]) -> list[str]:
    """What new questions get for the columns that a table does not have, as it is read."""
    absent = [(key, value) for key, value in _DEFAULTS.items() if key not in present]
    return [f"{head_of(key)}: {_usual(key, value)}" for key, value in absent]


def _usual(key: str, value: Any) -> str:
    return _word(key, value) if key in _WORDS else str(value or pgettext("in a table's column", "none"))


def missing_of_new(draft: Draft) -> list[tuple[str, str]]:
    """Cells that somebody forgot: a table with the column means to say it of each new question."""
    return [(head_of(key), _("A new question needs this.")) for key in ("type", "difficulty") if key in draft.empty]


def head_of(key: str) -> str:
    return _BY_KEY[key].head


def heads() -> list[str]:
    """Of exports and templates, in the reader's language."""
    return [column.head for column in COLUMNS]


def choices() -> dict[int, list[str]]:
    """What the columns with choices offer, by place."""
    places = {column.key: place for place, column in enumerate(COLUMNS)}
    return {places[key]: [words[_mine()] for words in offered.values()] for key, offered in _WORDS.items()}


def rows_of_questions(found: QuestionQuerySet | Iterable[Question]) -> Iterator[list[Any]]:
    """Rows of an export. They can be brought in again: their ids say which question each is."""
    questions = found.iterator(chunk_size=500) if isinstance(found, QuestionQuerySet) else found
    for question in questions:
        yield [
            question.public_id,
            question.position.title,
            *_said(question),
        ]


def example_rows() -> list[list[Any]]:
    """Three questions of the built-in bank, one of each type, to show what a table looks like."""
    bank = load_seed("ai_zh" if _mine() == 0 else "ai_en").questions
    shown = {question.type: question for question in reversed(bank)}
    return [["", "", *_said(shown[kind], tags=[])] for kind in QuestionType.values]


def _said(question: Any, *, tags: list[str] | None = None) -> list[Any]:
    follow_ups = getattr(question, "follow_up_enabled", True)
    return [
        question.content,
        _word("type", question.type),
        _word("difficulty", question.difficulty),
        question.time_limit,
        _word("follow_up_enabled", follow_ups),
        question.reference_answer,
        "\n".join(question.scoring_points),
        ", ".join(question.tags if tags is None else tags),
    ]


def _word(key: str, value: Any) -> str:
    return _WORDS[key][value][_mine()]


def _mine() -> int:
    return 0 if (get_language() or "").startswith("zh") else 1


def _content(key: str, text: str) -> str:
    if not text:
        raise ValueError(_("This field is required."))
    return _text(key, text)


def _text(key: str, text: str) -> str:
    most = rules.LONGEST_CONTENT if key == "content" else rules.LONGEST_ANSWER
    if len(text) > most:
        raise ValueError(_("At most %(most)s characters.") % {"most": most})
    return text


def _choice(key: str, text: str) -> Any:
    if not text:
        return None
    for value, words in _WORDS[key].items():
        if text.casefold() in {str(value).casefold(), *(word.casefold() for word in words)}:
            return value if isinstance(value, bool) else str(value)
    known = ", ".join(words[_mine()] for words in _WORDS[key].values())
    raise ValueError(_("“%(text)s” is none of: %(known)s.") % {"text": text[:40], "known": known})


def _seconds(key: str, text: str) -> int | None:
    if not text:
        return None
    least, most = rules.TIME_LIMITS
    number = text.removesuffix("秒").removesuffix("s").strip()
    if not (number.isascii() and number.isdigit()) or not least <= int(number[:9]) <= most:
        raise ValueError(_("A whole number of seconds from %(least)s to %(most)s.") % {"least": least, "most": most})
    return int(number)


def _points(key: str, text: str) -> list[str]:
    lines = text.split("\n") if "\n" in text else re.split("[;；]", text)
    points = rules.plain_lines([_BULLET.sub("", line) for line in lines])
    if len(points) > rules.MOST_POINTS:
        raise ValueError(_("At most %(most)s scoring points.") % {"most": rules.MOST_POINTS})
    if any(len(point) > rules.LONGEST_POINT for point in points):
        raise ValueError(_("A scoring point has at most %(most)s characters.") % {"most": rules.LONGEST_POINT})
    return points


def _tags(key: str, text: str) -> list[str]:
    tags = rules.plain_tags(re.split("[,，、;；\n]", text))
    if len(tags) > rules.MOST_TAGS:
        raise ValueError(_("At most %(most)s tags.") % {"most": rules.MOST_TAGS})
    if any(len(tag) > rules.LONGEST_TAG for tag in tags):
        raise ValueError(_("A tag has at most %(most)s characters.") % {"most": rules.LONGEST_TAG})
    return tags


_READERS: dict[str, Any] = {
    "content": _content,
    "type": _choice,
    "difficulty": _choice,
    "time_limit": _seconds,
    "follow_up_enabled": _choice,
    "reference_answer": _text,
    "scoring_points": _points,
    "tags": _tags,
}
