"""The sheets of the workbook, each written from a `ReportReader`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from reports.render import theme
from reports.render.excel.book import Book, Column, Sheet, lines_in
from reports.render.formats import span
from reports.render.labels import Labels
from reports.render.people import people_of
from reports.render.reading import ReportReader
from reports.render.records import EvidenceItem, IndicatorItem

_FONT_SIZE: Final = 9


def overview(book: Book, reader: ReportReader) -> None:
    """Who, what, the verdict, the five abilities, the dimensions, and the radar."""
    label = reader.labels
    sheet = book.sheet(label("section_overview"), landscape=True, pages_tall=1)
    sheet.widths([22, 46, 4])
    sheet.height(0, 32)
    sheet.put(0, 0, reader.title, "title")
    sheet.put(1, 0, label("ai_label"), "label")
    row = 3
    if reader.has_scores:
        sheet.height(row, 40)
        sheet.put(row, 0, label("overall_score"), "name")
        score = label("not_scored") if reader.overall_score is None else reader.overall_score
        sheet.put(row, 1, score, "big" if reader.overall_score is not None else "verdict")
        sheet.put(row + 1, 0, label("recommendation"), "name")
        sheet.put(row + 1, 1, reader.recommendation, "verdict")
        row += 3
    people = [(label(key), getattr(reader, key)) for key in ("candidate", "position", "organization")]
    for name, words in (*people, *reader.facts):
        if words:
            sheet.put(row, 0, name, "name")
            sheet.put(row, 1, words, "fact")
            sheet.height(row, lines_in(words, width=46) * 14 + 4)
            row += 1
    row = _dimensions(sheet, reader, row=row + 1)
    sheet.merge(row + 1, (0, 1), label("ai_label_long"), "note")
    sheet.height(row + 1, 42)
    sheet.worksheet.freeze_panes(2, 0)
    if reader.abilities:
        chart = book.chart("radar", "with_markers")
        name = label("section_abilities")
        _fill_chart(chart, name, names=(0, 0), scores=1, rows=len(reader.abilities), title=name)
        chart.set_y_axis({"min": 0, "max": 100, "major_unit": 25, "num_font": {"size": 8, "color": theme.FAINT}})
        sheet.place(chart, row=3, column=3, width=520, height=400)


def _dimensions(sheet: Sheet, reader: ReportReader, *, row: int) -> int:
    """Write the dimensions from ``row``; return the row after them."""
    if not reader.dimensions:
        return row
    sheet.put(row, 0, reader.labels("section_dimensions"), "heading")
    row += 1
    for item in reader.dimensions:
        parts = [reader.labels.colon(name, words or reader.labels("not_measured")) for name, words in item.parts]
        score = "" if item.score is None else f"{item.score}    "
        sheet.put(row, 0, item.label, "name")
        words = score + reader.labels.join(parts)
        sheet.put(row, 1, words, "fact")
        sheet.height(row, lines_in(words, width=46) * 14 + 4)
        row += 1
    return row


def abilities(book: Book, reader: ReportReader) -> None:
    """The five abilities; one without a score is an empty cell, not a zero."""
    if not reader.abilities:
        return
    label = reader.labels
    columns = [
        Column(label("ability"), 28),
        Column(label("score"), 16, "score", bars=True),
        Column(label("weight"), 12, "percent"),
        Column(label("coverage"), 14, "percent"),
        Column(label("reason"), 60),
    ]
    rows = [
        (item.label, item.score, item.weight, item.coverage, _note(item.score, item.reason, label))
        for item in reader.abilities
    ]
    book.sheet(label("section_abilities"), landscape=True).table(columns, rows)


def _fill_chart(chart: Any, source: str, *, names: tuple[int, int], scores: int, rows: int, title: str) -> None:
    """Point a chart at the columns of names (first, last) and of scores on the sheet ``source``."""
    chart.add_series(
        {
            "name": title,
            "categories": [source, 1, names[0], rows, names[1]],
            "values": [source, 1, scores, rows, scores],
            "line": {"color": theme.ACCENT, "width": 2},
            "fill": {"color": theme.ACCENT, "transparency": 15},
            "marker": {"type": "circle", "size": 5, "fill": {"color": theme.ACCENT}, "border": {"color": theme.ACCENT}},
            "data_labels": {"value": True, "font": {"size": 8, "color": theme.MUTED}},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": False, "color": theme.INK}})
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": theme.RULE}})
    chart.show_blanks_as("gap")


def _note(score: float | None, reason: str, label: Labels) -> str:
    return "" if score is not None else reason or label("not_measured")


def indicators(book: Book, reader: ReportReader) -> None:
    """One row an indicator; a bar chart of their scores on a sheet of its own."""
    rows = [item for ability in reader.abilities for item in ability.indicators]
    if not rows:
        return
    label = reader.labels
    name = label("section_indicators")
    columns = [
        Column(label("ability"), 20),
        Column(label("indicator"), 24),
        Column(label("value"), 10, "number"),
        Column(label("unit"), 13),
        Column(label("norm"), 20),
        Column(label("norm_source"), 30),
        Column(label("score"), 12, "score", bars=True),
        Column(label("weight"), 9, "percent"),
        Column(label("reason"), 20),
        Column(label("evidence"), 64),
    ]
    book.sheet(name, landscape=True).table(columns, [_indicator_row(item, label) for item in rows], keep=2)
    chart = book.chart("bar")
    _fill_chart(chart, name, names=(0, 1), scores=6, rows=len(rows), title=label("chart_indicators"))
    chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": theme.RULE}}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": _FONT_SIZE}})
    sheet = book.sheet(label("chart_indicators"), pages_tall=1)
    sheet.place(chart, row=1, column=0, width=860, height=140 + 26 * len(rows))


def _indicator_row(item: IndicatorItem, label: Labels) -> tuple[object, ...]:
    places = "\n".join(_place(row) for row in item.evidence)
    note = _note(item.value, item.reason, label)
    return (
        item.ability,
        item.label,
        item.value,
        item.unit,
        item.norm,
        item.norm_source,
        item.score,
        item.weight,
        note,
        places,
    )


def _place(item: EvidenceItem) -> str:
    return "  ".join(part for part in (item.question, span(item.start_ms, item.end_ms), item.quote) if part)


def evidence(book: Book, reader: ReportReader) -> None:
    """One row a piece of evidence, with real times, for filtering."""
    rows = [row for ability in reader.abilities for item in ability.indicators for row in _evidence_rows(item)]
    if not rows:
        return
    label = reader.labels
    columns = [
        Column(label("ability"), 20),
        Column(label("indicator"), 24),
        Column(label("question"), 10),
        Column(label("start"), 11, "time"),
        Column(label("end"), 11, "time"),
        Column(label("quote"), 90),
    ]
    book.sheet(label("evidence"), landscape=True).table(columns, rows)


def _evidence_rows(item: IndicatorItem) -> Iterator[tuple[object, ...]]:
    for row in item.evidence:
        yield item.ability, item.label, row.question, row.start_ms, row.end_ms, row.quote


def questions(book: Book, reader: ReportReader) -> None:
    """One row a question."""
    if not reader.questions:
        return
    label = reader.labels
    columns = [
        Column("#", 9),
        Column(label("question"), 70),
        Column(label("question_type"), 12),
        Column(label("difficulty"), 11),
        Column(label("start"), 11, "time"),
        Column(label("length"), 11, "time"),
        Column(label("score"), 9, "score"),
        Column(label("source"), 18),
        Column(label("reason"), 28),
    ]
    rows = [
        (
            item.label,
            item.content,
            item.type,
            item.difficulty,
            item.offset_ms,
            item.duration_ms,
            item.score,
            item.source,
            item.reason,
        )
        for item in reader.questions
    ]
    book.sheet(label("section_questions"), landscape=True).table(columns, rows)


def transcript(book: Book, reader: ReportReader) -> None:
    """One row a sentence, with its times from the start of the interview."""
    label = reader.labels
    rows: list[tuple[object, ...]] = []
    for item in reader.questions:
        rows += [(item.label, sentence.start_ms, sentence.end_ms, sentence.text) for sentence in item.sentences]
        if not item.sentences:
            words = label("nothing_said") if item.answered else label("no_answer")
            rows.append((item.label, item.offset_ms, None, " ".join(part for part in (words, item.reason) if part)))
    if not rows:
        return
    columns = [
        Column(label("question"), 10),
        Column(label("start"), 11, "time"),
        Column(label("end"), 11, "time"),
        Column(label("text"), 110),
    ]
    book.sheet(label("sheet_transcript"), landscape=True).table(columns, rows)


def moments(book: Book, reader: ReportReader) -> None:
    """Highlights, and suggestions on a sheet of their own."""
    label = reader.labels
    if reader.highlights:
        columns = [
            Column("#", 6, "score"),
            Column(label("time"), 11, "time"),
            Column(label("type"), 12),
            Column(label("question"), 10),
            Column(label("description"), 60),
            Column(label("quote"), 60),
        ]
        rows = [
            (item.number, item.at_ms, item.kind, item.question, item.description, item.quote)
            for item in reader.highlights
        ]
        book.sheet(label("section_highlights"), landscape=True).table(columns, rows)
    if reader.suggestions:
        columns = [Column(label("aspect"), 24), Column(label("suggestion"), 100)]
        book.sheet(label("section_improvements"), landscape=True).table(columns, reader.suggestions)


def people(book: Book, reader: ReportReader) -> None:
    """What people found, beside the AI."""
    label = reader.labels
    rows = [(item.what, item.ai, item.people, item.note, item.who) for item in people_of(reader)]
    if rows:
        columns = [
            Column(label("aspect"), 32),
            Column(label("ai_says"), 22),
            Column(label("people_say"), 22),
            Column(label("note"), 70),
            Column(label("who"), 34),
        ]
        book.sheet(label("section_people"), landscape=True).table(columns, rows)


def method(book: Book, reader: ReportReader) -> None:
    """How scores are made and how far to trust them; what was not measured; the engines."""
    label = reader.labels
    sheet = book.sheet(label("section_method"))
    sheet.widths([26, 30, 24, 60])
    row = 0
    notices = [("" if number else label("method_notices"), text) for number, text in enumerate(reader.notices)]
    for name, words in (*reader.method, *notices):
        sheet.put(row, 0, name, "heading")
        sheet.merge(row, (1, 3), words, "note")
        sheet.height(row, lines_in(words, width=114) * 14 + 8)
        row += 1
    row = _block(
        sheet, label("method_not_measured"), [label("item"), label("reason")], reader.not_measured, row=row + 1
    )
    heads = [label(key) for key in ("task", "engine", "version", "parameters")]
    _block(sheet, label("method_engines"), heads, reader.engines, row=row + 1)


def _block(sheet: Sheet, title: str, heads: list[str], rows: tuple[tuple[str, ...], ...], *, row: int) -> int:
    """A small table under a title; return the row after it. Nothing where there are no rows."""
    if not rows:
        return row
    sheet.put(row, 0, title, "heading")
    for column, head in enumerate(heads):
        sheet.put(row + 1, column, head, "head")
    for number, cells in enumerate(rows, start=row + 2):
        sheet.height(number, max(lines_in(cell, width=24) for cell in cells) * 14 + 4)
        for column, cell in enumerate(cells):
            sheet.put(number, column, cell, "text")
    return row + 2 + len(rows)
