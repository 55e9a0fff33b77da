"""Tables of texts as a PDF. Pure: no request, no database, no network.

Drawn by reportlab itself; texts are escaped before they become paragraphs, so nothing in them is
read as markup and nothing foreign can be fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

REGULAR, BOLD = "reports-regular", "reports-bold"
_INK, _LINE = HexColor("#16171a"), HexColor("#a9adb5")
_MARGIN = 20 * mm
_FIRST_COLUMN = 0.36  # of the width; numbers share the rest
_ROWS_KEPT_TOGETHER = 12


@dataclass(frozen=True)
class TextTable:
    """A table under its own title: the first column names what the numbers in the others are."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables_document(
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str],
    tables: Sequence[TextTable],
    page_label: str,
    language: str,
) -> bytes:
    """`tables` under a title, with `notes` above them, on as many pages of A4 as it needs.

    `page_label` comes before the number of each page.
    """
    _register_fonts()
    target = BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"{title} – {subtitle}",
        creator="KommA",
        lang=language,
    )
    parts: list[Flowable] = [
        _text(title, 20, BOLD),
        _text(subtitle, 13),
        Spacer(0, 4 * mm),
        *(_text(note, 10) for note in notes),
    ]
    for table in tables:
        head = [Spacer(0, 7 * mm), _text(table.title, 13, BOLD), Spacer(0, 2 * mm)]
        body = _table(table, document.width)
        if len(table.rows) > _ROWS_KEPT_TOGETHER:
            parts += [*head, body]
        else:
            parts.append(KeepTogether([*head, body]))
    number = partial(_number_page, page_label)
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def _text(text: str, size: float, font: str = REGULAR, *, right: bool = False) -> Paragraph:
    style = ParagraphStyle(
        f"{font}-{size}-{right}",
        fontName=font,
        fontSize=size,
        leading=size * 1.3,
        textColor=_INK,
        alignment=TA_RIGHT if right else 0,
        spaceAfter=size * 0.3,
    )
    return Paragraph(escape(text), style)


def _table(table: TextTable, width: float) -> Table:
    """The line of headings is repeated on each page."""
    others = max(len(table.columns) - 1, 1)
    columns = [width * _FIRST_COLUMN, *[width * (1 - _FIRST_COLUMN) / others] * others]
    cells = [
        [_text(cell, 9.5, BOLD if row == 0 else REGULAR, right=place > 0) for place, cell in line]
        for row, line in enumerate(map(list, map(enumerate, [table.columns, *table.rows])))
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    return Table(cells, colWidths=columns, repeatRows=1, style=style, hAlign="LEFT")


def _number_page(label: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(REGULAR, 9)
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"{label} {document.page}")


@cache
def _register_fonts() -> None:
    folder = files("fontpkg_fira_sans") / "files"
    for name, file in ((REGULAR, "FiraSans-Regular.ttf"), (BOLD, "FiraSans-Medium.ttf")):
        registerFont(TTFont(name, str(folder / file)))
