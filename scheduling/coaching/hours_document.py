"""A table of texts as a PDF to print and sign. Pure: no request, no database, no network.

Drawn by reportlab itself: nothing in it is read as markup, so nothing foreign can be fetched.
"""

from collections.abc import Sequence
from functools import cache, partial
from importlib.resources import files
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

REGULAR, BOLD = "hours-regular", "hours-bold"
_INK, _LINE = HexColor("#16171a"), HexColor("#a9adb5")
_MARGIN = 20 * mm
# What reportlab leaves between the margin and what it sets.
_INSET = 6


def hours_document(
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    sums: Sequence[tuple[str, str]],
    page_label: str,
) -> bytes:
    """`rows` under `title` and `facts`, and `sums` below, on as many pages of A4 as it needs.

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
        title=title,
        creator="KommA",
    )
    parts = [
        _table([(title,)], (BOLD, 18), columns=(document.width,), padding=6),
        _table(facts, (REGULAR, 10), columns=(document.width / 4, document.width * 3 / 4)),
        Spacer(0, 6 * mm),
        _rows([header, *rows], document.width),
        Spacer(0, 6 * mm),
        _table(sums, (REGULAR, 10), columns=(document.width / 2, document.width / 4)),
    ]
    number = partial(_number_page, page_label)
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def _table(
    rows: Sequence[Sequence[str]],
    font: tuple[str, int],
    *,
    columns: Sequence[float],
    padding: float = 2,
) -> Table:
    name, size = font
    style = [
        ("FONT", (0, 0), (-1, -1), name, size, size * 1.3),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]
    return Table(rows, colWidths=columns, style=style, hAlign="LEFT")


def _rows(rows: Sequence[Sequence[str]], width: float) -> Table:
    """The first row is repeated on each page; the last column holds numbers."""
    columns = [width * share for share in (0.19, 0.17, 0.26, 0.23, 0.15)]
    style = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 9.5, 12),
        ("FONT", (0, 0), (-1, 0), BOLD, 9.5, 12),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("ALIGN", (-1, 0), (-1, -1), "RIGHT"),
    ]
    return Table(rows, colWidths=columns, repeatRows=1, style=style, hAlign="LEFT")


def _number_page(label: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(REGULAR, 9)
    canvas.drawRightString(A4[0] - _MARGIN - _INSET, 12 * mm, f"{label} {document.page}")


@cache
def _register_fonts() -> None:
    folder = files("fontpkg_fira_sans") / "files"
    for name, file in ((REGULAR, "FiraSans-Regular.ttf"), (BOLD, "FiraSans-Medium.ttf")):
        registerFont(TTFont(name, str(folder / file)))
