"""Group results of a thousand records in sixty cells: scores of all kinds, and most of them low."""

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
            f"{dimensions} dimensions, {name}": partial(tables_of, _wave(dimensions, power))
            for name, power in (("scores of all kinds", 1), ("most scores low", 6))
        }
        for dimensions in (2, 3, 6)
    }


def _wave(dimensions: int, power: int) -> Wave:
    """Always the same."""
    dice = random.Random(f"{dimensions}/{power}")  # noqa: S311 — benchmark data
    names = tuple(f"dimension{number}" for number in range(dimensions))
    return Wave(
        tuple(
            Record(
                str(number),
                {name: f"{dice.randrange(CELLS // dimensions):02}" for name in names},
                1 + Fraction(round(40 * dice.random() ** power), 10),
            )
            for number in range(RECORDS)
        ),
        (1, 5),
        names,
    )
