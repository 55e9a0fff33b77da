"""Which glyphs of a font stand for a text, and where they go: asked of HarfBuzz. Pure.

A text is shaped in pieces that run in one direction. What comes back are clusters: the characters
that belong together and the glyphs drawn for them, an accent placed on its letter, an Arabic letter
joined to its neighbours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import uharfbuzz

ZERO_WIDTH_NON_JOINER = "\u200c"
# More accents on one letter than any name has would run into the lines above and below.
MOST_MARKS = 4
# Drawn as nothing or as a box, although fonts list some of them.
_NEVER_DRAWN = frozenset("\u034f\u2800\ufffc\ufffd\u3164\uffa0\u115f\u1160")
_MARK_CLASS = 3  # of a glyph, in the table GDEF of a font
# Plain text is set without kerning and ligatures, so the words beside it are, too.
_LEFT_TO_RIGHT = {"kern": False, "liga": False, "clig": False, "calt": False}
# Where one accent covers so much of the other's height, they are drawn into each other.
_MOST_OVERLAP = 0.4


class PlacedGlyph(NamedTuple):
    """A glyph of a font and where its origin goes in the cluster, in font units."""

    glyph: int
    x: int
    y: int


class _Drawn(NamedTuple):
    """A glyph as HarfBuzz gives it: moved from where the one before it ended."""

    glyph: int
    x: int
    y: int
    advance: int


class Cluster(NamedTuple):
    """Characters that belong together, what is drawn for them, and how far the next one is.

    `is_plain` says that it is one character with its own glyph in its own place and width.
    """

    text: str
    glyphs: tuple[PlacedGlyph, ...]
    advance: int
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word that runs in one direction."""

    text: str
    is_right_to_left: bool


def pieces_of(word: str) -> tuple[Piece, ...]:
    """Part a word where its direction changes; accents stay with their letters."""
    pieces: list[Piece] = []
    for character in word:
        previous = pieces[-1] if pieces else None
        if previous and (is_mark(character) or character == ZERO_WIDTH_NON_JOINER):
            turned = previous.is_right_to_left
        else:
            turned = is_right_to_left(character)
        if previous and previous.is_right_to_left == turned:
            pieces[-1] = Piece(previous.text + character, turned)
        else:
            pieces.append(Piece(character, turned))
    return tuple(pieces)


def letters_of(text: str) -> tuple[str, ...]:
    """Every character of a text together with the accents that follow it."""
    letters: list[str] = []
    for character in text:
        if letters and is_mark(character):
            letters[-1] += character
        else:
            letters.append(character)
    return tuple(letters)


def is_mark(character: str) -> bool:
    """Whether this belongs to the letter before it."""
    return unicodedata.category(character).startswith("M")


def is_right_to_left(character: str) -> bool:
    """Whether this is a letter of a script that runs from right to left."""
    return unicodedata.bidirectional(character) in ("R", "AL")


def is_drawable(character: str) -> bool:
    """Whether this can be drawn at all: not if it is invisible, unknown or turns text."""
    return (
        unicodedata.category(character) not in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
        and character not in _NEVER_DRAWN
        and "VARIATION SELECTOR" not in unicodedata.name(character, "")
    )


