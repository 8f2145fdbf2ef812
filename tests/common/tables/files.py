"""Files as people bring them, made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from common.tables.reading import Column

COLUMNS = (
    Column(key="email", heads=("邮箱", "E-mail", "电子邮件"), is_required=True),
    Column(key="name", heads=("姓名", "Name", "候选人姓名")),
    Column(key="age", heads=("年龄", "Age")),
)


def xlsx(rows: Sequence[Sequence[Any]], *, change: Callable[[Any], None] = lambda sheet: None) -> io.BytesIO:
    """A workbook with these rows; ``change`` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def with_part(file: io.BytesIO, name: str, edit: Callable[[bytes], bytes]) -> io.BytesIO:
    """The same workbook with one of its parts edited."""
    target = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, edit(content) if member == name else content)
    target.seek(0)
    return target
