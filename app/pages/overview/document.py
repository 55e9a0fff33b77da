"""The funder's report on paper: tables and a chart on A4 across. Pure: no request, no database.

Drawn by reportlab itself, as `app.kernel.table_document` is, and tagged as that is. The chart says
nothing that the table above it does not, so it is decoration to those who listen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer

from app.kernel.pdf_structure import ARTIFACT, Element
from app.kernel.table_document import (
    BOLD,
    INK,
    LINE,
    REGULAR,
    TaggedTable,
    plain_table,
    printable,
    register_fonts,
)
from app.kernel.tagged_pdf import Owned, TaggedCanvas

PAGE = landscape(A4)
MARGIN = 15 * mm
_PADDING = 3
_TITLE_SIZE, _HEADING_SIZE, _TEXT_SIZE = 20, 13, 10
#: The fuller, the further; the edge tells pieces apart in grey, too.
_FILLS = (HexColor("#1f3f8f"), HexColor("#a9bce8"), HexColor("#ffffff"))
_EDGE = HexColor("#1f3f8f")


@dataclass(frozen=True)
class PaperTable:
    """A table under its heading. `shares` are the widths of its columns, of one in all.

    Columns from `numbers_from` to the last hold numbers, if it is given.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float]
    size: float = 9
    numbers_from: int | None = None
    new_page: bool = False


@dataclass(frozen=True)
class PaperBar:
    """A bar of the chart: its label, and pieces from the furthest on, as shares of one."""

    label: str
    pieces: Sequence[float]


def report_document(
    *,
    title: str,
    notes: Sequence[str],
    tables: Sequence[PaperTable],
    bars: Sequence[PaperBar],
    legend: Sequence[str],
    page_label: str,
    language: str,
) -> bytes:
    """`tables` under `title` and `notes`, with the chart after the first of them.

    `legend` names the pieces of bars in their order; `page_label` comes before each page's number.
    """
    register_fonts()
    structure, target = Element(role="Document"), BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=PAGE,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        creator="KommA",
        lang=language,
    )
    width = document.width - 12
    parts: list[Flowable] = [
        _line(title, structure.add("H1"), (BOLD, _TITLE_SIZE), width),
        *(_line(note, structure.add("P"), (REGULAR, _TEXT_SIZE), width) for note in notes),
    ]
    for number, table in enumerate(tables):
        parts.append(PageBreak() if table.new_page else Spacer(0, 6 * mm))
        parts.append(_line(table.title, structure.add("H2"), (BOLD, _HEADING_SIZE), width))
        parts.append(_table(table, structure, width))
        if number == 0:
            parts += [Spacer(0, 4 * mm), _Bars(bars, legend, width)]
    number_page = partial(_number_page, page_label)
    document.build(
        parts,
        onFirstPage=number_page,
        onLaterPages=number_page,
        canvasmaker=partial(TaggedCanvas, structure=structure),
    )
    return target.getvalue()


class _Bars(Flowable):
    """Bars under each other beside their labels, under a legend."""

    _ROW, _BAR = 11, 7.5

    def __init__(self, bars: Sequence[PaperBar], legend: Sequence[str], width: float) -> None:
        super().__init__()
        self.bars, self.legend = bars, legend
        self.width, self.height = width, self._ROW * (len(bars) + 1.6)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """What it takes up."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, as decoration."""
        with self.canv.drawing(ARTIFACT):
            left, top = self.width * 0.27, self.height - self._ROW
            x = left
            for fill, word in zip(_FILLS, self.legend, strict=True):
                self._box(x, top, 9, fill)
                self._text(x + 13, top + 1.5, word)
                x += 13 + stringWidth(word, REGULAR, 8.5) + 18
            for number, bar in enumerate(self.bars, start=1):
                y = top - number * self._ROW - self._ROW / 2
                self._text(6, y + 1.5, bar.label)
                x = left
                for fill, piece in zip(_FILLS, bar.pieces, strict=True):
                    length = piece * (self.width - left)
                    if length:
                        self._box(x, y, length, fill)
                    x += length

    def _box(self, x: float, y: float, width: float, fill: Any) -> None:
        self.canv.setFillColor(fill)
        self.canv.setStrokeColor(_EDGE)
        self.canv.setLineWidth(0.7)
        self.canv.rect(x, y, width, self._BAR, stroke=1, fill=1)

    def _text(self, x: float, y: float, text: str) -> None:
        self.canv.setFillColor(INK)
        self.canv.setFont(REGULAR, 8.5)
        self.canv.drawString(x, y, printable(text))


def _line(text: str, element: Element, font: tuple[str, int], width: float) -> Flowable:
    """A heading or a paragraph."""
    name, size = font
    lines = _broken(text, width - 8, name, size)
    return plain_table([(Owned(lines, element),)], font, columns=(width,), padding=3)


def _table(table: PaperTable, structure: Element, width: float) -> Flowable:
    """A table whose line of headings is repeated on each page, for eyes alone."""
    tagged, columns = structure.add("Table"), [width * share for share in table.shares]
    cells = []
    for place, row in enumerate([table.columns, *table.rows]):
        line = tagged.add("TR")
        cells.append([])
        for column, (text, room) in enumerate(zip(row, columns, strict=True)):
            if place == 0:
                element = line.add("TH", scope="Column")
            else:
                element = line.add("TH", scope="Row") if column == 0 else line.add("TD")
            font = BOLD if place == 0 else REGULAR
            cells[-1].append(Owned(_broken(text, room - 2 * _PADDING, font, table.size), element))
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, table.size, table.size * 1.25),
        ("FONT", (0, 0), (-1, 0), BOLD, table.size, table.size * 1.25),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ]
    if table.numbers_from is not None:
        style.append(("ALIGN", (table.numbers_from, 0), (-1, -1), "RIGHT"))
    return TaggedTable(cells, colWidths=columns, repeatRows=1, style=style, hAlign="LEFT")


def _broken(text: str, width: float, font: str, size: float) -> str:
    """`text` in as many lines as it needs; a word that is too long is broken, too."""
    lines: list[str] = []
    for line in simpleSplit(printable(text), font, size, width):
        rest = line
        while rest:
            fits = len(rest)
            while fits > 1 and stringWidth(rest[:fits], font, size) > width:
                fits -= 1
            lines.append(rest[:fits])
            rest = rest[fits:]
    return "\n".join(lines)


def _number_page(label: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    with canvas.drawing(ARTIFACT):
        canvas.setFont(REGULAR, 9)
        canvas.drawRightString(PAGE[0] - MARGIN - 6, 9 * mm, f"{label} {document.page}")
