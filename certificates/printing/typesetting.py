"""How large and how closely a certificate is set, so that it fills one page and no more.

Everything is measured before xhtml2pdf lays it out, the way that xhtml2pdf will: a paragraph is as
high as its lines, and between the blocks are gaps. So one pass is enough.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
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
    line_height,
)

MILLIMETRE = 72 / 25.4
# Lengths are in points, as everything here that says nothing else.
CONTENT_WIDTH = 150 * MILLIMETRE
LENGTH_WIDTH = 29 * MILLIMETRE
QR_WIDTH = 28 * MILLIMETRE
#: Between two signatures, and between the last one and the QR code.
COLUMN_GAP = 5 * MILLIMETRE
_TOP_MARGIN = 24 * MILLIMETRE
_BOTTOM_MARGIN = 21 * MILLIMETRE
_HEIGHT = 297 * MILLIMETRE - _TOP_MARGIN - _BOTTOM_MARGIN
_ABOVE_FOOT = 8 * MILLIMETRE
_LEAST_FLOW = 60 * MILLIMETRE
_LOGO_WIDTH, _LOGO_HEIGHT = 80 * MILLIMETRE, 20 * MILLIMETRE
# Of what is left free, how much goes into the gaps, and of the rest, how much above the first block
# and how many points at most.
_SHARE_OF_GAPS, _SHARE_ABOVE, _LOWEST_BEGIN = 0.9, 0.3, 36
# How far all lines together may be off.
_ROUNDING = 1
_RULE = 2
# In the foot: where one signs, and the gaps.
_NAME_SIZES = (10.5, 9.5, 8.5, 7.5)
ROOM_TO_SIGN = 36
_UNDER_RULE = 4
_BELOW_SIGNED = 12
ABOVE_NOTICE = 5
#: The height of a line, to its size: of the text, and of everything large and of the table.
TEXT_LEADING = 1.4
LEADING = 1.25


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


Sizes = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The large letters of a style: their font, and the sizes to try for one line, then for two."""

    font: CertificateFont
    heading: Sizes
    name: Sizes
    course: Sizes


