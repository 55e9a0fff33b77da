"""Geometry of the network picture: the municipality in the middle, kinds of partners around it.

Pure: figures in, places to draw at out. Around the kinds runs a ring with a segment for each
situation. The middle is (0, 0); places are units of a square that is as wide as a phone, so that
letters can be read there and only grow on larger screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

#: Half of the square's side.
REACH = 200
RING_AT = 182
#: The part of a turn between two segments.
RING_GAP = 0.008
DOTS_AT = 30
#: More dots around one kind than this would touch each other; the number says how many there are.
MOST_DOTS = 12

#: Where kinds stand, clockwise from the top right, and how far below each its label.
PLACES = ((64, -84), (92, 0), (64, 92), (-64, 92), (-92, 0), (-64, -84))
LABEL_ABOVE, LABEL_BELOW = -42, 52


@dataclass(frozen=True)
class Node:
    """A kind of partners: its place, its label and its dots around it."""

    x: int
    y: int
    label: str
    label_y: int
    count: int
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
    reach: int = REACH


def network_picture(kinds: Sequence[tuple[str, int]], situations: Sequence[bool]) -> NetworkPicture:
    """A picture of six `kinds` (a short label and the number of partners of each), and of which
    situations are covered. Raises ValueError for another number of kinds.
    """
    return NetworkPicture(
        nodes=tuple(
            _node(label, count, *place) for (label, count), place in zip(kinds, PLACES, strict=True)
        ),
        segments=tuple(
            _segment(at, len(situations), covered) for at, covered in enumerate(situations)
        ),
    )


def _node(label: str, count: int, x: int, y: int) -> Node:
    dots = min(count, MOST_DOTS)
    offsets = (_offset(at / dots, DOTS_AT) for at in range(dots))
    return Node(
        x=x,
        y=y,
        label=label,
        label_y=y + (LABEL_ABOVE if y < 0 else LABEL_BELOW),
        count=count,
        dots=tuple((_number(x + dx), _number(y + dy)) for dx, dy in offsets),
    )


def _segment(at: int, total: int, covered: bool) -> Segment:
    start, end = at / total + RING_GAP / 2, (at + 1) / total - RING_GAP / 2
    (x0, y0), (x1, y1) = _offset(start, RING_AT), _offset(end, RING_AT)
    x, y = _offset((start + end) / 2, RING_AT)
    large = int(end - start > 0.5)
    return Segment(
        path=f"M {_number(x0)} {_number(y0)} A {RING_AT} {RING_AT} 0 {large} 1 "
        f"{_number(x1)} {_number(y1)}",
        x=_number(x),
        y=_number(y),
        number=at + 1,
        covered=covered,
    )


def _offset(turn: float, radius: float) -> tuple[float, float]:
    """Where one is after `turn` (0 to 1, clockwise from the top) at `radius` from the middle."""
    return radius * sin(2 * pi * turn), -radius * cos(2 * pi * turn)


def _number(value: float) -> str:
    return f"{value:.1f}"
