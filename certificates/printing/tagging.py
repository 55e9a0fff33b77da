"""What the parts of an HTML page are, for the structure of the PDF made of it. Pure.

xhtml2pdf forgets what its paragraphs were. Here each element of the HTML becomes an element of the
structure as it is read, and whatever is drawn remembers to which one it belongs, over line and page
breaks and copies, until `TaggedCanvas` marks it on the page.

Of the HTML counts: headings, paragraphs, lists, tables (`role="presentation"` takes a table for
layout), `th` with `scope`, links, pictures with `alt` (empty: decoration), `lang`. What has the
class `decoration` is left out, and what is drawn again on further pages is read once.
"""

from __future__ import annotations

from typing import Any
from xml.dom.minidom import Element as Node

from reportlab.platypus.doctemplate import BaseDocTemplate
from xhtml2pdf.context import pisaContext
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc, PmlImage, PmlParagraph

from app.kernel.pdf_structure import ARTIFACT, Element
from app.kernel.tagged_pdf import Owned, TaggedCanvas, Unreadable

DECORATION = "decoration"

_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "caption": "Caption",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "ul": "L",
    "ol": "L",
}
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "em", "i", "img", "small", "span", "strong", "sub", "sup", "u"}
    | {"pdfpagenumber", "pdfpagecount"}
)
_UNSAID = frozenset({"head", "title", "meta", "style", "link", "script"})


class TaggingContext(pisaContext):  # type: ignore[misc]
    """Reads an HTML page and notes for each text and picture which element it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.structure = Element(role="Document")
        #: Elements that have text or a picture of their own, so must be drawn.
        self.expected: list[Element] = []
        self._read: set[Node] = set()
        self.frag.element = self.structure
        self.frag.linked = None
        self.frag.spoken_in = ""
        self.frag.in_layout_table = False

    def pushFrag(self) -> None:  # noqa: N802 - xhtml2pdf's name
        """Begin an element of the HTML; what is in it inherits what it belongs to."""
        super().pushFrag()
        # It is called for the texts that CSS adds as well, which belong to the element around.
        if self.node not in self._read:
            self._read.add(self.node)
            self._begin(self.node)

    def addStory(self, data: Any) -> None:  # noqa: N802
        """Add something to be drawn; of a paragraph, remember which one it is."""
        if type(data) is PmlParagraph:
            data.__class__ = TaggedParagraph
            data.original = _Original()
        super().addStory(data)

    def _begin(self, node: Node) -> None:
        frag = self.frag
        tag = node.tagName
        if tag in _UNSAID or DECORATION in node.getAttribute("class").split():
            frag.element = ARTIFACT
        if frag.element is ARTIFACT:
            return
        language = node.getAttribute("lang").strip()
        is_foreign = bool(frag.spoken_in and language and language != frag.spoken_in)
        frag.spoken_in = language or frag.spoken_in
        if tag == "table":
            frag.in_layout_table = node.getAttribute("role") == "presentation"
        around = frag.element
        frag.element = element = self._element_of(node, around, is_foreign=is_foreign)
        if tag in _INLINE and element is not around:
            # xhtml2pdf joins texts of a line that look the same: these must not.
            frag.link = frag.link or ""
        if element is ARTIFACT:
            return
        if is_foreign:
            element.language = language
        if element.role == "Link":
            frag.linked = element
        if element.role == "Figure" or _has_text(node):
            self.expected.append(element)

    def _element_of(self, node: Node, parent: Element, *, is_foreign: bool) -> Element:
        tag = node.tagName
        if tag == "img":
            return _figure(node, parent)
        if tag == "a" and node.getAttribute("href").strip():
            return parent.add("Link", spoken=_name_of(node))
        if tag == "li":
            return parent.add("LI").add("LBody")
        if tag in _INLINE:
            return parent.add("Span") if is_foreign else parent
        role = _ROLES.get(tag)
        if role is not None and not (tag in _TABLE_PARTS and self.frag.in_layout_table):
            return parent.add(role, **_table_attributes(node))
        if _holds_a_line(node):
            return parent.add("P")
        return parent.add("Div") if is_foreign else parent


class _Original:
    """Which paragraph something is, whatever is copied of it."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> _Original:
        return self