STYLES = {
    "classic": Style(
        font=SERIF,
        heading=((42, 40, 38, 36, 34, 32, 30, 28), (30, 28, 26, 24, 22)),
        name=((38, 34, 30, 27, 24), (26, 22, 18)),
        course=((24, 21, 19), (21, 18, 15)),
    ),
    "clear": Style(
        font=SANS_BOLD,
        heading=((34, 32, 30, 28, 26), (26, 24, 22, 20)),
        name=((30, 28, 26, 24, 22), (22, 20, 17)),
        course=((19, 18, 17), (17, 15, 13)),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How closely the text of a page is set, in points.

    `gap` is between blocks, at least and at most; half of it within one. `large` is the share that
    is left of the sizes of what is set large.
    """

    gap: tuple[float, float]
    large: float
    text: float
    row: float
    row_padding: float


# The first one is taken that leaves everything on one page, else the last but one on several.
DENSITIES = (
    Density(gap=(27, 30), large=1, text=11, row=11.5, row_padding=5.5),
    Density(gap=(23, 27), large=1, text=11, row=11, row_padding=4.5),
    Density(gap=(19, 25), large=1, text=11, row=11, row_padding=3.5),
    Density(gap=(15, 23), large=0.95, text=10.5, row=10.5, row_padding=3),
    Density(gap=(12, 20), large=0.9, text=10, row=10, row_padding=2.5),
    Density(gap=(9, 16), large=0.82, text=10, row=9.5, row_padding=2),
    Density(gap=(6, 14), large=0.7, text=9.5, row=8.5, row_padding=1),
)
SEVERAL_PAGES = DENSITIES[-2]


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A text set large: its size in points, the lines it is broken into, and their height."""

    size: float
    lines: tuple[str, ...]
    height: float


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

    `beside_qr` is the width left of the QR code, `column` that of one signature, and `name` the
    size of the names in it; `names` is where those begin.
    """

    beside_qr: float
    column: float
    name: float
    names: float
    qr: float
    check: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How one certificate is set.

    `gap` is between two blocks. `top` is where the frame of the text begins, `flow` its height; the
    gap above the first block lies within. `rest` is what the text leaves of it: less than nothing
    where it needs another page.
    """

    density: Density
    gap: float
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
    page = set_page(contents, design, picture, SEVERAL_PAGES)
    # Further pages begin where the first one does, without a gap above.
    yield replace(page, top=page.top + page.gap, flow=page.flow - page.gap, rest=-1)


def set_page(contents: Contents, design: Design, logo: Picture | None, density: Density) -> Page:
    """Set the certificate at this density, whether or not its text stays on one page."""
    display = set_display(contents, STYLES[design.style], density)
    foot = set_foot(contents)
    flow = max(_HEIGHT - foot.height - _ABOVE_FOOT, _LEAST_FLOW)
    parts = _parts(contents, display, logo, density)
    shown = [parts[block] for block in design.blocks if parts[block]]
    solid = sum(height for part in shown for height in part)
    # Whole gaps between the blocks and halves within them.
    gaps = len(shown) - 1 + sum(len(part) - 1 for part in shown) / 2
    free = flow - solid - _ROUNDING
    least, most = density.gap
    gap = min(max(free * _SHARE_OF_GAPS / gaps, least), most)
    rest = free - gaps * gap
    lower = min(max(rest, 0) * _SHARE_ABOVE, _LOWEST_BEGIN) - gap
    return Page(
        density=density,
        gap=gap,
        display=display,
        logo=logo,
        foot=foot,
        top=_TOP_MARGIN + lower,
        flow=flow - lower,
        rest=rest,
    )


def set_display(contents: Contents, style: Style, density: Density) -> Display:
    """Set the title, the holder's name and the course's title as large as they fit."""
    return Display(
        heading=_display_line(contents.title, style.font, style.heading, density.large),
        name=_display_line(contents.name, style.font, style.name, density.large),
        course=_display_line(contents.course, style.font, style.course, density.large),
    )


def set_foot(contents: Contents) -> Foot:
    """Set the signatures side by side, the QR code at their right, and the small texts below."""
    count = len(contents.signatures)
    beside_qr = CONTENT_WIDTH - QR_WIDTH - COLUMN_GAP
    column = min((beside_qr - (count - 1) * COLUMN_GAP) / count, 92 * MILLIMETRE)
    names = _height(contents.issued, "issued", beside_qr) + ROOM_TO_SIGN
    words = " ".join(each.name for each in contents.signatures).split()
    size = min(
        fitting_size(word, font=SANS_BOLD, width=column, sizes=_NAME_SIZES) for word in words
    )
    highest = max(
        line_count(each.name, font=SANS_BOLD, width=column, size=size) * SMALL["signatory"].line
        + _height(each.function, "function", column)
        for each in contents.signatures
    )
    # The rule above a name is a part of it.
    signed = max(names + _UNDER_RULE + highest, QR_WIDTH)
    below = [(line, "check") for line in contents.check_lines]
    notices = [(paragraph, "notice") for paragraph in contents.notice]
    height = signed + _BELOW_SIGNED + sum(_height(*each) for each in below)
    if notices:
        height += ABOVE_NOTICE + sum(_height(*each) for each in notices)
    return Foot(
        name=size,
        beside_qr=beside_qr,
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


def _parts(
    contents: Contents, display: Display, logo: Picture | None, density: Density
) -> dict[str, list[float]]:
    """The heights of what each block is made of; there is half a gap between two of one block."""
    parts = {
        "logo": [logo.height if logo else _height(contents.issuer, "issuer")],
        "title": [display.heading.height, _RULE],
        "holder": [
            _height(contents.before_name, "lead"),
            display.name.height,
            _height(contents.after_name, "lead"),
            display.course.height,
        ],
        "text": [_text_height(paragraph, density) for paragraph in contents.text],
        "facts": [_height(contents.facts, "facts")],
        "modules": [_table_height(contents, density)],
    }
    return {block: [height for height in heights if height] for block, heights in parts.items()}


def _text_height(text: str, density: Density) -> float:
    size = density.text
    count = line_count(text, font=SANS, width=CONTENT_WIDTH, size=size)
    return count * line_height(font=SANS, size=size, leading=size * TEXT_LEADING)


def _table_height(contents: Contents, density: Density) -> float:
    if not contents.rows:
        return 0
    size, width = density.row, CONTENT_WIDTH - LENGTH_WIDTH
    counts = [
        line_count(title, font=SANS, width=width, size=size) for title, _length in contents.rows
    ]
    # Besides the rows there are the table's head and the total.
    lines = (sum(counts) + 2) * line_height(font=SANS, size=size, leading=size * LEADING)
    return lines + (len(counts) + 2) * 2 * density.row_padding


def _height(text: str, kind: str, width: float = CONTENT_WIDTH) -> float:
    if not text:
        return 0
    small = SMALL[kind]
    count = line_count(text, font=small.font, width=width, size=small.size)
    return count * line_height(font=small.font, size=small.size, leading=small.line)


def _display_line(text: str, font: CertificateFont, possible: Sizes, share: float) -> DisplayLine:
    """Set a text large on one line where it fits, else smaller on two or more."""
    for lines, sizes in enumerate(possible, start=1):
        left = tuple(round(size * share) for size in sizes)
        size = fitting_size(text, font=font, width=CONTENT_WIDTH, sizes=left, lines=lines)
        count = line_count(text, font=font, width=CONTENT_WIDTH, size=size)
        if count <= lines:
            break
    broken = balanced_lines(text, font=font, width=CONTENT_WIDTH, size=size)
    one = line_height(font=font, size=size, leading=size * LEADING)
    return DisplayLine(size, broken, count * one)
