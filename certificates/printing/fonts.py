"""The fonts of the certificate: which text is set in which, what they cover, how wide it gets.

All are under the SIL Open Font License and come as packages: EB Garamond for name and headings,
Fira Sans (also the font of the pages) for everything small. What these cannot draw is set in Noto,
Arabic beside the serif in Amiri: word by word, so that no word is a mixture where one font has all
of it. Fonts are read once per process, and those besides the first three only when a text asks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from math import ceil
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from markupsafe import Markup, escape
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from xhtml2pdf import default

from certificates.printing.cluster_font import ISOLATES, ClusterFont, OutOfStandIns
from certificates.printing.shaping import (
    Cluster,
    Piece,
    Typeface,
    is_right_to_left,
    letters_of,
    pieces_of,
    pinned,
)


@dataclass(frozen=True, slots=True)
class CertificateFont:
    """One font in one weight.

    The template asks for it by `resource`, a name that is no file anywhere, or once
    `register_fonts` was called by its `family`. `weight` is that of a variable font, where it is
    another than its default.
    """

    resource: str
    package: str
    file: str
    face_name: str
    weight: int | None = None

    @property
    def path(self) -> Path:
        """The font file inside its installed package."""
        return Path(str(files(self.package) / "files" / self.file))

    @property
    def family(self) -> str:
        """The name by which a style sheet asks for this font in this weight."""
        return self.resource.removesuffix(".ttf")


class Run(NamedTuple):
    """A part of a text that is set in one font.

    `drawn` is what to write instead of `text` so that it is drawn right; mostly the same.
    """

    text: str
    family: str
    drawn: str


# reportlab takes the default of a variable font, which is the regular weight.
SERIF = CertificateFont(
    "serif.ttf", "fontpkg_eb_garamond", "EBGaramond[wght].ttf", "EBGaramond-Regular"
)
SERIF_BOLD = CertificateFont(
    "serif-bold.ttf", "fontpkg_eb_garamond", "EBGaramond[wght].ttf", "EBGaramond-Medium", 500
)
SANS = CertificateFont("sans.ttf", "fontpkg_fira_sans", "FiraSans-Regular.ttf", "FiraSans-Regular")
SANS_BOLD = CertificateFont(
    "sans-bold.ttf", "fontpkg_fira_sans", "FiraSans-Medium.ttf", "FiraSans-Medium"
)
NOTO_SERIF = CertificateFont(
    "noto-serif.ttf", "fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf", "NotoSerif-Regular"
)
NOTO_SERIF_BOLD = CertificateFont(
    "noto-serif-bold.ttf", "fontpkg_noto_serif", "NotoSerif[wdth,wght].ttf", "NotoSerif-Medium", 500
)
NOTO_SANS = CertificateFont(
    "noto-sans.ttf", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "NotoSans-Regular"
)
NOTO_SANS_BOLD = CertificateFont(
    "noto-sans-bold.ttf", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "NotoSans-Medium", 500
)
NASKH = CertificateFont("naskh.ttf", "fontpkg_amiri", "Amiri-Regular.ttf", "Amiri-Regular")
NASKH_BOLD = CertificateFont("naskh-bold.ttf", "fontpkg_amiri", "Amiri-Bold.ttf", "Amiri-Bold")
NOTO_ARABIC = CertificateFont(
    "noto-arabic.ttf",
    "fontpkg_noto_sans_arabic",
    "NotoSansArabic[wdth,wght].ttf",
    "NotoSansArabic-Regular",
)
NOTO_ARABIC_BOLD = CertificateFont(
    "noto-arabic-bold.ttf",
    "fontpkg_noto_sans_arabic",
    "NotoSansArabic[wdth,wght].ttf",
    "NotoSansArabic-Medium",
    500,
)

# For each font that text is set in, those that are tried in turn. The fonts of each order cover
# the same, so what can be printed does not depend on where it stands.
_ORDERS = {
    SERIF: (SERIF, NOTO_SERIF, SANS, NOTO_SANS, NASKH, NOTO_ARABIC),
    SERIF_BOLD: (
        SERIF_BOLD, NOTO_SERIF_BOLD, SANS_BOLD, NOTO_SANS_BOLD, NASKH_BOLD, NOTO_ARABIC_BOLD,
    ),
    SANS: (SANS, NOTO_SANS, SERIF, NOTO_SERIF, NOTO_ARABIC, NASKH),
    SANS_BOLD: (
        SANS_BOLD, NOTO_SANS_BOLD, SERIF_BOLD, NOTO_SERIF_BOLD, NOTO_ARABIC_BOLD, NASKH_BOLD,
    ),
}  # fmt: skip
_ARABIC = frozenset({NASKH, NASKH_BOLD, NOTO_ARABIC, NOTO_ARABIC_BOLD})
FONTS = tuple(dict.fromkeys(font for order in _ORDERS.values() for font in order))
# What the template sets text in.
_SET_IN = (SERIF, SANS, SANS_BOLD)


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
            for font in _SET_IN:
                missing.update(dict.fromkeys(_uncovered(text, font)))
    if missing:
        raise UncoveredCharacters(tuple(missing))


@cache
def register_fonts() -> None:
    """Let reportlab and xhtml2pdf know the families `serif` and `sans`, the latter also in bold.

    Once per process; what a document declares with @font-face is read for each document anew.
    """
    for font in _SET_IN:
        _current(font)
    for weight, font in enumerate((SANS, SANS_BOLD)):
        for slant in (0, 1):
            addMapping(SANS.family, weight, slant, _current(font).font.fontName)


def runs_of(text: str, *, serif: bool, bold: bool = False) -> tuple[Run, ...]:
    """Part a `printable` text into runs, each in a font that draws all of it right.

    The first choice is EB Garamond or Fira Sans. Raises UncoveredCharacters where no font does.
    """
    first = _first_choice(serif=serif, bold=bold)
    if _plain_characters(first).issuperset(text):
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
    if _plain_characters(first).issuperset(text):
        return escape(text)
    runs = runs_of(text, serif=serif, bold=bold)
    opened, closed = _isolation(text)
    markup = Markup()
    for number, run in enumerate(runs, start=1):
        drawn = (
            (opened if number == 1 else "") + run.drawn + (closed if number == len(runs) else "")
        )
        if drawn == run.text and run.family == first.family:
            markup += escape(drawn)
        else:
            markup += Markup('<span style="font-family: {}">{}</span>').format(run.family, drawn)
    return markup


def fitting_size(
    text: str, *, font: CertificateFont, width: float, sizes: tuple[float, ...], lines: int = 1
) -> float:
    """Return the first of these sizes (in points) at which the text needs at most so many lines.

    `width` is in points. Where no size is small enough, the last one is returned.
    """
    words, space = _words(text, font), _width(" ", font)
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
    words, space = _words(text, font), _width(" ", font)
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
    words, space = _words(text, font), _width(" ", font)
    lines = _broken(words, space, width / size)
    return sum(max(1, ceil(line.width * size / width)) for line in lines)


def line_height(*, font: CertificateFont, size: float, leading: float) -> float:
    """Return how high xhtml2pdf sets a line of this size (in points) and leading.

    It puts five sixths of the leading above the base line and the rest below, and more where the
    letters of the font need more.
    """
    loaded = _current(font).font
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
    order = _ORDERS[first]
    for font in order[:2]:
        drawn = (_typeface(font).clusters(each) for each in pieces if not each.is_right_to_left)
        if None not in drawn:
            order = (font,)
            break
    turned = tuple(font for font in _ORDERS[first] if font in _ARABIC)
    font = order[0]
    for piece in pieces:
        if piece.text.isspace():
            yield _Part(piece, font, _typeface(font).clusters(piece))
            continue
        for part in _chosen(piece, turned if piece.is_right_to_left else order):
            font = part.font
            yield part


def _chosen(piece: Piece, order: tuple[CertificateFont, ...]) -> Iterator[_Part]:
    """The piece in the first font that draws all of it, or else every letter in one that can."""
    for font in order:
        clusters = _typeface(font).clusters(piece)
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
def _data(font: CertificateFont) -> bytes:
    data = font.path.read_bytes()
    return pinned(data, font.weight) if font.weight else data


@cache
def _typeface(font: CertificateFont) -> Typeface:
    return Typeface(_data(font))


@cache
def _plain_characters(font: CertificateFont) -> frozenset[str]:
    return _typeface(font).plain_characters()


@cache
def _plain_everywhere() -> frozenset[str]:
    return frozenset.intersection(*(_plain_characters(font) for font in _SET_IN))


# --- what is drawn -------------------------------------------------------------------------------


class _Registered(NamedTuple):
    family: str
    font: ClusterFont


_registered: dict[CertificateFont, list[_Registered]] = {}
_registering = Lock()


def _current(font: CertificateFont) -> _Registered:
    """The font as reportlab and xhtml2pdf have it now."""
    with _registering:
        if font not in _registered:
            _registered[font] = [_register(font, 1)]
        return _registered[font][-1]


def _renewed(full: _Registered, font: CertificateFont) -> _Registered:
    """The font under another name, without clusters: no process keeps ever more of them.

    The one before stays for whoever draws with it at this moment, those before it are forgotten.
    """
    with _registering:
        known = _registered[font]
        if known[-1] is full:
            if len(known) > 2:
                _forget(known.pop(1))
            number = int(full.family.rpartition("--")[2]) + 1 if "--" in full.family else 2
            known.append(_register(font, number))
        return known[-1]


def _register(font: CertificateFont, number: int) -> _Registered:
    again = f"--{number}" if number > 1 else ""
    family = font.family + again
    # The name that xhtml2pdf gives a font of this family: a document that declares it gets ours.
    loaded = ClusterFont(f"{family}_00", _data(font), face_name=font.face_name + again)
    registerFont(loaded)
    for weight in (0, 1):
        for slant in (0, 1):
            addMapping(family, weight, slant, loaded.fontName)
    default.DEFAULT_FONT[family] = family
    return _Registered(family, loaded)


def _forget(registered: _Registered) -> None:
    default.DEFAULT_FONT.pop(registered.family, None)
    registered.font.unregister()


def _drawn(part: _Part) -> Run:
    current = _current(part.font)
    if all(cluster.is_plain for cluster in part.clusters or ()):
        # Always in the first one, which is never forgotten.
        return Run(part.piece.text, part.font.family, part.piece.text)
    try:
        drawn = _with_stand_ins(part, current.font)
    except OutOfStandIns:
        current = _renewed(current, part.font)
        drawn = _with_stand_ins(part, current.font)
    return Run(part.piece.text, current.family, drawn)


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


def _words(text: str, font: CertificateFont) -> list[_Line]:
    return [_Line(word, _width(word, font)) for word in text.split(" ")]


def _width(word: str, first: CertificateFont) -> float:
    if _plain_characters(first).issuperset(word):
        return _current(first).font.stringWidth(word, 1)
    return sum(
        _current(part.font).font.stringWidth(cluster.text, 1)
        if cluster.is_plain
        else cluster.advance / _typeface(part.font).units_per_em
        for part in _parts(word, first)
        for cluster in part.clusters or ()
    )


def _broken(words: list[_Line], space: float, width: float) -> list[_Line]:
    """The words in lines, each as long as it may be; a word that is wider has one of its own."""
    lines: list[_Line] = []
    for word in words:
        if lines and lines[-1].width + space + word.width <= width:
            last = lines.pop()
            word = _Line(f"{last.text} {word.text}", last.width + space + word.width)
        lines.append(word)
    return lines
