"""Geometry of the network picture: the municipality in the middle, kinds of partners around it.

Pure: figures in, places to draw at out. Around the kinds runs a ring with a segment for each
situation. Places are units of a square picture that is as wide as a phone, so that letters keep
their size there and only grow on larger screens.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

SIZE = 360
CENTRE = SIZE / 2
KINDS_AT = 98
RING_AT = 164
RING_GAP = 0.025
DOTS_AT = 31
#: More dots around one kind than this would touch each other; the number says how many there are.
MOST_DOTS = 12
LABEL_CHARACTERS = 14


@dataclass(frozen=True)
class Node:
    """A kind of partners: its place, the lines of its label, its dots around it."""

    x: str
    y: str
    count: int
    label: tuple[tuple[str, str], ...]
    dots: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Segment:
    """A situation: its piece of the ring as an SVG path, and where its number stands."""

    path: str
    x: str
    y: str
    number: int
    covered: bool


@dataclass(frozen=True)
class NetworkPicture:
    nodes: tuple[Node, ...]
    segments: tuple[Segment, ...]
    size: int = SIZE
    centre: int = SIZE // 2


def network_picture(kinds: Sequence[tuple[str, int]], situations: Sequence[bool]) -> NetworkPicture:
    """A picture of `kinds` (label and number of partners) and of which situations are covered."""
    return NetworkPicture(
        nodes=tuple(
            _node(label, count, at / len(kinds)) for at, (label, count) in enumerate(kinds)
        ),
        segments=tuple(
            _segment(at, len(situations), covered) for at, covered in enumerate(situations)
        ),
    )


def _node(label: str, count: int, turn: float) -> Node:
    x, y = _place(turn, KINDS_AT)
    lines = textwrap.wrap(label, LABEL_CHARACTERS, break_long_words=False)
    dots = min(count, MOST_DOTS)
    return Node(
        x=_number(x),
        y=_number(y),
        count=count,
        label=tuple((line, _number(y + 46 + index * 14)) for index, line in enumerate(lines)),
        dots=tuple(
            (_number(x + dx), _number(y + dy))
            for dx, dy in (_offset(at / dots, DOTS_AT) for at in range(dots))
        ),
    )


def _segment(at: int, total: int, covered: bool) -> Segment:
    start, end = at / total, (at + 1) / total
    gap = RING_GAP / total * 4 if total > 1 else RING_GAP
    x0, y0 = _place(start + gap / 2, RING_AT)
    x1, y1 = _place(end - gap / 2, RING_AT)
    large = int(end - start - gap > 0.5)
    x, y = _place((start + end) / 2, RING_AT)
    return Segment(
        path=f"M {_number(x0)} {_number(y0)} A {RING_AT} {RING_AT} 0 {large} 1 "
        f"{_number(x1)} {_number(y1)}",
        x=_number(x),
        y=_number(y),
        number=at + 1,
        covered=covered,
    )


def _place(turn: float, radius: float) -> tuple[float, float]:
    """A point at `turn` (0 to 1, clockwise from the top) and `radius` from the middle."""
    dx, dy = _offset(turn, radius)
    return CENTRE + dx, CENTRE + dy


def _offset(turn: float, radius: float) -> tuple[float, float]:
    return radius * sin(2 * pi * turn), -radius * cos(2 * pi * turn)


def _number(value: float) -> str:
    return f"{value:.1f}"
