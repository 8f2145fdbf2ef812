"""The sections after the cover, each a list of flowables; empty where the report has nothing for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table, TableStyle

from reports.render import theme
from reports.render.formats import MISSING, clip, percent, quoted, short_clock, span, with_unit
from reports.render.labels import Labels
from reports.render.pdf import fonts, text
from reports.render.pdf.cards import AbilityHeading, DimensionCards
from reports.render.pdf.charts import Radar, ScoreBars, Timeline
from reports.render.pdf.lines import Span
from reports.render.pdf.tables import grid
from reports.render.pdf.text import TextBlock, TextStyle
from reports.render.people import PeopleItem, people_of
from reports.render.reading import ReportReader
from reports.render.records import AbilityItem, EvidenceItem, IndicatorItem, QuestionItem

WIDTH: Final = 481.0  # A4 less two margins of 20 mm, in points
QUOTES_SHOWN: Final = 3  # in a cell; the workbook has all
PLACES_SHOWN: Final = 6  # without words
QUOTE_LENGTH: Final = 120
CELL_LENGTH: Final = 200
NOTE_LENGTH: Final = 600
_SENTENCE = TextStyle(size=9.5, leading=15, indent=44, after=3)
_QUOTE = TextStyle(size=8, leading=12, colour=theme.BODY, after=2)
_NOTICE = TextStyle(size=9.5, leading=15, indent=14, after=3)
_MOMENT = TextStyle(size=9.5, leading=15, colour=theme.INK, indent=26, before=6)
_MOMENT_QUOTE = TextStyle(size=8.5, leading=13, colour=theme.MUTED, indent=26, after=4)


class Heading(TextBlock):
    """A heading that also appears in the outline."""

    def __init__(self, words: str, style: TextStyle, *, level: int) -> None:
        super().__init__(words, style)
        self.words = words
        self.level = level

    def draw(self) -> None:
        key = f"section-{self.canv.getPageNumber()}-{self.words}"
        self.canv.bookmarkHorizontal(key, 0, self.height + 12)
        self.canv.addOutlineEntry(self.words, key, level=self.level, closed=False)
        super().draw()


def section(title: str, intro: str = "") -> list[Flowable]:
    """A section's heading and first words, on a page with room for something below them."""
    story: list[Flowable] = [CondPageBreak(150), Heading(title, text.H1, level=0)]
    if intro:
        story.append(TextBlock(intro, text.NOTE))
    return story


def subsection(title: str) -> list[Flowable]:
    return [CondPageBreak(90), Heading(title, text.H2, level=1)]


def summary(reader: ReportReader) -> list[Flowable]:
    """Radar and bars of the abilities, and the cards of the dimensions."""
    label = reader.labels
    if not reader.abilities and not reader.dimensions:
        return []
    story = section(label("section_summary"))
    if reader.abilities:
        story += [*subsection(label("section_abilities")), _abilities_side_by_side(reader)]
        if any(item.score is None for item in reader.abilities):
            story.append(TextBlock(label("radar_note"), text.NOTE))
    if reader.dimensions:
        story += subsection(label("section_dimensions"))
        story.append(DimensionCards(reader.dimensions, label, scored=reader.has_scores))
    return story


def _abilities_side_by_side(reader: ReportReader) -> Flowable:
    bars = ScoreBars(reader.abilities, reader.labels, width=WIDTH * 0.42)
    if len(reader.abilities) < 3:
        return bars
    radar = Radar(reader.abilities, reader.labels, width=WIDTH * 0.55, height=220)
    table = Table([[radar, bars]], colWidths=[WIDTH * 0.58, WIDTH * 0.42])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def evidence(reader: ReportReader) -> list[Flowable]:
    """Every ability with the table of its indicators."""
    detailed = [item for item in reader.abilities if item.indicators or item.reason]
    if not detailed:
        return []
    story = section(reader.labels("section_evidence"), reader.labels("intro_evidence"))
    for item in detailed:
        story += [CondPageBreak(130), *_ability(item, reader.labels)]
    return story


def _ability(item: AbilityItem, label: Labels) -> Iterable[Flowable]:
    meta = [
        f"{label('weight')} {percent(item.weight)}" if item.weight is not None else "",
        f"{label('coverage')} {percent(item.coverage)}" if item.coverage is not None else "",
        item.reason if item.score is None else "",
    ]
    yield AbilityHeading(item, label, meta=" · ".join(part for part in meta if part))
    if item.indicators:
        head = [label(key) for key in ("indicator", "value", "norm", "score", "evidence")]
        rows = [_indicator_row(indicator, label) for indicator in item.indicators]
        yield grid(head, rows, widths=(80, 80, 100, 36, WIDTH - 296), right=(3,))