class Typeface:
    """A font as HarfBuzz sees it: what it covers and how it draws a piece of a text."""

    def __init__(self, data: bytes) -> None:
        """`data` is the font file. What is not in its default style must be pinned before."""
        self._face = uharfbuzz.Face(uharfbuzz.Blob(data))
        self._font = uharfbuzz.Font(self._face)
        # Names come again and again while a certificate is measured and set.
        self._shaped = lru_cache(maxsize=256)(self._shape)

    @property
    def units_per_em(self) -> int:
        """How many font units make one em."""
        return self._face.upem

    def plain_characters(self) -> frozenset[str]:
        """The characters that need no shaping: each is drawn as its own glyph in its own place."""
        return frozenset(
            character
            for character in map(chr, self._face.unicodes)
            if is_drawable(character)
            and not is_mark(character)
            and not is_right_to_left(character)
            and character != "\N{NO-BREAK SPACE}"
        )

    def clusters(self, piece: Piece) -> tuple[Cluster, ...] | None:
        """Return what is drawn for the piece, in the order in which it is read.

        None where this font cannot draw it right: a character without a glyph, an accent that
        finds no place on its letter, or one that must never be drawn.
        """
        return self._shaped(piece)

    def _shape(self, piece: Piece) -> tuple[Cluster, ...] | None:
        if not _is_well_formed(piece):
            return None
        buffer = uharfbuzz.Buffer()
        buffer.add_str(piece.text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if piece.is_right_to_left else "ltr"
        uharfbuzz.shape(self._font, buffer, None if piece.is_right_to_left else _LEFT_TO_RIGHT)
        drawn: dict[int, list[_Drawn]] = {}
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            drawn.setdefault(info.cluster, []).append(
                _Drawn(info.codepoint, position.x_offset, position.y_offset, position.x_advance)
            )
        starts = sorted(drawn)
        texts = [
            piece.text[start:end]
            for start, end in zip(starts, [*starts[1:], len(piece.text)], strict=True)
        ]
        clusters = []
        for start, text in zip(starts, texts, strict=True):
            if not self._is_right(text, drawn[start]):
                return None
            clusters.append(self._cluster(text, drawn[start]))
        return tuple(_without_joiners(clusters))

    def _cluster(self, text: str, drawn: list[_Drawn]) -> Cluster:
        glyphs, reached = [], 0
        for each in drawn:
            glyphs.append(PlacedGlyph(each.glyph, reached + each.x, each.y))
            reached += each.advance
        nominal = self._font.get_nominal_glyph(ord(text)) if len(text) == 1 else None
        is_plain = (
            nominal is not None
            and glyphs == [PlacedGlyph(nominal, 0, 0)]
            and reached == self._font.get_glyph_h_advance(nominal)
            and not is_right_to_left(text)
        )
        return Cluster(text, tuple(glyphs), reached, is_plain)

    def _is_right(self, text: str, drawn: list[_Drawn]) -> bool:
        """Whether no glyph is missing and every accent is where it belongs."""
        if any(each.glyph == 0 for each in drawn):
            return False
        own = {self._font.get_nominal_glyph(ord(mark)) for mark in text if is_mark(mark)}
        if not own:
            return True
        marks, reached = [], 0
        for each in drawn:
            if self._face.get_layout_glyph_class(each.glyph) == _MARK_CLASS:
                # Without an anchor it stays where it was, beside the letter or upon it.
                if each.x == each.y == 0:
                    return False
                marks.append(PlacedGlyph(each.glyph, reached + each.x, each.y))
            elif each.glyph in own:
                return False
            reached += each.advance
        return is_right_to_left(text[0]) or self._are_apart(marks)

    def _are_apart(self, marks: list[PlacedGlyph]) -> bool:
        return all(
            _overlap(self._vertical(one), self._vertical(other)) < _MOST_OVERLAP
            for one, other in combinations(marks, 2)
        )

    def _vertical(self, placed: PlacedGlyph) -> tuple[int, int]:
        extents = self._font.get_glyph_extents(placed.glyph)
        top = placed.y + extents.y_bearing
        return top + extents.height, top


def pinned(data: bytes, weight: int) -> bytes:
    """Return a variable font in one weight, with all its glyphs under their numbers."""
    face = uharfbuzz.Face(uharfbuzz.Blob(data))
    wanted = uharfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    wanted.pin_axis_location(face, "wght", weight)
    return uharfbuzz.subset(face, wanted).blob.data


def _is_well_formed(piece: Piece) -> bool:
    text = piece.text
    if is_mark(text[0]) or any(len(letter) > 1 + MOST_MARKS for letter in letters_of(text)):
        return False
    for index, character in enumerate(text):
        if character == ZERO_WIDTH_NON_JOINER:
            # Persian parts the joined letters of a word with it; elsewhere it hides things.
            inside = piece.is_right_to_left and 0 < index < len(text) - 1
            if not inside or text[index - 1] == ZERO_WIDTH_NON_JOINER:
                return False
        elif not is_drawable(character):
            return False
    return True


def _without_joiners(clusters: list[Cluster]) -> Iterator[Cluster]:
    """What is not drawn goes with the letter before it."""
    for index, cluster in enumerate(clusters):
        following = clusters[index + 1] if index + 1 < len(clusters) else None
        if cluster.text == ZERO_WIDTH_NON_JOINER:
            continue
        if following and following.text == ZERO_WIDTH_NON_JOINER:
            yield cluster._replace(text=cluster.text + following.text)
        else:
            yield cluster


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How much of the lower of two heights lies beside the other."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    least = min(one[1] - one[0], other[1] - other[0])
    return common / least if least > 0 else 0
