"""A canvas that writes a tagged PDF: headings, paragraphs and figures in reading order for screen readers.

reportlab draws pages; the structure tree (ISO 32000-1, 14.7 and 14.8) is added here. Each tagged stretch of a
page's content becomes one element under the document's root, in the order it was drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

_TOTAL: Final = "total-pages"


@dataclass(frozen=True, slots=True)
class _Element:
    page: int
    mcid: int
    tag: str
    alt: str | None


class TaggedCanvas(Canvas):
    """`Canvas` that collects `tagged` content and writes the structure tree when saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._elements: list[_Element] = []
        self._on_page = 0
        self._depth = 0
        self._write_total: Callable[[Canvas, int], None] | None = None
        super().__init__(*args, **kwargs)

    def open_tag(self, tag: str, alt: str | None) -> None:
        """Begin a stretch of content with a role; inside another one the outer role holds."""
        self._depth += 1
        if self._depth > 1:
            return
        if tag == "Artifact":
            self._code.append("/Artifact BMC")
            return
        self._elements.append(_Element(self.getPageNumber(), self._on_page, tag, alt))
        self._code.append(f"/{tag} <</MCID {self._on_page}>> BDC")
        self._on_page += 1

    def close_tag(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._code.append("EMC")

    def draw_total_pages(self, write: Callable[[Canvas, int], None]) -> None:
        """Draw what ``write(canvas, total)`` draws, once the number of pages is known. One such text a document."""
        self._write_total = write
        self.doForm(_TOTAL)

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        number = self.getPageNumber()
        super().showPage()
        page = self._doc.idToObject[f"Page{number}"]
        page.__NoDefault__ = (*page.__NoDefault__, "StructParents", "Tabs")
        page.StructParents, page.Tabs = number - 1, PDFName("S")
        self._on_page = 0

    def save(self) -> None:
        if self._code:
            self.showPage()
        if self._write_total:
            self.beginForm(_TOTAL, 0, 0, *self._pagesize)
            self._write_total(self, self.getPageNumber() - 1)
            self.endForm()
        self._write_structure()
        super().save()

    def _write_structure(self) -> None:
        document = self._doc
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root_ref = document.Reference(root, "StructRoot")
        body = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document"), "P": root_ref})
        body_ref = document.Reference(body, "StructDocument")
        by_page: dict[int, list[PDFObjectReference]] = {}
        kids = []
        for index, element in enumerate(self._elements):
            reference = document.Reference(_element_object(element, body_ref), f"StructElem{index}")
            kids.append(reference)
            by_page.setdefault(element.page - 1, []).append(reference)
        body["K"] = PDFArray(kids)
        numbers: list[Any] = []
        for page, references in sorted(by_page.items()):
            numbers += [page, PDFArray(references)]
        root["K"] = body_ref
        root["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "StructParentTree")
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _element_object(element: _Element, parent: PDFObjectReference) -> PDFDictionary:
    fields = {
        "Type": PDFName("StructElem"),
        "S": PDFName(element.tag),
        "P": parent,
        "Pg": PDFObjectReference(f"Page{element.page}"),
        "K": element.mcid,
    }
    if element.alt:
        fields["Alt"] = PDFString(element.alt)
    return PDFDictionary(fields)


@contextmanager
def tagged(canvas: Any, tag: str | None, *, alt: str | None = None) -> Iterator[None]:
    """Give what is drawn inside the role ``tag`` ("P", "H1", "Figure" with ``alt``, "Artifact"); None: no role."""
    if tag is None or not isinstance(canvas, TaggedCanvas):
        yield
        return
    canvas.open_tag(tag, alt)
    try:
        yield
    finally:
        canvas.close_tag()