def _indicator_row(item: IndicatorItem, label: Labels) -> list[list[Flowable]]:
    measured = item.value is not None
    value = with_unit(item.value, item.unit) if measured else label("not_measured")
    norm: list[Flowable] = [TextBlock(clip(item.norm, CELL_LENGTH) or MISSING, text.SMALL)]
    if item.norm_source:
        norm.append(TextBlock(clip(item.norm_source, CELL_LENGTH), text.TABLE_HEAD))
    score = MISSING if item.score is None else f"{item.score:.0f}"
    return [
        [TextBlock(clip(item.label, CELL_LENGTH), text.SMALL)],
        [TextBlock(clip(value, CELL_LENGTH), text.SMALL if measured else text.MUTED)],
        norm,
        [TextBlock(score, text.SMALL_RIGHT)],
        _evidence_cell(item, label),
    ]


def _evidence_cell(item: IndicatorItem, label: Labels) -> list[Flowable]:
    if not item.evidence:
        return [TextBlock(clip(item.reason, CELL_LENGTH) or MISSING, text.MUTED)]
    said = [row for row in item.evidence if row.quote][:QUOTES_SHOWN]
    seen = [row for row in item.evidence if not row.quote][:PLACES_SHOWN]
    cells: list[Flowable] = [_quote(row) for row in said]
    if seen:
        cells.append(TextBlock([Span(" · ".join(map(_place, seen)), theme.ACCENT)], _QUOTE))
    if hidden := len(item.evidence) - len(said) - len(seen):
        cells.append(TextBlock(label("more_evidence", count=hidden), text.TABLE_HEAD))
    return cells


def _place(item: EvidenceItem) -> str:
    """Where something was seen or said; its parts do not part at the end of a line."""
    return "\u00a0".join(part for part in (item.question, span(item.start_ms, item.end_ms)) if part)


def _quote(item: EvidenceItem) -> TextBlock:
    words = " " + quoted(item.quote, length=QUOTE_LENGTH)
    return TextBlock([Span(_place(item), theme.ACCENT), Span(words)], _QUOTE)


def highlights(reader: ReportReader) -> list[Flowable]:
    """The moments on a timeline, and each in words."""
    if not reader.highlights:
        return []
    label = reader.labels
    story = section(label("section_highlights"), label("intro_highlights"))
    if any(item.at_ms is not None for item in reader.highlights):
        story += [Timeline(reader.highlights, label, duration_ms=reader.duration_ms), Spacer(0, 8)]
    for item in reader.highlights:
        place = "  ".join(part for part in (short_clock(item.at_ms), item.question, item.kind) if part)
        words = [Span(place + "\n", theme.ACCENT), Span(item.description)]
        story += [CondPageBreak(64), TextBlock(words, _MOMENT, gutter=str(item.number))]
        if item.quote:
            story.append(TextBlock(quoted(item.quote, length=400), _MOMENT_QUOTE))
    return story


def improvements(reader: ReportReader) -> list[Flowable]:
    """What the candidate can do better, by aspect."""
    if not reader.suggestions:
        return []
    story = section(reader.labels("section_improvements"), reader.labels("intro_improvements"))
    for index, (aspect, suggestion) in enumerate(reader.suggestions, start=1):
        words = [Span(aspect + "\n", theme.ACCENT), Span(suggestion)]
        story.append(TextBlock(words, _MOMENT, gutter=str(index)))
    return story


def people(reader: ReportReader) -> list[Flowable]:
    """What people found, beside the AI."""
    label, items = reader.labels, people_of(reader)
    if not items:
        return []
    head = [label(key) for key in ("aspect", "ai_says", "people_say", "note")]
    rows = [_people_row(item) for item in items]
    return [
        *section(label("section_people"), label("intro_people")),
        grid(head, rows, widths=(130, 75, 85, WIDTH - 290)),
    ]


def _people_row(item: PeopleItem) -> list[list[Flowable]]:
    note: list[Flowable] = [TextBlock(clip(item.note, NOTE_LENGTH), text.SMALL)] if item.note else []
    if item.who:
        note.append(TextBlock(clip(item.who, CELL_LENGTH), text.TABLE_HEAD))
    return [
        [TextBlock(clip(item.what, CELL_LENGTH), text.SMALL)],
        [TextBlock(clip(item.ai, CELL_LENGTH), text.MUTED)],
        [TextBlock(item.people, text.SMALL)],
        note,
    ]


