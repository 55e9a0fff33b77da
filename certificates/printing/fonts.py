"""The texts of the certificate: what can be printed, in which fonts, and how wide it gets.

A text that the font of its place cannot draw is set in another one: all of it in that font's
companion where this has it, else word by word, so that no word is a mixture if one font has it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from math import ceil
from typing import NamedTuple

from markupsafe import Markup, escape

from certificates.printing.cluster_font import ISOLATES, ClusterFont, OutOfStandIns
from certificates.printing.faces import (
    ARABIC,
    FONTS,
    ORDERS,
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    SET_IN,
    CertificateFont,
    current,
    plain_characters,
    register_fonts,
    renewed,
    typeface,
)
from certificates.printing.shaping import (
    Cluster,
    Piece,
    is_right_to_left,
    letters_of,
    pieces_of,
)

__all__ = [
    "FONTS",
    "SANS",
    "SANS_BOLD",
    "SERIF",
    "CertificateFont",
    "Run",
    "UncoveredCharacters",
    "balanced_lines",
    "fitting_size",
    "line_count",
    "line_height",
    "printable",
    "register_fonts",
    "require_coverage",
    "runs_of",
    "set_text",
]


class Run(NamedTuple):
    """A part of a text that is set in one font.

    `drawn` is what to write instead of `text` so that it is drawn right; mostly the same.
    """

    text: str
    family: str
    drawn: str


class UncoveredCharacters(ValueError):
    """The document would need characters that its fonts cannot draw as they should be.

    `characters` are those characters, each once, in their order; a letter whose accent finds no
    place on it is given with its accent.
    """

    def __init__(self, characters: tuple[str, ...]) -> None:
        named = ", ".join(
            f"{character!r} ({' '.join(f'U+{ord(point):04X}' for point in character)})"
            for character in characters
        )
        super().__init__(f"no font of the certificate covers {named}")
        self.characters = characters


def printable(text: str) -> str:
    """Return text as it is printed: composed characters, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\N{SOFT HYPHEN}", "").split())


def require_coverage(texts: Iterable[str]) -> None:
    """Raise UncoveredCharacters unless every one of these `printable` texts can be drawn right.

    Control and formatting characters count as uncovered, although fonts list some: they show
    nothing, but can turn a text around. So does an accent that a font has, but no place for it on
    that letter.
    """
    missing: dict[str, None] = {}
    for text in texts:
        if not _plain_everywhere().issuperset(text):
            for font in SET_IN:
                missing.update(dict.fromkeys(_uncovered(text, font)))
    if missing:
        raise UncoveredCharacters(tuple(missing))


def runs_of(text: str, *, serif: bool, bold: bool = False) -> tuple[Run, ...]:
    """Part a `printable` text into runs, each in a font that draws all of it right.

    The first choice is EB Garamond or Fira Sans. Raises UncoveredCharacters where no font does.
    """
    first = _first_choice(serif=serif, bold=bold)
    if plain_characters(first).issuperset(text):
        return (Run(text, first.family, text),) if text else ()
    uncovered = _uncovered(text, first)
    if uncovered:
        raise UncoveredCharacters(uncovered)
    drawn = (_drawn(part) for part in _parts(text, first))
    return tuple(
        Run("".join(run.text for run in runs), family, "".join(run.drawn for run in runs))
        for family, runs in (
            (family, list(group)) for family, group in groupby(drawn, lambda run: run.family)
        )
    )


