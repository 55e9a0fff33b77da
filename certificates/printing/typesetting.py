"""How large and how closely a certificate is set, so that it fills one page and no more.

What is measured here is a lower bound of what xhtml2pdf will need: it saves laying out what cannot
fit, and never skips what would.
"""

from __future__ import annotations

from dataclasses import dataclass

from certificates.printing.fonts import SERIF, balanced_lines, fitting_size

_POINTS_PER_MILLIMETRE = 72 / 25.4
# The frame of the text in the template, in points.
_CONTENT_WIDTH = 150 * _POINTS_PER_MILLIMETRE
_CONTENT_HEIGHT = 184 * _POINTS_PER_MILLIMETRE
# Lines that are set the same at every density: issuer, two leads, the facts. 12, 11.5 × 3 at 140 %.
_SMALL_LINES = (12 + 3 * 11.5) * 1.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How closely a page is set, in points."""

    top: int
    gap: int
    heading: int
    row_size: float
    row_padding: float


# The first one is taken that leaves everything on one page, else the last but one on several.
DENSITIES = (
    Density(top=52, gap=27, heading=42, row_size=11.5, row_padding=5.5),
    Density(top=30, gap=20, heading=42, row_size=11, row_padding=4.5),
    Density(top=20, gap=17, heading=42, row_size=11, row_padding=3.5),
    Density(top=12, gap=14, heading=40, row_size=10.5, row_padding=3),
    Density(top=6, gap=12, heading=38, row_size=10, row_padding=2.5),
    Density(top=2, gap=9, heading=36, row_size=9.5, row_padding=2),
    Density(top=0, gap=6, heading=32, row_size=8.5, row_padding=1),
)
SEVERAL_PAGES = DENSITIES[-2]


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """A text set large: its size in points and the lines it is broken into."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of all lines at 115 %."""
        return self.size * 1.15 * len(self.lines)


@dataclass(frozen=True, slots=True)
class Display:
    """The two texts that are set large."""

    name: DisplayLine
    title: DisplayLine


def set_display(name: str, title: str) -> Display:
    """Set the holder's name and the course's title as large as they fit."""
    return Display(
        name=_display_line(name, (38, 34, 30, 27, 24), (26, 22, 18)),
        title=_display_line(title, (24, 21, 19), (21, 18, 15)),
    )


def heading_size(heading: str, density: Density) -> int:
    """The largest size in points, from the density's on, at which the heading fits on one line."""
    sizes = tuple(range(density.heading, 20, -2))
    return fitting_size(heading, font=SERIF, width=_CONTENT_WIDTH, sizes=sizes)


def possible_densities(heading: str, display: Display, rows: int) -> tuple[Density, ...]:
    """The densities at which everything could be on one page with so many rows, loosest first."""
    return tuple(
        density
        for density in DENSITIES
        if _least_height(heading, display, rows, density) <= _CONTENT_HEIGHT
    )


def _least_height(heading: str, display: Display, rows: int, density: Density) -> float:
    """The height of the text if no small line and no row is broken and nothing has a border."""
    gaps = density.top + 3 * density.gap + 4 * (density.gap // 2)
    large = heading_size(heading, density) * 1.1 + display.name.height + display.title.height
    if not rows:
        return gaps + large + _SMALL_LINES
    one_row = density.row_size * 1.25 + 2 * density.row_padding
    # Besides the rows there are the table's head and the total.
    return gaps + large + _SMALL_LINES + density.gap + (rows + 2) * one_row


def _display_line(text: str, one_line: tuple[int, ...], two_lines: tuple[int, ...]) -> DisplayLine:
    """Set a text in the serif: large on one line where it fits, else smaller on two or more."""
    for sizes, lines in ((one_line, 1), (two_lines, 2)):
        size = fitting_size(text, font=SERIF, width=_CONTENT_WIDTH, sizes=sizes, lines=lines)
        broken = balanced_lines(text, font=SERIF, width=_CONTENT_WIDTH, size=size)
        if len(broken) <= lines:
            break
    return DisplayLine(size, broken)
