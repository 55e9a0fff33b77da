"""Reads a tagged PDF as a screen reader gets it: with PDFium, which is also in Chromium."""

import ctypes
from collections import defaultdict
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as pdfium


def read_aloud(pdf: bytes, page: int = 0) -> list[str]:
    """The structure of a page (from 0), a line for each element, indented, with what it says.

    Texts are in quotes, alternative texts in brackets, languages after @.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        shown = document[page]
        said = _texts_by_mark(shown)
        tree = pdfium.FPDF_StructTree_GetForPage(shown)
        try:
            lines: list[str] = []
            for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                _read(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), said, 0, lines)
            return lines
        finally:
            pdfium.FPDF_StructTree_Close(tree)
    finally:
        document.close()


def _read(element: object, said: dict[int, str], depth: int, lines: list[str]) -> None:
    line = "  " * depth + _text(pdfium.FPDF_StructElement_GetType, element)
    language = _text(pdfium.FPDF_StructElement_GetLang, element)
    alternative = _text(pdfium.FPDF_StructElement_GetAltText, element)
    texts: list[str] = []
    children = []
    for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            children.append(child)
            continue
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mark >= 0 and said.get(mark):
            texts.append(said[mark])
    line += f" @{language}" if language else ""
    line += f" [{alternative}]" if alternative else ""
    line += f' "{" ".join(texts)}"' if texts else ""
    lines.append(line)
    for child in children:
        _read(child, said, depth + 1, lines)


def _texts_by_mark(page: pypdfium2.PdfPage) -> dict[int, str]:
    texts: defaultdict[int, str] = defaultdict(str)
    text_page = page.get_textpage()
    for shown in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(shown)
        texts[mark] += _text(pdfium.FPDFTextObj_GetText, shown, text_page, unit=pdfium.FPDF_WCHAR)
    return {mark: " ".join(text.split()) for mark, text in texts.items()}


def _text(get: Callable[..., int], *what: object, unit: type | None = None) -> str:
    size = get(*what, None, 0)
    if not size:
        return ""
    buffer = ctypes.create_string_buffer(size)
    target = ctypes.cast(buffer, ctypes.POINTER(unit)) if unit else buffer
    get(*what, target, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
