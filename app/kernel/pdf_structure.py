"""The tree of a tagged PDF: what its parts are and where they are drawn. Pure.

ISO 32000-1, 14.7 and 14.8: the tree names the role of each part; the marks in the content of the
pages, and the annotations, are its leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)

#: Roles that only hold other elements.
GROUPING = frozenset({"Document", "Div", "Table", "THead", "TBody", "TFoot", "TR", "L", "LI"})
_CELLS = frozenset({"TH", "TD"})


@dataclass(eq=False, slots=True, kw_only=True)
class Element:
    """A part of a document: its role (ISO 32000-1, 14.8.4) and its own parts, as they are read.

    `spoken` is the alternative text of a Figure or the name of a Link; `scope` says what a TH is
    the head of (Column or Row).
    """

    role: str
    spoken: str = ""
    language: str = ""
    scope: str = ""
    columns: int = 1
    rows: int = 1
    children: list[Element] = field(default_factory=list)

    def add(self, role: str, **more: Any) -> Element:
        """Return a new element at the end of this one."""
        child = Element(role=role, **more)
        self.children.append(child)
        return child

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        # What is drawn may be copied on its way to the page; what it belongs to stays the same.
        return self


#: What belongs to nothing: decoration, and what is only repeated.
ARTIFACT = Element(role="Artifact")


class Leaf(NamedTuple):
    """Where a part of an element is drawn: a mark of a page or, with `annotation`, a link on it.

    `order` counts what is drawn.
    """

    order: int
    page: int
    number: int
    annotation: PDFObjectReference | None = None


def write_tree(
    document: PDFDocument,
    structure: Element,
    *,
    leaves: Mapping[Element, Sequence[Leaf]],
    boxes: Mapping[Element, Sequence[float]],
    marked: Sequence[Sequence[Element]],
    linked: Sequence[tuple[Element, PDFDictionary]],
) -> None:
    """Write the elements below `structure` that have leaves into the document.

    `boxes` are the places of pictures, `marked` the elements of the marks of each page in the order
    of their numbers, `linked` the elements of the annotations of all pages.
    """
    root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    root_reference = document.Reference(root)
    tree = _Tree(document, leaves, boxes)
    root["K"] = tree.written(structure, root_reference)
    parents: list[Any] = []
    for number, (page, elements) in enumerate(zip(document.Pages.pages, marked, strict=True)):
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")
        parents += [number, PDFArray([tree.references[element] for element in elements])]
    for number, (element, annotation) in enumerate(linked, start=len(marked)):
        annotation["StructParent"] = number
        parents += [number, tree.references[element]]
    root["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(parents)}))
    root["ParentTreeNextKey"] = len(parents) // 2
    document.Catalog.StructTreeRoot = root
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Tree:
    def __init__(
        self,
        document: PDFDocument,
        leaves: Mapping[Element, Sequence[Leaf]],
        boxes: Mapping[Element, Sequence[float]],
    ) -> None:
        self._document = document
        self._leaves = leaves
        self._boxes = boxes
        self.references: dict[Element, PDFObjectReference] = {}

    def written(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        """Add the element and what is in it to the document; return where it is."""
        written = PDFDictionary(
            {"Type": PDFName("StructElem"), "S": PDFName(element.role), "P": parent}
        )
        reference = self.references[element] = self._document.Reference(written)
        own = self._leaves.get(element, ())
        children = [child for child in element.children if self._is_shown(child, element)]
        # Texts and the elements between them follow each other as they are drawn. Elements that
        # have no text of their own keep the order of the document, wherever they are drawn.
        parts: list[tuple[int, Leaf | Element]] = [(leaf.order, leaf) for leaf in own]
        parts += [(self._begin(child) if own else 0, child) for child in children]
        page = own[0].page if own else 0
        if page:
            written["Pg"] = self._page(page)
        written["K"] = PDFArray(
            [
                self.written(part, reference)
                if isinstance(part, Element)
                else self._leaf(part, page)
                for _order, part in sorted(parts, key=lambda part: part[0])
            ]
        )
        self._describe(element, written)
        return reference

    def _is_shown(self, element: Element, parent: Element) -> bool:
        # An empty cell counts as well: without it, the others would move to other columns.
        return (
            element in self._leaves
            or (element.role in _CELLS and parent.role == "TR")
            or any(self._is_shown(child, element) for child in element.children)
        )

    def _begin(self, element: Element) -> int:
        own = self._leaves.get(element)
        if own:
            return own[0].order
        return min(map(self._begin, element.children), default=0)

    def _leaf(self, leaf: Leaf, page: int) -> Any:
        if leaf.annotation is not None:
            return PDFDictionary(
                {"Type": PDFName("OBJR"), "Obj": leaf.annotation, "Pg": self._page(leaf.page)}
            )
        if leaf.page == page:
            return leaf.number
        return PDFDictionary(
            {"Type": PDFName("MCR"), "MCID": leaf.number, "Pg": self._page(leaf.page)}
        )

    def _page(self, number: int) -> PDFObjectReference:
        return self._document.Reference(self._document.Pages.pages[number - 1])

    def _describe(self, element: Element, written: PDFDictionary) -> None:
        if element.language:
            written["Lang"] = PDFString(element.language)
        if element.role == "Figure":
            written["Alt"] = PDFString(element.spoken)
        attributes: dict[str, Any] = {}
        if element.scope:
            attributes["Scope"] = PDFName(element.scope)
        if element.columns > 1:
            attributes["ColSpan"] = element.columns
        if element.rows > 1:
            attributes["RowSpan"] = element.rows
        if attributes:
            written["A"] = PDFDictionary({"O": PDFName("Table"), **attributes})
        if element in self._boxes:
            written["A"] = PDFDictionary(
                {"O": PDFName("Layout"), "BBox": PDFArray(self._boxes[element])}
            )