class TaggedParagraph(PmlParagraph):  # type: ignore[misc]
    """A paragraph whose words, pictures and links know which elements they belong to."""

    #: None for the parts of a paragraph that goes on on the next page: they are drawn once.
    original: _Original | None = None

    def draw(self) -> None:
        """Draw it; the second time, as decoration."""
        canvas = self.canv
        element = next(frag.element for frag in self.frags)
        if self.blPara.kind == 1:
            *lines, last_line = self.displayLines()
            for line in lines:
                _hand_over(line.words, goes_on=True)
            # The first part of a paragraph that is continued on the next page is set as such.
            _hand_over(last_line.words, goes_on=bool(getattr(self, "_JustifyLast", False)))
        with canvas.drawing(ARTIFACT if canvas.is_drawn_again(self.original) else element):
            super().draw()


class _OwnedImage(PmlImage):  # type: ignore[misc]
    def getImage(self) -> Any:  # noqa: N802
        image = super().getImage()
        image.element = self.element
        return image


class TaggedDocument(PmlBaseDoc):  # type: ignore[misc]
    """A document of xhtml2pdf's that is drawn on a canvas with structure."""

    def __init__(self, target: Any, structure: Element, **settings: Any) -> None:
        self._structure = structure
        #: The canvas of the last pass.
        self.canvas: _Canvas | None = None
        super().__init__(target, **settings)

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> Any:  # noqa: N802
        def make(*arguments: Any, **settings: Any) -> _Canvas:
            return _Canvas(*arguments, structure=self._structure, **settings)

        self.canvas = BaseDocTemplate._makeCanvas(self, filename=filename, canvasmaker=make)
        return self.canvas


class _Canvas(TaggedCanvas):
    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self._originals: set[_Original] = set()
        super().__init__(*arguments, **settings)

    def is_drawn_again(self, original: _Original | None) -> bool:
        if original is None:
            return False
        known = original in self._originals
        self._originals.add(original)
        return known


def _hand_over(line: list[Any], *, goes_on: bool) -> None:
    """Let what reportlab gets to see of a line know what it belongs to, and whether it goes on."""
    last = next((frag for frag in reversed(line) if frag.text), None)
    for frag in line:
        element = getattr(frag, "element", None)
        image = getattr(getattr(frag, "cbDefn", None), "image", None)
        if element is None:
            continue
        if isinstance(image, PmlImage):
            image.__class__ = _OwnedImage
            image.element = element
        elif type(frag.text) is str:
            frag.text = Owned(frag.text, element, goes_on=goes_on and frag is last)
        elif isinstance(frag.text, str):
            # A text that has been shaped already, and must stay what it is.
            frag.text.element = element
        if frag.link and frag.linked is not None:
            frag.link = Owned(frag.link, frag.linked)


def _figure(node: Node, parent: Element) -> Element:
    if not node.hasAttribute("alt"):
        raise Unreadable(f"a picture without alt: {node.getAttribute('src')[:40]!r}")
    alternative = node.getAttribute("alt").strip()
    return parent.add("Figure", spoken=alternative) if alternative else ARTIFACT


def _table_attributes(node: Node) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if node.tagName == "th":
        in_head = node.parentNode.parentNode.tagName == "thead"
        scope = node.getAttribute("scope") or ("col" if in_head else "row")
        attributes["scope"] = "Column" if scope == "col" else "Row"
    if node.tagName in {"th", "td"}:
        for name, html in (("columns", "colspan"), ("rows", "rowspan")):
            value = node.getAttribute(html)
            if value.isdecimal():
                attributes[name] = int(value)
    return attributes


def _holds_a_line(node: Node) -> bool:
    return _has_text(node) or any(
        child.nodeType == Node.ELEMENT_NODE and child.tagName.replace(":", "").lower() in _INLINE
        for child in node.childNodes
    )


def _has_text(node: Node) -> bool:
    return any(child.nodeType == Node.TEXT_NODE and child.data.strip() for child in node.childNodes)


def _name_of(link: Node) -> str:
    return link.getAttribute("title").strip() or " ".join(_texts_of(link))


def _texts_of(node: Node) -> list[str]:
    texts: list[str] = []
    for child in node.childNodes:
        if child.nodeType == Node.TEXT_NODE:
            texts += child.data.split()
        elif child.nodeType == Node.ELEMENT_NODE:
            texts += child.getAttribute("alt").split() or _texts_of(child)
    return texts
