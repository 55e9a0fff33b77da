"""Group results of a thousand records in sixty cells.

Scores of all kinds, most of them low, and nearly all at the two ends of a long scale.
"""

import random
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from assessments.disclosure.tables import Record, Wave, tables_of

Group = dict[str, Callable[[], object]]

RECORDS = 1000
CELLS = 60


def group_result_cases() -> dict[str, Group]:
    """Few dimensions with many keys, and many with few."""
    return {
        f"Group results of {RECORDS} records, {CELLS // dimensions} keys in each dimension": {
            f"{dimensions} dimensions, {name}": partial(tables_of, wave)
            for name, wave in (
                ("scores of all kinds", _wave(dimensions, 1)),
                ("most scores low", _wave(dimensions, 6)),
                ("one in ten at the upper end", _wave_of_ends(dimensions, 0.1)),
                ("one in a hundred at the upper end", _wave_of_ends(dimensions, 0.01)),
            )
        }
        for dimensions in (2, 3, 4, 6)
    }


def _wave(dimensions: int, power: int) -> Wave:
    """Always the same."""
    dice = random.Random(f"{dimensions}/{power}")  # noqa: S311 — benchmark data
    return _of_scores(
        dice, dimensions, (1, 5), lambda: 1 + Fraction(round(40 * dice.random() ** power), 10)
    )


def _wave_of_ends(dimensions: int, high: float) -> Wave:
    """All scores at the ends of the scale, but one in a hundred. Always the same."""
    dice = random.Random(f"{dimensions}/{high}")  # noqa: S311 — benchmark data

    def score() -> Fraction:
        if dice.random() < 0.01:
            return Fraction(dice.randint(0, 1000), 10)
        return Fraction(100 if dice.random() < high else 0)

    return _of_scores(dice, dimensions, (0, 100), score)


def _of_scores(
    dice: random.Random, dimensions: int, scale: tuple[int, int], score: Callable[[], Fraction]
) -> Wave:
    names = tuple(f"dimension{number}" for number in range(dimensions))
    return Wave(
        tuple(
            Record(
                str(number),
                {name: f"{dice.randrange(CELLS // dimensions):02}" for name in names},
                score(),
            )
            for number in range(RECORDS)
        ),
        scale,
        names,
    )
