"""The PDF as a whole: page templates, running heads, metadata, and the order of the sections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfdoc import XMP
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from reports.builders.wording import Language
from reports.render import provenance, theme
from reports.render.formats import clip, moment
from reports.render.pdf import fonts, sections
from reports.render.pdf.canvas import TaggedCanvas, tagged
from reports.render.pdf.cover import BAND, MARGIN, cover, draw_band, draw_note
from reports.render.pdf.text import draw_text, fit
from reports.render.reading import ReportReader

_FOOT: Final = 34.0
_ROOM: Final = 420.0  # what a page must have left for another group of sections, points
_LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


class ReportDocument(BaseDocTemplate):
    """Cover and body pages of one report, with the AI-generated label on each."""

    def __init__(self, target: BinaryIO, reader: ReportReader) -> None:
        language = _LANGUAGE_TAGS[reader.language]
        super().__init__(target, pagesize=A4, lang=language, invariant=1, pageCompression=1, allowSplitting=1)
        self.reader = reader
        width, height = A4
        bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        under_band = Frame(MARGIN, 110, width - 2 * MARGIN, height - BAND - 110 - 30, id="cover", **bare)
        body = Frame(MARGIN, 62, width - 2 * MARGIN, height - 62 - 74, id="body", **bare)
        self.addPageTemplates(
            [
                PageTemplate("cover", [under_band], onPage=self._cover_page),
                PageTemplate("body", [body], onPage=self._body_page),
            ]
        )

    def _cover_page(self, canvas: Any, _document: BaseDocTemplate) -> None:
        draw_band(canvas, self.reader)
        draw_note(canvas, self.reader)
        self._foot(canvas)

    def _body_page(self, canvas: Any, _document: BaseDocTemplate) -> None:
        width, height = A4
        label = self.reader.labels("ai_label")
        names = " · ".join(part for part in (self.reader.title, self.reader.candidate, self.reader.position) if part)
        with tagged(canvas, "Artifact"):
            size = 7.5
            used = draw_text(
                canvas, label, x=width - MARGIN, y=height - 44, size=size, colour=theme.ACCENT, align="right"
            )
            names = fit(names, width=width - 2 * MARGIN - used - 20, size=size)
            draw_text(canvas, names, x=MARGIN, y=height - 44, size=size, colour=theme.MUTED)
            canvas.setStrokeColor(HexColor(theme.RULE))
            canvas.setLineWidth(0.6)
            canvas.line(MARGIN, height - 52, width - MARGIN, height - 52)
        self._foot(canvas)

    def _foot(self, canvas: Any) -> None:
        width = A4[0]
        with tagged(canvas, "Artifact"):
            words = self.reader.labels.colon(self.reader.labels("report_id"), clip(self.reader.report_id, 60))
            words = f"{words} · {self.reader.labels('ai_label')}"
            draw_text(canvas, words, x=MARGIN, y=_FOOT, size=7.5, colour=theme.MUTED)
            page = f"{canvas.getPageNumber()} / "
            draw_text(canvas, page, x=width - MARGIN - 12, y=_FOOT, size=7.5, colour=theme.MUTED, align="right")
            canvas.draw_total_pages(_write_total)

    def beforeDocument(self) -> None:  # noqa: N802 (reportlab's name)
        """Set what describes the file; reportlab calls this once its canvas is there."""
        label, reader, canvas = self.reader.labels, self.reader, self.canv
        names = " · ".join(
            part for part in (label("ai_label"), reader.title, reader.candidate, reader.position) if part
        )
        canvas.setTitle(clip(names, 250))
        canvas.setAuthor(reader.organization or label("author"))
        canvas.setSubject(label("subject"))
        canvas.setKeywords(label("keywords"))
        canvas.setCreator(label("author"))
        canvas.setProducer(label("author"))
        made_at = (moment(reader.report.get("generated_at")) or _EPOCH).astimezone(UTC)
        canvas.setDateFormatter(lambda *_: f"D:{made_at:%Y%m%d%H%M%S}+00'00'")
        canvas._doc.Catalog.Metadata = XMP(creator=lambda _doc: _xmp(reader, title=clip(names, 250), made_at=made_at))
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()


def _write_total(canvas: Any, total: int) -> None:
    draw_text(canvas, str(total), x=A4[0] - MARGIN - 12, y=_FOOT, size=7.5, colour=theme.MUTED)


def _xmp(reader: ReportReader, *, title: str, made_at: datetime) -> bytes:
    label = reader.labels
    producer = reader.organization or label("author")
    aigc = provenance.aigc_json(producer=producer, report_id=reader.report_id)
    at = f"{made_at:%Y-%m-%dT%H:%M:%SZ}"
    language = _LANGUAGE_TAGS[reader.language]
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="{provenance.IPTC_NAMESPACE}"
 xmlns:TC260="{provenance.AIGC_NAMESPACE}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(producer)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(label("subject"))}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{escape(label("keywords"))}</pdf:Keywords>
<xmp:CreatorTool>{escape(label("author"))}</xmp:CreatorTool>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
<Iptc4xmpExt:DigitalSourceType>{provenance.SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>
<TC260:AIGC>{escape(aigc)}</TC260:AIGC>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _story(reader: ReportReader) -> list[Flowable]:
    """Cover, then the groups of sections; one begins on a new page where little of the page is left."""
    story: list[Flowable] = [*cover(reader, width=sections.WIDTH), NextPageTemplate("body")]
    groups = (
        [sections.summary, sections.people, sections.highlights, sections.improvements],
        [sections.evidence],
        [sections.method],
        [sections.questions, sections.transcript],
    )
    for number, group in enumerate(groups):
        parts = [part for part in (build(reader) for build in group) if part]
        for index, part in enumerate(parts):
            story += _before(is_first=not number, begins_group=index == 0)
            story += part
    return story


def _before(*, is_first: bool, begins_group: bool) -> list[Flowable]:
    if is_first and begins_group:
        return [PageBreak()]
    gap = Spacer(0, 0.01)
    gap.spaceBefore = 30  # nothing at the top of a page
    return [CondPageBreak(_ROOM), gap] if begins_group else [gap]


def write_pdf(report: Mapping[str, Any], target: BinaryIO, *, language: Language) -> None:
    """Write the presented ``report`` as a PDF into ``target``, a file open for writing bytes.

    ``language`` is that of the words around the report and should be the language it was presented in.
    The same report gives the same bytes. Raises ModuleNotFoundError where the font's package is missing.
    """
    fonts.primary()
    reader = ReportReader(report, language=language)
    ReportDocument(target, reader).build(_story(reader), canvasmaker=TaggedCanvas)


def render_pdf(report: Mapping[str, Any], *, language: Language) -> bytes:
    """`write_pdf` into memory."""
    buffer = BytesIO()
    write_pdf(report, buffer, language=language)
    return buffer.getvalue()
