"""Rows of a draft in another order. Pure."""

from collections.abc import Sequence
from typing import Any

UP, DOWN = -1, 1


def moved(rows: Sequence[Any], row: int, by: int) -> list[Any]:
    """The rows with that of `row`, from 0, one place further `UP` or `DOWN`.

    Unchanged where there is no such row, or no place.
    """
    arranged, target = list(rows), row + by
    if 0 <= row < len(arranged) and 0 <= target < len(arranged):
        arranged[row], arranged[target] = arranged[target], arranged[row]
    return arranged
