"""A table of texts as a PDF to print and sign. Pure: no request, no database, no network.

Drawn by reportlab itself: nothing in it is read as markup, so nothing foreign can be fetched.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Spacer, Table

from app.kernel.pdf_structure import ARTIFACT, Element
from app.kernel.tagged_pdf import Owned, TaggedCanvas

REGULAR, BOLD, ITALIC = "table-regular", "table-bold", "table-italic"
_UNKNOWN = "?"
_SIZE = 9.5
INK, LINE = HexColor("#16171a"), HexColor("#a9adb5")
MARGIN = 20 * mm
# What reportlab leaves between the margin and what it sets.
_INSET = 6


def table_document(
    *,
    title: str,
    facts: Sequence[tuple[str, str]],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    sums: Sequence[tuple[str, str]],
    page_label: str,
    columns: Sequence[float],
    language: str,
) -> bytes:
    """`rows` under `title` and `facts`, and `sums` below, on as many pages of A4 as it needs.

    `page_label` comes before the number of each page. `columns` are the shares of the width; what
    is too long for its column goes on in the next line. The last column holds numbers. Tagged, for
    screen readers: `language` is the one of the texts.
    """
    register_fonts()
    structure = Element(role="Document")
    target = BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        creator="KommA",
        lang=language,
    )
    width = document.width
    heading = Owned(title, structure.add("H1"))
    tagged_facts, tagged_rows, tagged_sums = (
        _in_table(facts, structure, row_heads=True),
        _in_table([header, *rows], structure),
        _in_table(sums, structure, row_heads=True),
    )
    parts = [
        plain_table([(heading,)], (BOLD, 18), columns=(width,), padding=6),
        plain_table(tagged_facts, (REGULAR, 10), columns=(width / 4, width * 3 / 4)),
        Spacer(0, 6 * mm),
        text_rows(tagged_rows, [width * share for share in columns]),
        Spacer(0, 6 * mm),
        plain_table(tagged_sums, (REGULAR, 10), columns=(width / 2, width / 4)),
    ]
    number = partial(number_page, page_label)
    document.build(
        parts,
        onFirstPage=number,
        onLaterPages=number,
        canvasmaker=partial(TaggedCanvas, structure=structure),
    )
    return target.getvalue()


class TaggedTable(Table):
    """A table that draws texts as parts of the elements they belong to, and each of them once.

    A row that is repeated on the next page is decoration there.
    """

    def _drawCell(self, cellval: Any, cellstyle: Any, pos: Any, size: Any) -> None:  # noqa: N802
        element = getattr(cellval, "element", None)
        if element is None:
            super()._drawCell(cellval, cellstyle, pos, size)
            return
        with self.canv.drawing(ARTIFACT if self.canv.has_drawn(element) else element):
            super()._drawCell(cellval, cellstyle, pos, size)


def _in_table(
    rows: Sequence[Sequence[str]], structure: Element, *, row_heads: bool = False
) -> list[list[str]]:
    """The rows as a table of the structure; its first row, or column, says what the others are."""
    table = structure.add("Table")
    tagged = []
    for place, row in enumerate(rows):
        line = table.add("TR")
        tagged.append([])
        for column, text in enumerate(row):
            if row_heads and column == 0:
                cell = line.add("TH", scope="Row")
            elif not row_heads and place == 0:
                cell = line.add("TH", scope="Column")
            else:
                cell = line.add("TD")
            tagged[-1].append(Owned(text, cell))
    return tagged


def plain_table(
    rows: Sequence[Sequence[str]],
    font: tuple[str, int],
    *,
    columns: Sequence[float],
    padding: float = 2,
) -> Table:
    """A table without lines, whose texts stay as they are."""
    name, size = font
    style = [
        ("FONT", (0, 0), (-1, -1), name, size, size * 1.3),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]
    return TaggedTable(rows, colWidths=columns, style=style, hAlign="LEFT")


def text_rows(
    rows: Sequence[Sequence[str]], columns: Sequence[float], *, numbers_last: bool = True
) -> Table:
    """A table whose first row is repeated on each page. `numbers_last`: its last column is."""
    cells = [
        [broken(text, width) for text, width in zip(row, columns, strict=True)] for row in rows
    ]
    style = [
        ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, 12),
        ("FONT", (0, 0), (-1, 0), BOLD, _SIZE, 12),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("ALIGN", (-1, 0), (-1, -1), "RIGHT" if numbers_last else "LEFT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return TaggedTable(cells, colWidths=columns, repeatRows=1, style=style, hAlign="LEFT")


def broken(text: str, width: float) -> str:
    """`text` in as many lines as the column needs; a word that is too long is broken, too."""
    lines = simpleSplit(text, REGULAR, _SIZE, width - 2 * _INSET)
    result = "\n".join(piece for line in lines for piece in _pieces(line, width - 2 * _INSET))
    return Owned(result, text.element) if isinstance(text, Owned) else result


def _pieces(line: str, width: float) -> Iterator[str]:
    while line:
        fits = len(line)
        while fits > 1 and stringWidth(line[:fits], REGULAR, _SIZE) > width:
            fits -= 1
        yield line[:fits]
        line = line[fits:]


def printable(text: str) -> str:
    """`text` with what the fonts have: line ends as one character, others replaced."""
    register_fonts()
    known = getFont(REGULAR).face.charToGlyph
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(sign if sign == "\n" or ord(sign) in known else _UNKNOWN for sign in plain)


def number_page(label: str, canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Write `label` and the number of the page at its foot."""
    drawing = canvas.drawing(ARTIFACT) if isinstance(canvas, TaggedCanvas) else nullcontext()
    with drawing:
        canvas.setFont(REGULAR, 9)
        canvas.drawRightString(A4[0] - MARGIN - _INSET, 12 * mm, f"{label} {document.page}")


@cache
def register_fonts() -> None:
    """Let reportlab know the fonts REGULAR, BOLD and ITALIC."""
    folder = files("fontpkg_fira_sans") / "files"
    for name, file in (
        (REGULAR, "FiraSans-Regular.ttf"),
        (BOLD, "FiraSans-Medium.ttf"),
        (ITALIC, "FiraSans-Italic.ttf"),
    ):
        registerFont(TTFont(name, str(folder / file)))
