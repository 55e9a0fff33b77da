"""The shapes of letters: as they stand in a PDF, and as HarfBuzz draws them from a font file."""

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import uharfbuzz
from pypdf import PdfReader
from pypdf.generic import ContentStream

#: A contour: its commands with their points, in half font units from the start of the line, since
#: what lies between two points of a file lies on a half.
Contour = tuple[tuple[str, int, int], ...]


def outlines_in_pdf(pdf: bytes) -> list[list[Contour]]:
    """For each line of text of a document, the contours that are drawn, whatever their order."""
    reader = PdfReader(BytesIO(pdf))
    return [
        sorted(contours)
        for page in reader.pages
        for contours in _lines(page["/Resources"]["/Font"], page.get_contents(), reader)
    ]


def outlines_of(
    font_file: bytes, text: str, features: dict[str, bool] | None = None
) -> list[Contour]:
    """The contours of a text of one direction, shaped with this font."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font_file)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, features)
    contours, reached = [], 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        at = (reached + position.x_offset, position.y_offset)
        contours += _contours(font, info.codepoint, at)
        reached += position.x_advance
    return sorted(contours)


def _lines(fonts: Any, contents: Any, reader: PdfReader) -> Iterator[list[Contour]]:
    contours: list[Contour] = []
    reached, current = 0, None
    loaded = {name: _Embedded(font.get_object()) for name, font in fonts.items()}
    for operands, operator in ContentStream(contents, reader).operations:
        if operator == b"Tf":
            current = loaded[operands[0]]
        elif operator == b"Tj":
            for code in _codes(operands[0]):
                contours += _contours(current.font, current.glyphs[code], (reached, 0))
                reached += current.widths[code]
        elif operator in (b"T*", b"ET") and contours:
            yield contours
            contours, reached = [], 0


class _Embedded:
    def __init__(self, font: Any) -> None:
        data = font["/FontDescriptor"]["/FontFile2"].get_data()
        face = uharfbuzz.Face(uharfbuzz.Blob(data))
        self.font = uharfbuzz.Font(face)
        table = bytes(face.reference_table("cmap").data)
        # One table of format 6: a glyph for each code from 0 on (OpenType, table cmap).
        (count,) = struct.unpack_from(">H", table, 20)
        self.glyphs = struct.unpack_from(f">{count}H", table, 22)
        self.widths = [int(width) for width in font["/Widths"]]


def _codes(shown: Any) -> Sequence[int]:
    return shown if isinstance(shown, bytes) else shown.original_bytes


def _contours(font: uharfbuzz.Font, glyph: int, at: tuple[int, int]) -> list[Contour]:
    contours: list[list[tuple[str, int, int]]] = []

    def add(command: str, *points: float) -> None:
        for x, y in zip(points[::2], points[1::2], strict=True):
            contours[-1].append((command, round(2 * x) + 2 * at[0], round(2 * y) + 2 * at[1]))

    def move(x: float, y: float, _: object) -> None:
        contours.append([])
        add("m", x, y)

    draw = uharfbuzz.DrawFuncs()
    draw.set_move_to_func(move)
    draw.set_line_to_func(lambda x, y, _: add("l", x, y))
    draw.set_quadratic_to_func(lambda cx, cy, x, y, _: add("q", cx, cy, x, y))
    draw.set_cubic_to_func(lambda *points: add("c", *points[:-1]))
    draw.set_close_path_func(lambda _: None)
    font.draw_glyph(glyph, draw)
    return [tuple(contour) for contour in contours]
