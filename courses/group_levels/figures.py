"""The figures of a group, from the levels that its people have given. Pure.

Which of them may be published is decided by `assessments.disclosure`, competency by competency.
What may not is left out altogether, so that nothing tells whether somebody of a small group has
answered.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.disclosure.tables import Cell, Record, Wave, tables_of

SCALE = (0, 4)


@dataclass(frozen=True)
class GivenLevels:
    """What one person has given: their levels by competency, and their cell in each dimension."""

    levels: Mapping[str, int]
    keys: Mapping[str, str]


def figures_of(
    given: Sequence[GivenLevels],
    *,
    competencies: Collection[str],
    dimensions: Sequence[str],
    k: int,
) -> dict[str, Any]:
    """All that may be published: by competency, the total and the groups of each dimension.

    `{"law": {"total": {"n_at_least": 10, "mean": 1.8}, "function": {"staff": {…}}}, …}`. The
    order of `given` makes no difference. Raises ValueError for levels off the scale and for `k`
    below the floor.
    """
    return {key: _published(_wave(given, key, dimensions, k)) for key in competencies}


def _wave(given: Sequence[GivenLevels], competency: str, dimensions: Sequence[str], k: int) -> Wave:
    """Who has not said anything of this competency, which may be a new one, is not in the wave."""
    records = tuple(
        Record(str(number), {name: one.keys[name] for name in dimensions}, one.levels[competency])
        for number, one in enumerate(given)
        if competency in one.levels
    )
    return Wave(records, SCALE, tuple(dimensions), k=k)


def _published(wave: Wave) -> dict[str, Any]:
    total, *tables = tables_of(wave)
    return {
        "total": _figure(total.cells[0]),
        **{
            str(table.by): {
                str(cell.key): _figure(cell) for cell in table.cells if not cell.suppressed
            }
            for table in tables
        },
    }


def _figure(cell: Cell) -> dict[str, Any] | None:
    return None if cell.suppressed else {"n_at_least": cell.n_at_least, "mean": cell.mean}
