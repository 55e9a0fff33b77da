"""The fonts that a certificate can use, where they are, and how reportlab and xhtml2pdf know them.

All are under the SIL Open Font License and come as packages: EB Garamond for name and headings,
Fira Sans (also the font of the pages) for everything small. What these cannot draw is set in Noto,
Arabic beside the serif in Amiri. Fonts are read once per process, and those besides the first
three only when a text asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from reportlab.lib.fonts import addMapping
from xhtml2pdf import default

from certificates.printing.cluster_font import ClusterFont
from certificates.printing.shaping import Typeface, pinned


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
ORDERS = {
    SERIF: (SERIF, NOTO_SERIF, SANS, NOTO_SANS, NASKH, NOTO_ARABIC),
    SERIF_BOLD: (
        SERIF_BOLD, NOTO_SERIF_BOLD, SANS_BOLD, NOTO_SANS_BOLD, NASKH_BOLD, NOTO_ARABIC_BOLD,
    ),
    SANS: (SANS, NOTO_SANS, SERIF, NOTO_SERIF, NOTO_ARABIC, NASKH),
    SANS_BOLD: (
        SANS_BOLD, NOTO_SANS_BOLD, SERIF_BOLD, NOTO_SERIF_BOLD, NOTO_ARABIC_BOLD, NASKH_BOLD,
    ),
}  # fmt: skip
ARABIC = frozenset({NASKH, NASKH_BOLD, NOTO_ARABIC, NOTO_ARABIC_BOLD})
# What the template sets text in.
SET_IN = (SERIF, SANS, SANS_BOLD)
FONTS = tuple(dict.fromkeys((*SET_IN, *(font for order in ORDERS.values() for font in order))))


@cache
def register_fonts() -> None:
    """Let reportlab and xhtml2pdf know the families `serif` and `sans`, the latter also in bold.

    Once per process; what a document declares with @font-face is read for each document anew.
    """
    for font in SET_IN:
        current(font)
    for weight, font in enumerate((SANS, SANS_BOLD)):
        for slant in (0, 1):
            addMapping(SANS.family, weight, slant, current(font).font.fontName)


@cache
def font_data(font: CertificateFont) -> bytes:
    """The font file, in the font's weight."""
    data = font.path.read_bytes()
    return pinned(data, font.weight) if font.weight else data


@cache
def typeface(font: CertificateFont) -> Typeface:
    """The font as HarfBuzz sees it."""
    return Typeface(font_data(font))


@cache
def plain_characters(font: CertificateFont) -> frozenset[str]:
    """The characters that the font draws without being asked how."""
    return typeface(font).plain_characters()


class Registered(NamedTuple):
    """A font of reportlab and the family by which xhtml2pdf finds it."""

    family: str
    font: ClusterFont


_registered: dict[CertificateFont, list[Registered]] = {}
_registering = Lock()


def current(font: CertificateFont) -> Registered:
    """The font as reportlab and xhtml2pdf have it now."""
    with _registering:
        if font not in _registered:
            _registered[font] = [_register(font, 1)]
        return _registered[font][-1]


def renewed(full: Registered, font: CertificateFont) -> Registered:
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


def _register(font: CertificateFont, number: int) -> Registered:
    again = f"--{number}" if number > 1 else ""
    family = font.family + again
    # The names that xhtml2pdf gives fonts: a document that declares `sans` gets these.
    name = "sans_10" if family == SANS_BOLD.family else f"{family}_00"
    loaded = ClusterFont(name, font_data(font), face_name=font.face_name + again)
    loaded.register()
    for weight in (0, 1):
        for slant in (0, 1):
            addMapping(family, weight, slant, loaded.fontName)
    default.DEFAULT_FONT[family] = family
    return Registered(family, loaded)


def _forget(registered: Registered) -> None:
    default.DEFAULT_FONT.pop(registered.family, None)
    registered.font.unregister()