def set_text(text: str, *, serif: bool, bold: bool = False) -> Markup:
    """Return the markup that draws a `printable` text right, everything in it escaped.

    Call `register_fonts` before the document is laid out. Raises UncoveredCharacters.
    """
    first = _first_choice(serif=serif, bold=bold)
    if plain_characters(first).issuperset(text):
        return escape(text)
    runs = runs_of(text, serif=serif, bold=bold)
    opened, closed = _isolation(text)
    drawn = [run.drawn for run in runs]
    drawn[0] = opened + drawn[0]
    drawn[-1] += closed
    markup = Markup().join(
        escape(run.text)
        if is_drawn == run.text and run.family == first.family
        else Markup('<span style="font-family: {}">{}</span>').format(run.family, is_drawn)
        for run, is_drawn in zip(runs, drawn, strict=True)
    )
    # For whoever is read to: what runs from the right is drawn the other way round.
    return Markup('<bdi title="{}">{}</bdi>').format(text, markup) if opened else markup


def fitting_size(
    text: str, *, font: CertificateFont, width: float, sizes: tuple[float, ...], lines: int = 1
) -> float:
    """Return the first of these sizes (in points) at which the text needs at most so many lines.

    `width` is in points. Where no size is small enough, the last one is returned.
    """
    words, space = _measured(text, font)
    for size in sizes:
        needed = _broken(words, space, width / size)
        if len(needed) <= lines and max(line.width for line in needed) <= width / size:
            return size
    return sizes[-1]


def balanced_lines(
    text: str, *, font: CertificateFont, width: float, size: float
) -> tuple[str, ...]:
    """Return the text in as few lines as it needs, none of them much shorter than the others.

    A word wider than `width` stays whole: where it breaks is up to the renderer.
    """
    words, space = _measured(text, font)
    lines = _broken(words, space, width / size)
    narrowest, widest = width / size / len(lines), width / size
    while widest - narrowest > 1 / size:
        middle = (narrowest + widest) / 2
        tried = _broken(words, space, middle)
        if len(tried) <= len(lines) and max(line.width for line in tried) <= middle:
            lines, widest = tried, middle
        else:
            narrowest = middle
    return tuple(line.text for line in lines)


def line_count(text: str, *, font: CertificateFont, width: float, size: float) -> int:
    """Return how many lines the text needs; a word wider than `width` is broken anywhere."""
    words, space = _measured(text, font)
    lines = _broken(words, space, width / size)
    return sum(max(1, ceil(line.width * size / width)) for line in lines)


def line_height(*, font: CertificateFont, size: float, leading: float) -> float:
    """Return how high xhtml2pdf sets a line of this size (in points) and leading.

    It puts five sixths of the leading above the base line and the rest below, and more where the
    letters of the font need more.
    """
    loaded = current(font).font
    above = max(leading * 5 / 6, loaded.ascent * size / 1000)
    return above + max(leading / 6, -loaded.descent * size / 1000)


# --- which font draws what -----------------------------------------------------------------------


class _Part(NamedTuple):
    """A piece of a text and what one font draws for it; None where no font can."""

    piece: Piece
    font: CertificateFont
    clusters: tuple[Cluster, ...] | None


def _first_choice(*, serif: bool, bold: bool) -> CertificateFont:
    if serif:
        return SERIF_BOLD if bold else SERIF
    return SANS_BOLD if bold else SANS


def _uncovered(text: str, first: CertificateFont) -> tuple[str, ...]:
    parts = _parts(text, first)
    return tuple(dict.fromkeys(part.piece.text for part in parts if part.clusters is None))


def _parts(text: str, first: CertificateFont) -> Iterator[_Part]:
    """Every piece of the text with the font that draws it; spaces stay in the font before them.

    One font for all that runs from left to right where the first or its companion can, so that
    the words of a name look alike.
    """
    words = [tuple(group) for _, group in groupby(text, lambda character: character == " ")]
    pieces = [piece for word in words for piece in pieces_of("".join(word))]
    order = ORDERS[first]
    for font in order[:2]:
        drawn = (typeface(font).clusters(each) for each in pieces if not each.is_right_to_left)
        if None not in drawn:
            order = (font,)
            break
    turned = tuple(font for font in ORDERS[first] if font in ARABIC)
    font = order[0]
    for piece in pieces:
        if piece.text.isspace():
            yield _Part(piece, font, typeface(font).clusters(piece))
            continue
        for part in _chosen(piece, turned if piece.is_right_to_left else order):
            font = part.font
            yield part


