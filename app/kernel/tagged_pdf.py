"""Draws PDFs with reportlab that say what their parts are, for those who cannot see them. Pure.

reportlab writes no tags. `TaggedCanvas` marks each text and each picture with the element it
belongs to as it is drawn, and everything else as decoration. So nothing has to be guessed from the
finished page, and nothing can be drawn of which nobody said what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFString
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from app.kernel.pdf_structure import ARTIFACT, GROUPING, Element, Leaf, write_tree

# Otherwise, streams are written as ASCII, in Python: larger, and slower than all the rest.
rl_config.useA85 = 0

_PATH = frozenset({"m", "l", "c", "v", "y", "h", "re"})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"})
_PRINTED = 4


class Unreadable(ValueError):
    """Something would be drawn that not everybody can read: nobody said what it is."""


class Owned(str):
    """A text, or the address of a link, that knows which element it belongs to.

    A text that goes on in the next line is parted from that by a space, which is never seen, but
    heard (ISO 32000-1, 14.8.2.5): no reader should have to guess where a word ends.
    """

    element: Element
    goes_on: bool

    def __new__(cls, text: str, element: Element, *, goes_on: bool = False) -> Self:
        """Return the same text, as one of `element`."""
        owned = super().__new__(cls, text)
        owned.element = element
        owned.goes_on = goes_on
        return owned


class _Marked(str):
    """Operators that need no further mark."""

    __slots__ = ()


class _Operators(list[str]):
    """The operators of a text object, whose mark ends where the text object ends."""

    def __init__(self, operators: list[str], text: TaggedText) -> None:
        super().__init__(operators)
        self._text = text

    def append(self, operator: str) -> None:
        if operator == "ET":
            self._text.close_mark()
        super().append(operator)


class TaggedText(PDFTextObject):
    """A text object that marks what it shows."""

    _open: Element | None = None

    @property
    def _code(self) -> list[str]:
        return self._operators

    @_code.setter
    def _code(self, operators: list[str]) -> None:
        # reportlab puts in an empty list for a moment, xhtml2pdf a new one for good.
        ours = isinstance(operators, _Operators)
        self._operators = operators if ours else _Operators(operators, self)

    def close_mark(self) -> None:
        """End the mark that is open, if one is."""
        if self._open is not None:
            self._open = None
            self._operators.append("EMC")

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Choose a font. One that would not be embedded is named by no text, so need not be."""
        if getFont(psfontname)._dynamicFont:
            super().setFont(psfontname, size, leading)
        else:
            self._fontname, self._fontsize = psfontname, size

    def _formatText(self, text: str) -> str:  # noqa: N802 - reportlab's name
        if not text:
            return ""
        if not getFont(self._fontname)._dynamicFont:
            raise self._canvas.unreadable(
                f"{text[:40]!r} is set in {self._fontname}, which is not embedded"
            )
        element = self._canvas.owner_of(text)
        if element is not self._open:
            self.close_mark()
            self._operators.append(self._canvas.open_mark(element))
            self._open = element
        goes_on = isinstance(text, Owned) and text.goes_on and not text.endswith(" ")
        return super()._formatText(f"{text} " if goes_on else text)


