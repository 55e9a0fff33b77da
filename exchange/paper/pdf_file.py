"""A text as a tagged PDF on A4. Pure: no request, no database, no network."""

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.kernel.pdf_structure import Element
from app.kernel.table_document import (
    BOLD,
    INK,
    ITALIC,
    MARGIN,
    REGULAR,
    number_page,
    printable,
    register_fonts,
)
from app.kernel.tagged_pdf import TaggedCanvas
from exchange.paper.blocks import LISTED, Block, BlockKind, Run

_TEXT: dict[str, Any] = {
    "fontName": REGULAR,
    "fontSize": 11,
    "leading": 16,
    "textColor": INK,
    "spaceAfter": 3 * mm,
}
_ITEM = _TEXT | {
    "leftIndent": 7 * mm,
    "bulletFontName": REGULAR,
    "bulletFontSize": 11,
    "spaceAfter": 1.5 * mm,
}
_HEADING = _TEXT | {"fontName": BOLD, "leading": 19, "spaceBefore": 4 * mm, "keepWithNext": 1}
_STYLES = {
    BlockKind.PARAGRAPH: ParagraphStyle("paragraph", **_TEXT),
    BlockKind.BULLET: ParagraphStyle("bullet", **_ITEM),
    BlockKind.NUMBERED: ParagraphStyle("numbered", **_ITEM),
    BlockKind.QUOTE: ParagraphStyle("quote", **_TEXT | {"leftIndent": 10 * mm}),
}
_HEADINGS = tuple(ParagraphStyle(f"h{size}", **_HEADING | {"fontSize": size}) for size in (15, 12))


def pdf_file(
    blocks: Sequence[Block], *, title: str, language: str, page_label: str, notice: str = ""
) -> bytes:
    """The file's bytes. `notice`, where there is one, stands above the text; `page_label` comes
    before the number of each page.

    It says nothing of who wrote it. A character that the font does not have is a question mark.
    """
    register_fonts()
    structure, target = Element(role="Document"), BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author="",
        creator="KommA",
        lang=language,
    )
    told = [Block(BlockKind.PARAGRAPH, [Run(notice, bold=True)])] if notice else []
    number = partial(number_page, page_label)
    document.build(
        list(_paragraphs([*told, *blocks], structure)),
        onFirstPage=number,
        onLaterPages=number,
        canvasmaker=partial(TaggedCanvas, structure=structure),
    )
    return target.getvalue()


class _TaggedParagraph(Paragraph):
    """A paragraph that draws itself as `element`, on as many pages as it needs."""

    element: Element

    def draw(self) -> None:
        with self.canv.drawing(self.element):
            super().draw()

    def split(self, availWidth: float, availHeight: float) -> list["_TaggedParagraph"]:  # noqa: N803
        parts = super().split(availWidth, availHeight)
        for part in parts:
            part.element = self.element
        return parts


def _paragraphs(blocks: Sequence[Block], structure: Element) -> Iterator[Paragraph]:
    items: Element | None = None
    before = None
    for block in blocks:
        mark = _mark(block)
        if block.kind in LISTED:
            if items is None or block.kind is not before or block.number == 1:
                items = structure.add("L")
            element = items.add("LI").add("LBody")
        else:
            element = structure.add(_role(block))
        before = block.kind
        # Lines end where the paper does; a reader is told where words end.
        element.written = f"{mark} {block.text}".strip()
        paragraph = _TaggedParagraph(
            "".join(map(_markup, block.runs)), _style(block), bulletText=mark or None
        )
        paragraph.element = element
        yield paragraph


def _role(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"H{min(block.number, len(_HEADINGS))}"
    return "BlockQuote" if block.kind is BlockKind.QUOTE else "P"


def _style(block: Block) -> ParagraphStyle:
    if block.kind is BlockKind.HEADING:
        return _HEADINGS[min(block.number, len(_HEADINGS)) - 1]
    return _STYLES[block.kind]


def _mark(block: Block) -> str:
    if block.kind is BlockKind.BULLET:
        return "–"
    return f"{block.number}." if block.kind is BlockKind.NUMBERED else ""


def _markup(run: Run) -> str:
    """Reportlab's own markup; what somebody wrote is nothing but text in it."""
    words = escape(printable(run.text)).replace("\n", "<br/>")
    if run.bold or run.italic:
        return f'<font name="{BOLD if run.bold else ITALIC}">{words}</font>'
    return words
