"""The fonts of the certificate: where they are, what they cover, how wide a text gets in them.

Both families are under the SIL Open Font License and come as packages: EB Garamond for name and
headings, Fira Sans (also the font of the pages) for everything small. A character that one of them
lacks is drawn in the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil
from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True, slots=True)
class CertificateFont:
    """One font file. The template asks for it by `resource`, a name that is no file anywhere."""

    resource: str
    package: str
    file: str

    @property
    def path(self) -> Path:
        """The font file inside its installed package."""
        return Path(str(files(self.package) / "files" / self.file))


# A variable font: reportlab takes its default instance, which is the regular weight.
SERIF = CertificateFont("serif.ttf", "fontpkg_eb_garamond", "EBGaramond[wght].ttf")
SANS = CertificateFont("sans.ttf", "fontpkg_fira_sans", "FiraSans-Regular.ttf")
SANS_BOLD = CertificateFont("sans-bold.ttf", "fontpkg_fira_sans", "FiraSans-Medium.ttf")
FONTS = (SERIF, SANS, SANS_BOLD)


class UncoveredCharacters(ValueError):
    """The document would need characters that its fonts cannot draw as they should be.

    `characters` are those characters, each once, in their order; a letter with an accent that has
    no character of its own is given with its accent.
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
    """Raise UncoveredCharacters unless every one of these `printable` texts can be drawn.

    Control and formatting characters count as uncovered, although fonts list some: they show
    nothing, but can turn a text around. So do accents that stay apart from their letter after
    composition, since the renderer places them without looking at the letter.
    """
    missing: dict[str, None] = {}
    for text in texts:
        for cluster in _clusters(text):
            if len(cluster) > 1 or not _is_covered(cluster):
                missing[cluster] = None
    if missing:
        raise UncoveredCharacters(tuple(missing))


def fitting_size(
    text: str, *, font: CertificateFont, width: float, sizes: tuple[int, ...], lines: int = 1
) -> int:
    """Return the first of these sizes (in points) at which the text needs at most so many lines.

    `width` is in points. Where no size is small enough, the last one is returned.
    """
    for size in sizes:
        needed = _broken(text, font, size, width)
        if len(needed) <= lines and _widest(needed, font, size) <= width:
            return size
    return sizes[-1]


def balanced_lines(text: str, *, font: CertificateFont, width: float, size: int) -> tuple[str, ...]:
    """Return the text in as few lines as it needs, none of them much shorter than the others.

    A word wider than `width` stays whole: where it breaks is up to the renderer.
    """
    lines = _broken(text, font, size, width)
    narrowest, widest = width / len(lines), width
    while widest - narrowest > 1:
        middle = (narrowest + widest) / 2
        tried = _broken(text, font, size, middle)
        if len(tried) <= len(lines) and _widest(tried, font, size) <= middle:
            lines, widest = tried, middle
        else:
            narrowest = middle
    return tuple(lines)


def line_count(text: str, *, font: CertificateFont, width: float, size: float) -> int:
    """Return how many lines the text needs; a word wider than `width` is broken anywhere."""
    loaded = _loaded(font)
    return sum(
        max(1, ceil(loaded.stringWidth(line, size) / width))
        for line in _broken(text, font, size, width)
    )


def _broken(text: str, font: CertificateFont, size: int, width: float) -> list[str]:
    return simpleSplit(text, _loaded(font).fontName, size, width)


def _widest(lines: list[str], font: CertificateFont, size: int) -> float:
    return max(_loaded(font).stringWidth(line, size) for line in lines)


@cache
def _loaded(font: CertificateFont) -> TTFont:
    # Under a name of our own: xhtml2pdf registers the same file under names that it chooses.
    loaded = TTFont(f"certificate-measure-{font.resource}", str(font.path))
    registerFont(loaded)
    return loaded


@cache
def _covered() -> frozenset[int]:
    # Text may be set in the bold weight as well as in the regular one.
    return frozenset(
        set(_loaded(SERIF).face.charToGlyph)
        | (set(_loaded(SANS).face.charToGlyph) & set(_loaded(SANS_BOLD).face.charToGlyph))
    )


def _is_covered(character: str) -> bool:
    return ord(character) in _covered() and unicodedata.category(character)[0] not in "CM"


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character).startswith("M"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
