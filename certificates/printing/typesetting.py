"""How large and how closely a certificate is set, so that it fills one page and no more.

Everything is measured before xhtml2pdf lays it out, the way that xhtml2pdf will: a paragraph is as
high as its lines, and between the blocks are gaps. So one pass is enough.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from certificates.printing.contents import Contents
from certificates.printing.design import Design
from certificates.printing.fonts import (
    SANS,
    SANS_BOLD,
    SERIF,
    CertificateFont,
    balanced_lines,
    fitting_size,
    line_count,
)

MILLIMETRE = 72 / 25.4
# Lengths are in points, as everything here that says nothing else.
CONTENT_WIDTH = 150 * MILLIMETRE
LENGTH_WIDTH = 29 * MILLIMETRE
QR_WIDTH = 28 * MILLIMETRE
#: Between two signatures, and between the last one and the QR code.
COLUMN_GAP = 5 * MILLIMETRE
TOP_MARGIN = 24 * MILLIMETRE
_BOTTOM_MARGIN = 21 * MILLIMETRE
_HEIGHT = 297 * MILLIMETRE - TOP_MARGIN - _BOTTOM_MARGIN
_ABOVE_FOOT = 8 * MILLIMETRE
_LEAST_FLOW = 60 * MILLIMETRE
_LOGO_WIDTH, _LOGO_HEIGHT = 80 * MILLIMETRE, 20 * MILLIMETRE
#: The most that is left free above the first block of a short certificate.
_HIGHEST_TOP = 36
_RULE = 2
# In the foot: where one signs, and the gaps.
_ROOM_TO_SIGN = 36
_UNDER_RULE = 4
_BELOW_SIGNED = 12
_ABOVE_NOTICE = 5
TEXT_LEADING = 1.4
ROW_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Small:
    """How a small text is set: its size and the height of a line, in points."""

    size: float
    line: float
    font: CertificateFont = SANS


#: The small texts that are set the same on every page, by their class in the template.
SMALL = {
    "issuer": Small(12, 16.5, SANS_BOLD),
    "lead": Small(11.5, 16),
    "facts": Small(11.5, 16),
    "issued": Small(10, 13.5),
    "signatory": Small(10.5, 13.5, SANS_BOLD),
    "function": Small(8.5, 11),
    "check": Small(8.5, 11.5),
    "notice": Small(8, 11),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The large letters of a style: their font, and the sizes to try for one line, then for two."""

    font: CertificateFont
    headings: tuple[tuple[int, ...], tuple[int, ...]]
    names: tuple[tuple[int, ...], tuple[int, ...]]
    courses: tuple[tuple[int, ...], tuple[int, ...]]


