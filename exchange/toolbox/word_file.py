"""A text as a Word file (DOCX, ECMA-376), with real headings and lists. Pure."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from exchange.paper.blocks import Block, BlockKind

_STYLES = {
    BlockKind.PARAGRAPH: "Normal",
    BlockKind.BULLET: "List Bullet",
    BlockKind.NUMBERED: "List Number",
    BlockKind.QUOTE: "Quote",
}


def word_file(blocks: Sequence[Block], *, title: str, language: str, notice: str = "") -> bytes:
    """The file's bytes. `notice`, where there is one, stands above the text.

    What the file says of itself is its title and its language, and nothing of who wrote it.
    """
    document = Document()
    _describe(document, title, language)
    if notice:
        document.add_paragraph().add_run(notice).bold = True
    numbering, before = None, 0
    for block in blocks:
        paragraph = document.add_paragraph(style=_style(block))
        if block.kind is BlockKind.NUMBERED:
            if numbering is None or block.number <= before:
                numbering = _new_numbering(document, block.number)
            _number(paragraph, numbering)
            before = block.number
        for run in block.runs:
            words = paragraph.add_run(_storable(run.text))
            words.bold, words.italic = run.bold or None, run.italic or None
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _describe(document: WordDocument, title: str, language: str) -> None:
    about = document.core_properties
    # The library's template says that it wrote the file, and when it was made.
    about.author = about.last_modified_by = about.comments = ""
    about.title, about.language = title, language
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "de-DE" if language == "de" else "en-GB")
    normal.element.get_or_add_rPr().append(spoken)


def _style(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"Heading {min(block.number, 3)}"
    return _STYLES[block.kind]


def _new_numbering(document: WordDocument, first: int) -> int:
    """The id of a list that begins at `first`: otherwise all of a document count on."""
    style = document.styles[_STYLES[BlockKind.NUMBERED]]
    numbering = document.part.numbering_part.element
    template = numbering.num_having_numId(style.element.pPr.numPr.numId.val)
    number = numbering.add_num(template.abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(first)
    return number.numId


def _number(paragraph: Paragraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _storable(text: str) -> str:
    """`text` with what XML can hold (XML 1.0, section 2.2)."""
    return "".join(
        sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff")
    )
