"""Group results of one wave of self-assessments that give no one away. Pure.

The contract "Group results that give no one away" says what is shown and why. A wave is frozen and
its tables are published once; which cells stay hidden is decided in `rules`. All is
computed in fractions, so a mean is rounded exactly where arithmetic says so.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from assessments.disclosure.bounds import Bounds
from assessments.disclosure.points import Crossings, Mean
from assessments.disclosure.rules import Group, shown_groups

#: No cell of fewer scores is ever shown, whatever a wave asks for.
LEAST_K = 5
#: Fewer changes than this are never shown as a mean.
LEAST_CHANGES = 10

# A float means the number that it is written as: 3.4 is 34 tenths.
Number = Fraction | Decimal | float


@dataclass(frozen=True)
class Record:
    """One person's part in a wave: in which cell of each dimension, with what score now and before.

    `score` None: answered only in the earlier wave. `before` None: answered only in this one.
    """

    id: str
    keys: Mapping[str, str]
    score: Number | None
    before: Number | None = None


@dataclass(frozen=True)
class Wave:
    """All records of a wave and how they are to be shown. `scale`: the least and greatest score.

    Raises `ValueError` where it makes no sense, or where `k` would protect nobody.
    """

    records: tuple[Record, ...]
    scale: tuple[Number, Number]
    dimensions: tuple[str, ...]
    k: int = 7
    decimals: int = 1

    def __post_init__(self) -> None:
        """Refuse what would not be protected."""
        if self.k < LEAST_K or self.decimals not in (0, 1):
            raise ValueError("no fewer than 5 scores, no more than 1 decimal")
        if len({record.id for record in self.records}) < len(self.records):
            raise ValueError("two records have the same id")
        lowest, highest = self.exact_scale
        numbers = [number for record in self.records for number in (record.score, record.before)]
        if lowest >= highest or any(
            not lowest <= exact(number) <= highest for number in numbers if number is not None
        ):
            raise ValueError("a value is outside the scale")

    @cached_property
    def exact_scale(self) -> tuple[Fraction, Fraction]:
        """The scale in fractions."""
        lowest, highest = self.scale
        return exact(lowest), exact(highest)


@dataclass(frozen=True)
class Cell:
    """What is shown of a group; only its key if it is suppressed. The total has no key."""

    key: str | None
    n_at_least: int | None = None
    mean: float | None = None
    mean_change: float | None = None

    @property
    def suppressed(self) -> bool:
        """Whether nothing of it is shown."""
        return self.n_at_least is None

    def as_document(self) -> dict[str, Any]:
        """The cell in the words of the contract."""
        if self.suppressed:
            return {"key": self.key, "suppressed": True}
        document = {"key": self.key, "n_at_least": self.n_at_least, "mean": self.mean}
        return document | ({} if self.mean_change is None else {"mean_change": self.mean_change})


@dataclass(frozen=True)
class Table:
    """The cells of one dimension, by key; the total is a table by None."""

    by: str | None
    cells: tuple[Cell, ...]

    def as_document(self) -> dict[str, Any]:
        """The table in the words of the contract."""
        return {"by": self.by, "cells": [cell.as_document() for cell in self.cells]}


def tables_of(wave: Wave) -> tuple[Table, ...]:
    """The tables that may be published: the total, then each dimension in its order.

    Records may come in any order.
    """
    scored = sorted(
        (record for record in wave.records if record.score is not None),
        key=lambda record: (_crossing(wave, record), exact(record.score)),
    )
    scores = [exact(record.score) for record in scored]
    total = Group(None, None, (1 << len(scored)) - 1)
    dimensions = [
        _groups(wave, scored, number, dimension) for number, dimension in enumerate(wave.dimensions)
    ]
    half = Fraction(1, 2 * 10**wave.decimals)
    bounds = Bounds(
        Crossings(scores, [_crossing(wave, record) for record in scored], wave.exact_scale, half)
    )

    def first_bounded(groups: AbstractSet[Group]) -> int | None:
        means = ((group, rounded(group.mean(scores), wave.decimals)) for group in groups)
        return bounds.first_bounded(
            frozenset(Mean(group.members, mean - half, mean + half) for group, mean in means)
        )

    shown = shown_groups(total, dimensions, scores, k=wave.k, first_bounded=first_bounded)

    def cell(group: Group) -> Cell:
        if group not in shown:
            return Cell(group.key)
        mean = rounded(group.mean(scores), wave.decimals)
        change = _mean_change(wave) if group is total else None
        return Cell(group.key, n_at_least(group.count, wave.k), float(mean), change)

    return (
        Table(None, (cell(total),)),
        *(
            Table(dimension, tuple(map(cell, groups)))
            for dimension, groups in zip(wave.dimensions, dimensions, strict=True)
        ),
    )


def exact(number: Number) -> Fraction:
    """The number as a fraction."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """The number with so many decimals; halves to the even neighbour."""
    return Fraction(round(number * 10**decimals), 10**decimals)


def n_at_least(number: int, k: int) -> int:
    """The largest of k, 10, 15, 20, 30, 50, 100, 200, 500, … that is not above `number`."""
    return max([k, *(step for step in _steps(number) if k <= step)])


def _steps(highest: int) -> list[int]:
    powers = range(2, len(str(highest)))
    steps = [10, 15, 20, 30, 50, *(factor * 10**power for power in powers for factor in (1, 2, 5))]
    return [step for step in steps if step <= highest]


def _crossing(wave: Wave, record: Record) -> tuple[str, ...]:
    return tuple(record.keys[dimension] for dimension in wave.dimensions)


def _groups(wave: Wave, scored: list[Record], number: int, dimension: str) -> tuple[Group, ...]:
    members = dict.fromkeys(sorted({record.keys[dimension] for record in wave.records}), 0)
    for place, record in enumerate(scored):
        members[record.keys[dimension]] |= 1 << place
    return tuple(Group(number, key, its_members) for key, its_members in members.items())


def _mean_change(wave: Wave) -> float | None:
    """The mean of what records with both values changed by, if it may be shown."""
    both = [
        exact(record.score) - exact(record.before)
        for record in wave.records
        if record.score is not None and record.before is not None
    ]
    one = sum((record.score is None) != (record.before is None) for record in wave.records)
    if len(both) < max(wave.k, LEAST_CHANGES) or 0 < one < wave.k:
        return None
    lowest, highest = wave.exact_scale
    change = sum(both) / len(both)
    return float(rounded(change, wave.decimals)) if abs(change) <= (highest - lowest) / 2 else None