class TaggedCanvas(Canvas):
    """A canvas that draws the parts of `structure`."""

    def __init__(self, filename: Any, *, structure: Element, **settings: Any) -> None:
        self._structure = structure
        self._element: Element | None = None
        self._order = 0
        self._leaves: defaultdict[Element, list[Leaf]] = defaultdict(list)
        self._boxes: dict[Element, list[float]] = {}
        self._marked: list[list[Element]] = [[]]
        self._linked: list[tuple[Element, PDFDictionary]] = []
        self._link: Element | None = None
        self._refused: Unreadable | None = None
        # Structure came with PDF 1.3, the language of a document with 1.4, tabs with 1.5.
        super().__init__(filename, **{"pdfVersion": (1, 7), **settings})

    @contextmanager
    def drawing(self, element: Element) -> Iterator[None]:
        """What is drawn meanwhile belongs to this element, unless it is said to belong elsewhere.

        With ARTIFACT, everything is decoration.
        """
        before, self._element = self._element, element
        try:
            yield
        finally:
            self._element = before

    def has_drawn(self, element: Element) -> bool:
        """Whether something of this very element is on a page."""
        return element in self._leaves

    def unreadable(self, what: str) -> Unreadable:
        """Return the error to raise; it is raised again at the end if whoever draws goes on."""
        self._refused = Unreadable(what)
        return self._refused

    def owner_of(self, drawn: object) -> Element:
        """The element that a text or a picture belongs to. Raises Unreadable."""
        if self._element is ARTIFACT or self._formData:
            return ARTIFACT
        element: Element | None = getattr(drawn, "element", self._element)
        if element is not None and element.role not in GROUPING:
            return element
        if isinstance(drawn, str) and drawn.isspace():
            return ARTIFACT
        raise self.unreadable(f"{str(drawn)[:40]!r} belongs to no element")

    def open_mark(self, element: Element) -> str:
        """The operator that says that what follows belongs to this element."""
        if element is ARTIFACT:
            return "/Artifact BMC"
        number = len(self._marked[-1])
        self._marked[-1].append(element)
        self._add_leaf(element, number=number)
        return f"/{element.role} <</MCID {number}>> BDC"

    def _add_leaf(self, element: Element, **leaf: Any) -> None:
        self._order += 1
        self._leaves[element].append(Leaf(self._order, self._pageNumber, **leaf))

    # --- what reportlab calls, by its names -------------------------------------------------------

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> TaggedText:  # noqa: N802
        """Return a text object that marks what it shows."""
        return TaggedText(self, x, y, direction=direction)

    def drawImage(  # noqa: N802
        self, image: Any, x: float, y: float, width: float, height: float, **more: Any
    ) -> Any:
        """Draw a picture: it says by its `element` what it belongs to, or is of the one drawn."""
        element = self.owner_of(image)
        start = len(self._code)
        drawn = super().drawImage(image, x, y, width, height, **more)
        operators = " ".join(self._code[start:])
        self._code[start:] = [_Marked(f"{self.open_mark(element)} {operators} EMC")]
        if element is not ARTIFACT:
            self._boxes[element] = list(self._absRect((x, y, x + width, y + height), relative=1))
        return drawn

    def linkURL(self, url: str, rect: Any, *more: Any, **settings: Any) -> None:  # noqa: N802
        """Make a link: its address says by its `element` what it belongs to."""
        self._link = getattr(url, "element", self._element)
        super().linkURL(url, rect, *more, **settings)
        self._link = None

    def _addAnnotation(  # noqa: N802
        self, annotation: PDFDictionary, name: str | None = None, addtopage: int = 1
    ) -> None:
        element = self._link
        if element is None or element.role != "Link":
            raise self.unreadable("an annotation belongs to no link")
        super()._addAnnotation(annotation, name, addtopage)
        annotation["Contents"] = PDFString(element.spoken)
        annotation["F"] = _PRINTED
        self._linked.append((element, annotation))
        self._add_leaf(element, number=0, annotation=self._doc.Reference(annotation))

    def _make_preamble(self) -> None:
        # reportlab's own selects a font first that is embedded nowhere, and need not be used.
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802
        """Choose a font; each text object names its own, so nothing is drawn for it."""
        self._fontname, self._fontsize = psfontname, size
        self._leading = size * 1.2 if leading is None else leading

    def showPage(self) -> None:  # noqa: N802
        """End the page: what is not marked yet is decoration."""
        self._code = _with_artifacts(self._code)
        super().showPage()
        self._marked.append([])

    def save(self) -> None:
        """Write the document with its structure. Raises Unreadable."""
        if self._refused is not None:
            raise self._refused
        if self._code:
            self.showPage()
        self.setViewerPreference("DisplayDocTitle", "true")
        write_tree(
            self._doc,
            self._structure,
            leaves=self._leaves,
            boxes=self._boxes,
            marked=self._marked[:-1],
            linked=self._linked,
        )
        super().save()


def _with_artifacts(operators: list[str]) -> list[str]:
    """The operators of a page with a mark around each path, shading or form that has none.

    A path may come in several pieces, which nothing may stand between.
    """
    result: list[str] = []
    path: list[str] = []
    for piece in operators:
        last = piece.rsplit(None, 1)[-1] if piece.strip() else ""
        if isinstance(piece, _Marked) or piece.startswith("BT"):
            result.append(piece)
        elif last in _PAINT:
            result.append(" ".join(["/Artifact BMC", *path, piece, "EMC"]))
            path = []
        elif last in _PATH:
            path.append(piece)
        else:
            # Not a path, or one that is used for clipping only.
            result += [*path, piece]
            path = []
    return result + path
