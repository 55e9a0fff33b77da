"""What is published of a wave, and what is kept for the wave that follows. Pure.

`assessments.disclosure.tables` decides what may be shown; here the copies become its records.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.disclosure.tables import Cell, Record, exact, tables_of
from assessments.disclosure.tables import Wave as Records
from assessments.instruments.definition import Instrument, Method

#: In the order in which tables are made of them.
DIMENSIONS = ("team", "municipality", "function")

#: Team, municipality and function: to which groups somebody belongs.
Crossing = tuple[str, str, str]

#: A score that went through a float is as near as this to the one that was meant.
_SAME = Fraction(1, 10**9)


@dataclass(frozen=True)
class Earlier:
    """The score that somebody gave to the wave before, and where they belonged then."""

    score: float
    crossing: Crossing


@dataclass(frozen=True)
class Copy:
    """The answers by item, the main score, where the person belongs, and the wave before."""

    answers: Mapping[str, int]
    score: float | None
    crossing: Crossing
    earlier: Earlier | None = None


def ends_of(instrument: Instrument) -> tuple[Fraction, Fraction]:
    """The least and the greatest value that the main score can have."""
    score, scale = instrument.main_score, instrument.scale
    items = len(score.items) if score.method == Method.SUM else 1
    ends = (score.factor * items * scale.lowest, score.factor * items * scale.highest)
    return min(ends), max(ends)


def records_of(
    copies: Iterable[Copy],
    *,
    scale: tuple[Fraction, Fraction],
    before: Mapping[Crossing, int] | None,
    k: int,
) -> Records:
    """The wave as the contract "Group results" takes it.

    `before` are the numbers of scores that the wave before had by crossing; without them nobody
    knows who is missing now, so that there are no changes. The order of `copies` is of no matter.
    """
    records, gone = [], Counter(before or {})
    for number, copy in enumerate(copies):
        score, earlier = _within(copy.score, scale), None
        if copy.earlier and before is not None:
            earlier = _within(copy.earlier.score, scale)
            gone[copy.earlier.crossing] -= 1
        if score is not None or earlier is not None:
            records.append(Record(f"given {number}", _keys(copy.crossing), score, earlier))
    return Records((*records, *_gone(gone, scale)), scale, DIMENSIONS, k=k, decimals=1)


def published(records: Records) -> list[dict[str, Any]]:
    """The tables in the words of the contract, without the keys of what is suppressed.

    The key of a small group would tell that somebody of it has answered.
    """
    return [
        {"by": table.by, "cells": [cell.as_document() for cell in table.cells if _told(cell)]}
        for table in tables_of(records)
    ]


def counts_of(records: Records) -> list[list[Any]]:
    """How many scores each crossing has, for the wave that follows: `[team, …, number]`."""
    counted = Counter(
        tuple(record.keys[dimension] for dimension in DIMENSIONS)
        for record in records.records
        if record.score is not None
    )
    return [[*crossing, number] for crossing, number in sorted(counted.items())]


def read_counts(counts: Sequence[Sequence[Any]]) -> dict[Crossing, int]:
    """What `counts_of` wrote."""
    return {tuple(crossing): number for *crossing, number in counts}


def _told(cell: Cell) -> bool:
    return cell.key is None or not cell.suppressed


def _gone(numbers: Mapping[Crossing, int], scale: tuple[Fraction, Fraction]) -> list[Record]:
    """Those who answered to the wave before and not to this one.

    What they answered nobody knows any more, and nothing needs it: rule 5 only counts them, so any
    score will do.
    """
    return [
        Record(f"gone {crossing} {number}", _keys(crossing), None, scale[0])
        for crossing, many in sorted(numbers.items())
        for number in range(many)
    ]


def _keys(crossing: Crossing) -> dict[str, str]:
    return dict(zip(DIMENSIONS, crossing, strict=True))


def _within(score: float | None, scale: tuple[Fraction, Fraction]) -> Fraction | None:
    """The score as a fraction on the scale; None where it is of another one."""
    if score is None:
        return None
    lowest, highest = scale
    value = exact(score)
    if not lowest - _SAME <= value <= highest + _SAME:
        return None
    return min(highest, max(lowest, value))
