"""Proves of a finished PDF what a certificate promises: fonts embedded, all of it tagged. Pure.

Looked up in the file itself, whatever the drawing believes to have done: so a change of a template
or of a library cannot silently break it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, parse_content_stream

from certificates.printing.laying_out import RenderingFailed

_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"})
_OPERATORS = " ".join(["BDC", "BMC", "EMC", *_TEXT, *_PAINT])

#: A page by its place, and the number of a mark on it.
Mark = tuple[int, int]


def require_embedded_fonts(pdf: Pdf) -> None:
    """Raise RenderingFailed unless every font that a page could use is in the file."""
    missing = {
        str(font.get(Name.BaseFont, "?"))
        for page in pdf.pages
        for font in page.Resources.get(Name.Font, {}).values()
        if not _is_embedded(font)
    }
    if missing:
        raise RenderingFailed(f"fonts are not embedded: {', '.join(sorted(missing))}")


def require_tagged(pdf: Pdf) -> None:
    """Raise RenderingFailed unless everything on the pages is in the structure or decoration.

    And unless the structure speaks of what is on the pages, of nothing else, and of nothing twice.
    """
    if Name.StructTreeRoot not in pdf.Root or Name.Lang not in pdf.Root:
        raise RenderingFailed("the document has no structure or no language")
    marks = [
        (number, mark) for number, page in enumerate(pdf.pages) for mark in _marks_of(number, page)
    ]
    places = {page.objgen: number for number, page in enumerate(pdf.pages)}
    leaves = list(_leaves_of(pdf.Root.StructTreeRoot.K, places, None))
    if sorted(leaves) != sorted(set(marks)):
        odd = sorted(set(leaves) ^ set(marks)) or "parts that are named twice"
        raise RenderingFailed(f"structure and pages differ: {odd}")


def _is_embedded(font: Object) -> bool:
    parts = font.get(Name.DescendantFonts, Array([font]))
    return all(
        any(
            key in part.get(Name.FontDescriptor, {})
            for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        for part in parts
    )


def _marks_of(number: int, page: Page) -> Iterator[int]:
    """The numbers of the marks of a page. Raises RenderingFailed for what stands outside of one."""
    depth = 0
    for operands, operator in parse_content_stream(page, operators=_OPERATORS):
        name = str(operator)
        if name == "EMC":
            depth -= 1
        elif name == "BMC":
            depth += 1
        elif name == "BDC":
            depth += 1
            yield int(operands[1].MCID)
        elif not depth and (name in _PAINT or any(_says_something(each) for each in operands)):
            raise RenderingFailed(f"page {number + 1} has content without a tag: {name}")
    if depth:
        raise RenderingFailed(f"page {number + 1} has a mark that does not end")


def _says_something(operand: Object) -> bool:
    if isinstance(operand, Array):
        return any(_says_something(each) for each in operand)
    return bool(bytes(operand)) if isinstance(operand, Object) else False


def _leaves_of(
    part: Object, places: dict[tuple[int, int], int], page: Object | None
) -> Iterator[Mark]:
    """The marks that the structure from here on speaks of."""
    if isinstance(part, Array):
        for each in part:
            yield from _leaves_of(each, places, page)
    elif not isinstance(part, Dictionary):
        yield places[page.objgen], int(part)
    elif Name.MCID in part:
        yield places[part.Pg.objgen], int(part.MCID)
    elif part.get(Name.Type) == Name.StructElem:
        yield from _leaves_of(part.get(Name.K, Array()), places, part.get(Name.Pg))
