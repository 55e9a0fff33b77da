"""A font of reportlab that can draw several glyphs, each in its place, as one letter.

reportlab draws one glyph for one character, side by side, and whoever uses it measures and breaks
lines by characters. So a cluster of glyphs is given a character of its own that stands in for it:
one letter in the font that is embedded, made of the glyphs of the cluster. What is read from the
document is the text of the cluster, not the stand-in.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.pdfbase.ttfonts import TTFNameBytes, TTFont, TTFontFace

from certificates.printing.shaping import Cluster, PlacedGlyph

# Characters that nobody writes: for private use, and those of scripts from right to left that no
# font here has, so that lines are put in order as if the letters themselves stood there.
_LEFT_TO_RIGHT = tuple(range(0xF0000, 0xF0C00))
_RIGHT_TO_LEFT = tuple(
    code
    for block in (range(0x10800, 0x11000), range(0x1E800, 0x1F000))
    for code in block
    if unicodedata.bidirectional(chr(code)) == "R" and unicodedata.category(chr(code)) == "Lo"
)
# They part a text from what is around it and draw nothing.
ISOLATES = ("\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")

# Flags of a part of a composite glyph (OpenType, table glyf).
_WORDS_THAT_ARE_OFFSETS = 0x0001 | 0x0002
_MORE_PARTS = 0x0020
# Entries of the table maxp that the added glyphs raise.
_MOST_POINTS_IN_COMPOSITE, _MOST_CONTOURS_IN_COMPOSITE, _MOST_PARTS, _DEEPEST = 10, 12, 28, 30


# As high and as low as EB Garamond reaches. Noto and Amiri leave room for what no name has, and
# their lines would stand apart from the others.
_HIGHEST, _LOWEST = 1007, -298


class OutOfStandIns(RuntimeError):
    """No character is left to stand in for another cluster of this font."""


class ClusterFont(TTFont):
    """A TrueType font with room for clusters. Safe to use in several threads."""

    def __init__(self, name: str, data: bytes, *, face_name: str) -> None:
        """Read the font from `data`; documents call it `name`, readers of them `face_name`."""
        # Only what is drawn is embedded, not all of ASCII besides: half the size, half the work.
        super().__init__(name, BytesIO(data), asciiReadable=False, shapable=False)
        self.face = _ClusterFace(self.face, face_name)
        # What a line of this font takes; readers of the document are told what the font says.
        self.ascent = min(self.face.ascent, _HIGHEST)
        self.descent = max(self.face.descent, _LOWEST)
        self._lock = Lock()
        self._stand_ins: dict[Cluster, str] = {}
        self._texts: dict[int, str] = {}
        self._free = {False: iter(_LEFT_TO_RIGHT), True: iter(_RIGHT_TO_LEFT)}

    def stand_in(self, cluster: Cluster, *, is_right_to_left: bool) -> str:
        """Return the character that draws the cluster. Raises OutOfStandIns."""
        found = self._stand_ins.get(cluster)
        if found:
            return found
        with self._lock:
            if cluster not in self._stand_ins:
                code = next(self._free[is_right_to_left], None)
                if code is None:
                    raise OutOfStandIns(self.fontName)
                # Readers put a line in order character by character: what is drawn from right to
                # left is turned around, and so are the characters within a letter.
                said = cluster.text[::-1] if is_right_to_left else cluster.text
                self._texts[code] = said
                self.face.add(code, cluster)
                self._stand_ins[cluster] = chr(code)
            return self._stand_ins[cluster]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - called by reportlab
        """Write the font into the document, and what each of its letters says."""
        state = self.state.get(doc)
        super().addObjects(doc)
        if state is None:
            return
        for number, subset in enumerate(state.subsets):
            font = doc.idToObject["BasicFonts"].dict[f"{state.internalName}+{number}"]
            said = {
                position: self._texts.get(code, chr(code))
                for position, code in enumerate(subset)
                if code in state.assignments
            }
            doc.idToObject[font.ToUnicode.name].content = _to_unicode(font.BaseFont, said)


class _ClusterFace(TTFontFace):
    """The tables of the font, and behind them the glyphs that were added."""

    def __init__(self, read: TTFontFace, face_name: str) -> None:
        # Not read again: a font takes 20 ms.
        vars(self).update(vars(read))
        self.name = TTFNameBytes(face_name.encode())
        self._ttf_data = bytearray(self._ttf_data)
        # Known from the start: xhtml2pdf asks a font only once what it covers.
        self.charToGlyph |= dict.fromkeys((*_LEFT_TO_RIGHT, *_RIGHT_TO_LEFT), 0)
        for control in map(ord, ISOLATES):
            self.charToGlyph[control], self.charWidths[control] = 0, 0

    def add(self, code: int, cluster: Cluster) -> None:
        """Let this character draw the cluster."""
        box, glyph = self._composite(cluster.glyphs)
        start = len(self._ttf_data) - self.get_table_pos("glyf")[0]
        self._ttf_data += glyph
        number = len(self.glyphPos)
        # A glyph reaches from its entry to the next one, so each added one has two.
        self.glyphPos += [start, start + len(glyph)]
        self.hmetrics += [(0, 0)] * (number - len(self.hmetrics))
        # What comes before a glyph may be negative; reportlab keeps it without its sign.
        self.hmetrics.append((cluster.advance, box[0] & 0xFFFF))
        self.charWidths[code] = self._pdfScale(cluster.advance)
        self.charToGlyph[code] = number

    def get_table(self, tag: str) -> bytes:
        """Return a table of the font; the one of the glyphs with those that were added."""
        start, length = self.get_table_pos(tag)
        if tag == "glyf":
            return bytes(self._ttf_data[start:])
        table = self._ttf_data[start : start + length]
        if tag == "maxp":
            for entry, least in (
                (_MOST_POINTS_IN_COMPOSITE, 2000),
                (_MOST_CONTOURS_IN_COMPOSITE, 200),
                (_MOST_PARTS, 16),
                (_DEEPEST, 4),
            ):
                stored = struct.unpack_from(">H", table, entry)[0]
                struct.pack_into(">H", table, entry, max(stored, least))
        return bytes(table)

    def _composite(self, glyphs: Sequence[PlacedGlyph]) -> tuple[tuple[int, ...], bytes]:
        """The box around these glyphs and the glyph that is made of them."""
        shown = [(placed, box) for placed in glyphs if (box := self._box(placed))]
        if not shown:
            return (0, 0, 0, 0), b""
        boxes = [box for _, box in shown]
        around = (
            *(min(box[side] for box in boxes) for side in (0, 1)),
            *(max(box[side] for box in boxes) for side in (2, 3)),
        )
        glyph = bytearray(struct.pack(">5h", -1, *around))
        for left, (placed, _) in zip(reversed(range(len(shown))), shown, strict=True):
            flags = _WORDS_THAT_ARE_OFFSETS | (_MORE_PARTS if left else 0)
            glyph += struct.pack(">HHhh", flags, placed.glyph, placed.x, placed.y)
        return around, bytes(glyph)

    def _box(self, placed: PlacedGlyph) -> tuple[int, int, int, int] | None:
        """The box around a glyph in its place, or None where it shows nothing."""
        start, end = self.glyphPos[placed.glyph : placed.glyph + 2]
        if start == end:
            return None
        at = self.get_table_pos("glyf")[0] + start
        left, bottom, right, top = struct.unpack_from(">4h", self._ttf_data, at + 2)
        return (left + placed.x, bottom + placed.y, right + placed.x, top + placed.y)


def _to_unicode(name: str, said: Mapping[int, str]) -> str:
    """The table of a document that says what the codes of a font mean (ISO 32000-2, 9.10.3)."""
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name}-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *_entries(said),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _entries(said: Mapping[int, str]) -> Iterator[str]:
    entries = [f"<{code:02X}> <{text.encode('utf-16-be').hex()}>" for code, text in said.items()]
    # A hundred at most in one go.
    for first in range(0, len(entries), 100):
        some = entries[first : first + 100]
        yield from (f"{len(some)} beginbfchar", *some, "endbfchar")
