"""A list to sign as a PDF. Pure: no request, no database, no network.

Drawn by reportlab itself: nothing in it is read as markup, so nothing foreign can be fetched.
"""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.resources import files
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

REGULAR, BOLD = "sheet-regular", "sheet-bold"
#: Lines for who is not on the list but came.
EMPTY_LINES = 4
_INK, _LINE = HexColor("#16171a"), HexColor("#a9adb5")
_MARGIN = 18 * mm
_PADDING = 6
_SHARES = (0.07, 0.33, 0.25, 0.35)


def sheet_document(
    *,
    title: str,
    preline: str,
    facts: Sequence[tuple[str, str]],
    header: Sequence[str],
    rows: Sequence[tuple[str, str]],
    page_label: str,
) -> bytes:
    """A line to sign for each of `rows` (name, municipality) and a few empty ones, on A4.

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
        title=preline,
        creator="KommA",
    )
    width = document.width
    parts = [
        _texts([(preline,)], (REGULAR, 10), (width,)),
        _texts([(title,)], (BOLD, 18), (width,)),
        _texts(facts, (REGULAR, 10), (width / 5, width * 4 / 5)),
        Spacer(0, 5 * mm),
        _lines(header, rows, width),
    ]
    number = partial(_number_page, page_label)
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def _texts(rows: Sequence[Sequence[str]], font: tuple[str, int], columns: Sequence[float]) -> Table:
    name, size = font
    style = [
        ("FONT", (0, 0), (-1, -1), name, size, size * 1.3),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    broken = [
        [_broken(text, font, width) for text, width in zip(row, columns, strict=True)]
        for row in rows
    ]
    return Table(broken, colWidths=columns, style=style, hAlign="LEFT")


def _lines(header: Sequence[str], rows: Sequence[tuple[str, str]], width: float) -> Table:
    """High enough to sign; the first row is repeated on each page."""
    columns = [width * share for share in _SHARES]
    font = (REGULAR, 10)
    lines = [
        (str(number), _broken(name, font, columns[1]), _broken(place, font, columns[2]), "")
        for number, (name, place) in enumerate(rows, start=1)
    ]
    lines += [("", "", "", "")] * EMPTY_LINES
    heights = [None, *(max(12 * mm, 13 * (1 + max(map(_breaks, line))) + 8) for line in lines)]
    style = [
        ("FONT", (0, 0), (-1, -1), *font, 13),
        ("FONT", (0, 0), (-1, 0), BOLD, 10, 13),
        ("TEXTCOLOR", (0, 0), (-1, -1), _INK),
        ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
    ]
    return Table([header, *lines], columns, heights, repeatRows=1, style=style, hAlign="LEFT")


def _broken(text: str, font: tuple[str, int], width: float) -> str:
    """The text in lines that fit; a word that does not is cut where it must be."""
    room = width - 2 * _PADDING
    lines = simpleSplit(text, *font, room)
    return "\n".join(piece for line in lines for piece in _pieces(line, font, room))


def _pieces(line: str, font: tuple[str, int], room: float) -> Iterator[str]:
    piece = ""
    for character in line:
        if piece and stringWidth(piece + character, *font) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def _breaks(text: str) -> int:
    return text.count("\n")


def _number_page(label: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(REGULAR, 9)
    canvas.drawRightString(A4[0] - _MARGIN, 11 * mm, f"{label} {document.page}")


@cache
def _register_fonts() -> None:
    folder = files("fontpkg_fira_sans") / "files"
    for name, file in ((REGULAR, "FiraSans-Regular.ttf"), (BOLD, "FiraSans-Medium.ttf")):
        registerFont(TTFont(name, str(folder / file)))