def _chosen(piece: Piece, order: tuple[CertificateFont, ...]) -> Iterator[_Part]:
    """The piece in the first font that draws all of it, or else every letter in one that can."""
    for font in order:
        clusters = typeface(font).clusters(piece)
        if clusters is not None:
            yield _Part(piece, font, clusters)
            return
    letters = [Piece(letter, piece.is_right_to_left) for letter in letters_of(piece.text)]
    if len(letters) == 1:
        yield _Part(piece, order[0], None)
        return
    parts = [part for letter in letters for part in _chosen(letter, order)]
    if piece.is_right_to_left:
        # Its letters are joined: they can only be drawn together.
        parts = [part for part in parts if part.clusters is None] or [_Part(piece, order[0], None)]
    yield from parts


@cache
def _plain_everywhere() -> frozenset[str]:
    return frozenset.intersection(*(plain_characters(font) for font in SET_IN))


# --- what is drawn -------------------------------------------------------------------------------


def _drawn(part: _Part) -> Run:
    registered = current(part.font)
    if all(cluster.is_plain for cluster in part.clusters or ()):
        # Always in the first one, which is never forgotten.
        return Run(part.piece.text, part.font.family, part.piece.text)
    try:
        drawn = _with_stand_ins(part, registered.font)
    except OutOfStandIns:
        registered = renewed(registered, part.font)
        drawn = _with_stand_ins(part, registered.font)
    return Run(part.piece.text, registered.family, drawn)


def _with_stand_ins(part: _Part, font: ClusterFont) -> str:
    return "".join(
        cluster.text
        if cluster.is_plain
        else font.stand_in(cluster, is_right_to_left=part.piece.is_right_to_left)
        for cluster in part.clusters or ()
    )


def _isolation(text: str) -> tuple[str, str]:
    """What parts a text with letters from right to left from the text around it, else nothing."""
    turned = [is_right_to_left(character) for character in text]
    if not any(turned):
        return "", ""
    strong = (
        is_right_to_left(character)
        for character in text
        if unicodedata.bidirectional(character) in ("L", "R", "AL")
    )
    left_to_right, right_to_left, end = ISOLATES
    return (right_to_left if next(strong) else left_to_right), end


# --- how wide it gets ----------------------------------------------------------------------------


class _Line(NamedTuple):
    """A text and its width at a size of 1."""

    text: str
    width: float


def _measured(text: str, first: CertificateFont) -> tuple[list[_Line], float]:
    """The words of the text, and the widest space between them, at a size of 1."""
    if plain_characters(first).issuperset(text):
        width = current(first).font.stringWidth
        return [_Line(word, width(word, 1)) for word in text.split(" ")], width(" ", 1)
    words, space = [_Line("", 0.0)], 0.0
    for part in _parts(text, first):
        width = sum(_cluster_width(cluster, part.font) for cluster in part.clusters or ())
        if part.piece.text.isspace():
            space = max(space, width / len(part.piece.text))
            words += [_Line("", 0.0)] * len(part.piece.text)
        else:
            words[-1] = _Line(words[-1].text + part.piece.text, words[-1].width + width)
    return words, space


def _cluster_width(cluster: Cluster, font: CertificateFont) -> float:
    if cluster.is_plain:
        return current(font).font.stringWidth(cluster.text, 1)
    return cluster.advance / typeface(font).units_per_em


def _broken(words: list[_Line], space: float, width: float) -> list[_Line]:
    """The words in lines, each as long as it may be; a word that is wider has one of its own."""
    lines: list[_Line] = []
    for word in words:
        if lines and lines[-1].width + space + word.width <= width:
            last = lines.pop()
            word = _Line(f"{last.text} {word.text}", last.width + space + word.width)
        lines.append(word)
    return lines