def questions(reader: ReportReader) -> list[Flowable]:
    """One row a question."""
    if not reader.questions:
        return []
    label = reader.labels
    scored = any(item.score is not None for item in reader.questions)
    keys = ["question", "question_type", "start", "length", *(["score"] if scored else [])]
    widths = [WIDTH - 215 - 40 * scored, 105, 55, 55, *([40] if scored else [])]
    rows = [_question_row(item, label, scored=scored) for item in reader.questions]
    return [
        *section(label("section_questions")),
        grid([label(key) for key in keys], rows, widths=widths, right=(2, 3, 4)),
    ]


def _question_row(item: QuestionItem, label: Labels, *, scored: bool) -> list[list[Flowable]]:
    kind = " · ".join(part for part in (item.type, item.difficulty) if part)
    words = [Span(item.label + "  ", theme.ACCENT), Span(clip(item.content, CELL_LENGTH))]
    row: list[list[Flowable]] = [
        [TextBlock(words, text.SMALL)],
        [TextBlock(clip(kind, 60), text.MUTED)],
        [TextBlock(short_clock(item.offset_ms), text.SMALL_RIGHT)],
        [TextBlock(short_clock(item.duration_ms), text.SMALL_RIGHT)],
    ]
    if scored:
        row.append([TextBlock(MISSING if item.score is None else str(item.score), text.SMALL_RIGHT)])
    return row


def method(reader: ReportReader) -> list[Flowable]:
    """How scores come about, how far to trust them, and what could not be measured."""
    label = reader.labels
    story = section(label("section_method"))
    for heading, words in reader.method:
        story += [*subsection(heading), TextBlock(words, text.BODY)]
    if reader.notices:
        story += subsection(label("method_notices"))
        story += [TextBlock(words, _NOTICE, gutter="•") for words in reader.notices]
    if _lacks_glyphs(reader):
        story.append(TextBlock(label("missing_glyphs"), text.NOTE))
    story += _not_measured(reader)
    if reader.engines:
        head = [label(key) for key in ("task", "engine", "version", "parameters")]
        rows = [[[TextBlock(clip(cell, CELL_LENGTH), text.SMALL)] for cell in row] for row in reader.engines]
        story += subsection(label("method_engines"))
        story.append(grid(head, rows, widths=(80, 105, 90, WIDTH - 275)))
    return story


def _lacks_glyphs(reader: ReportReader) -> bool:
    """Whether a name or something that was said holds a character the fonts do not have."""
    said = (sentence.text for item in reader.questions for sentence in item.sentences)
    return fonts.missing_in(" ".join((reader.candidate, reader.position, reader.organization, *said)))


def _not_measured(reader: ReportReader) -> list[Flowable]:
    label = reader.labels
    if "not_measured" not in reader.report:
        return []
    story = subsection(label("method_not_measured"))
    if not reader.not_measured:
        return [*story, TextBlock(label("method_all_measured"), text.BODY)]
    rows = [[[TextBlock(clip(cell, CELL_LENGTH), text.SMALL)] for cell in row] for row in reader.not_measured]
    return [*story, grid([label("item"), label("reason")], rows, widths=(180, WIDTH - 180))]


def transcript(reader: ReportReader) -> list[Flowable]:
    """Every question and what was said, sentence by sentence with times."""
    if not any(item.sentences or item.content for item in reader.questions):
        return []
    label = reader.labels
    story = section(label("section_transcript"), label("intro_transcript"))
    for item in reader.questions:
        story += _answer(item, label)
    return story


def _answer(item: QuestionItem, label: Labels) -> Sequence[Flowable]:
    heading = TextBlock([Span(item.label + "  ", theme.ACCENT), Span(item.content)], text.H3)
    source = item.source if item.sentences else ""
    meta = " · ".join(
        part
        for part in (short_clock(item.offset_ms), short_clock(item.duration_ms), source)
        if part != MISSING and part
    )
    story: list[Flowable] = [CondPageBreak(110), heading, TextBlock(meta, text.NOTE)]
    if not item.sentences:
        words = label("nothing_said") if item.answered else label("no_answer")
        return [*story, TextBlock(" ".join(part for part in (words, item.reason) if part), text.MUTED)]
    for sentence in item.sentences:
        at = short_clock(sentence.start_ms) if sentence.start_ms is not None else ""
        story.append(TextBlock(sentence.text, _SENTENCE, gutter=at))
    return story
