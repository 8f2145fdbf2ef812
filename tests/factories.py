"""Rows for tests, made through the services where there is one."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from interviews.models import Interview
from interviews.services import create_interview
from positions.models import Position
from positions.services import create_position
from questionbank.models import Question
from questionbank.services import create_question

_TYPES = ("basic", "technical", "behavioral")


def make_position(owner: User, *, questions: int = 3, **fields: Any) -> Position:
    """A position with a bank of ``questions``, of each type in turn."""
    given = {
        "title": "算法工程师",
        "category": "ai",
        "description": "负责公司AI算法研发工作",
        "requirements": ["熟练使用Python"],
        "question_count": max(1, questions),
        **fields,
    }
    position = create_position(actor=owner, **given)
    for number in range(questions):
        make_question(position, content=f"第{number + 1}题：请介绍你的项目经验？", type=_TYPES[number % 3])
    return position


def make_question(position: Position, **fields: Any) -> Question:
    given = {
        "content": "什么是过拟合？如何避免？",
        "type": "technical",
        "difficulty": "easy",
        "reference_answer": "过拟合是模型在训练集上表现好而在新数据上表现差，可以用正则化、更多数据和早停来避免。",
        "scoring_points": ["说出过拟合的定义", "说出正则化", "说出早停"],
        **fields,
    }
    return create_question(position=position, **given)


def make_interview(candidate: User, position: Position, **fields: Any) -> Interview:
    return create_interview(position=position, candidate=candidate, **fields)