STYLES = {
    "classic": Style(
        font=SERIF,
        headings=((42, 40, 38, 36, 34, 32, 30, 28), (30, 28, 26, 24, 22)),
        names=((38, 34, 30, 27, 24), (26, 22, 18)),
        courses=((24, 21, 19), (21, 18, 15)),
    ),
    "clear": Style(
        font=SANS_BOLD,
        headings=((34, 32, 30, 28, 26), (26, 24, 22, 20)),
        names=((30, 28, 26, 24, 22), (22, 20, 17)),
        courses=((19, 18, 17), (17, 15, 13)),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How closely the text of a page is set, in points, and the largest heading that goes with it.

    `gap` is between blocks; half of it within one.
    """

    gap: float
    heading: int
    text: float
    row: float
    row_padding: float


# The first one is taken that leaves everything on one page, else the last but one on several.
DENSITIES = (
    Density(gap=27, heading=42, text=11, row=11.5, row_padding=5.5),
    Density(gap=23, heading=42, text=11, row=11, row_padding=4.5),
    Density(gap=19, heading=42, text=11, row=11, row_padding=3.5),
    Density(gap=15, heading=40, text=10.5, row=10.5, row_padding=3),
    Density(gap=12, heading=36, text=10, row=10, row_padding=2.5),
    Density(gap=9, heading=32, text=10, row=9.5, row_padding=2),
    Density(gap=6, heading=28, text=9.5, row=8.5, row_padding=1),
)
SEVERAL_PAGES = DENSITIES[-2]


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A text set large: its size in points and the lines it is broken into."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of all lines, at the closest that xhtml2pdf sets them."""
        return self.size * 1.25 * len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """The texts that are set large."""

    heading: DisplayLine
    name: DisplayLine
    course: DisplayLine


@dataclass(frozen=True, slots=True)
class Picture:
    """The width and height of a picture on the paper."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """The foot of a page: where its parts begin, from its own top, and how high all of it is.

    `column` is the width of one signature.
    """

    column: float
    names: float
    qr: float
    check: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How one certificate is set.

    `top` is what is left free above the first block, `flow` the height of the frame for the text
    under it, `foot_top` where the foot begins, from the top of that frame. `rest` is what the text
    leaves of its frame: less than nothing where it needs another page.
    """

    density: Density
    display: Display
    logo: Picture | None
    foot: Foot
    top: float
    flow: float
    rest: float

    @property
    def foot_top(self) -> float:
        """Where the foot begins, from the top of the frame of the text."""
        return self.flow + _ABOVE_FOOT


def possible_pages(contents: Contents, design: Design, logo: bytes | None) -> Iterator[Page]:
    """The ways to set it that should fit on one page, loosest first, and last the one on several.

    `logo` is a PNG file.
    """
    picture = picture_size(logo) if logo and "logo" in design.blocks else None
    for density in DENSITIES:
        page = set_page(contents, design, picture, density)
        if page.rest >= 0:
            yield page
    yield replace(set_page(contents, design, picture, SEVERAL_PAGES), rest=-1)


def set_page(contents: Contents, design: Design, logo: Picture | None, density: Density) -> Page:
    """Set the certificate at this density, whether or not its text stays on one page."""
    display = set_display(contents, STYLES[design.style], density)
    foot = set_foot(contents)
    flow = max(_HEIGHT - foot.height - _ABOVE_FOOT, _LEAST_FLOW)
    heights = {
        "logo": logo.height if logo else _height(contents.issuer, "issuer"),
        "title": display.heading.height + density.gap / 2 + _RULE,
        "holder": _holder_height(contents, display, density),
        "text": _text_height(contents, density),
        "facts": _height(contents.facts, "facts"),
        "modules": _table_height(contents, density),
    }
    shown = [heights[block] for block in design.blocks if heights[block]]
    rest = flow - sum(shown) - (len(shown) - 1) * density.gap
    top = min(max(rest, 0) * 0.3, _HIGHEST_TOP)
    return Page(
        density=density,
        display=display,
        logo=logo,
        foot=foot,
        top=top,
        flow=flow - top,
        rest=rest - top,
    )


def set_display(contents: Contents, style: Style, density: Density) -> Display:
    """Set the title, the holder's name and the course's title as large as they fit."""
    one_line, two_lines = style.headings
    smaller = tuple(size for size in one_line if size <= density.heading) or one_line[-1:]
    return Display(
        heading=_display_line(contents.title, style.font, smaller, two_lines),
        name=_display_line(contents.name, style.font, *style.names),
        course=_display_line(contents.course, style.font, *style.courses),
    )


def set_foot(contents: Contents) -> Foot:
    """Set the signatures side by side, the QR code at their right, and the small texts below."""
    count = len(contents.signatures)
    beside_qr = CONTENT_WIDTH - QR_WIDTH - COLUMN_GAP
    column = min((beside_qr - (count - 1) * COLUMN_GAP) / count, 92 * MILLIMETRE)
    names = _height(contents.issued, "issued", beside_qr) + _ROOM_TO_SIGN
    highest = max(
        _height(each.name, "signatory", column) + _height(each.function, "function", column)
        for each in contents.signatures
    )
    # The rule above a name is a part of it.
    signed = max(names + _UNDER_RULE + highest, QR_WIDTH)
    below = [(line, "check") for line in contents.check_lines]
    notices = [(paragraph, "notice") for paragraph in contents.notice]
    height = signed + _BELOW_SIGNED + sum(_height(*each) for each in below)
    if notices:
        height += _ABOVE_NOTICE + sum(_height(*each) for each in notices)
    return Foot(
        column=column,
        names=names,
        qr=signed - QR_WIDTH,
        check=signed + _BELOW_SIGNED,
        height=height,
    )


def picture_size(picture: bytes) -> Picture:
    """The size at which this PNG file is printed: as large as a logo may be, in its proportions."""
    width, height = struct.unpack(">II", picture[16:24])
    scale = min(_LOGO_WIDTH / width, _LOGO_HEIGHT / height)
    return Picture(width * scale, height * scale)


def _holder_height(contents: Contents, display: Display, density: Density) -> float:
    parts = [
        _height(contents.before_name, "lead"),
        display.name.height,
        _height(contents.after_name, "lead"),
        display.course.height,
    ]
    return _stacked(parts, density.gap / 2)


def _text_height(contents: Contents, density: Density) -> float:
    size = density.text
    lines = [line_count(part, font=SANS, width=CONTENT_WIDTH, size=size) for part in contents.text]
    return _stacked([count * size * TEXT_LEADING for count in lines], density.gap / 2)


def _table_height(contents: Contents, density: Density) -> float:
    if not contents.rows:
        return 0
    size, width = density.row, CONTENT_WIDTH - LENGTH_WIDTH
    counts = [
        line_count(title, font=SANS, width=width, size=size) for title, _length in contents.rows
    ]
    # Besides the rows there are the table's head and the total.
    lines = sum(counts) + 2
    return lines * size * ROW_LEADING + (len(counts) + 2) * 2 * density.row_padding


def _stacked(heights: Sequence[float], gap: float) -> float:
    shown = [height for height in heights if height]
    return sum(shown) + gap * (len(shown) - 1) if shown else 0


def _height(text: str, kind: str, width: float = CONTENT_WIDTH) -> float:
    if not text:
        return 0
    small = SMALL[kind]
    return line_count(text, font=small.font, width=width, size=small.size) * small.line


def _display_line(
    text: str,
    font: CertificateFont,
    one_line: tuple[int, ...],
    two_lines: tuple[int, ...],
) -> DisplayLine:
    """Set a text large on one line where it fits, else smaller on two or more."""
    for sizes, lines in ((one_line, 1), (two_lines, 2)):
        size = fitting_size(text, font=font, width=CONTENT_WIDTH, sizes=sizes, lines=lines)
        broken = balanced_lines(text, font=font, width=CONTENT_WIDTH, size=size)
        if len(broken) <= lines:
            break
    return DisplayLine(size, broken)
