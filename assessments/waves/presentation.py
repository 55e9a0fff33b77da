"""Published results as pages show them: means with their margins, group by group.

What is suppressed and what is not there at all look the same: groups are listed because they exist
today, not because somebody has answered. Names are looked up when a page is read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.i18n import Message, localised, short_date
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from assessments.instruments.queries import get_instrument
from assessments.waves.copies import NONE
from assessments.waves.margins import Margin, margin_of_change, margin_of_mean
from assessments.waves.mean_chart import MeanChart, MeanRow, mean_chart
from assessments.waves.models import Wave
from assessments.waves.outcome import ends_of
from organisations.models import Municipality, Team
from organisations.wording import FUNCTIONS

_TITLES: dict[str, Message] = {
    "municipality": _l("Je Kommune"),
    "function": _l("Je Funktion"),
    "team": _l("Je Team"),
}
_WITHOUT: dict[str, Message] = {
    "municipality": _l("Ohne Kommune"),
    "function": _l("Ohne Funktion"),
    "team": _l("Ohne Team"),
}
_GONE: dict[str, Message] = {
    "municipality": _l("Eine frühere Kommune"),
    "function": _l("Eine frühere Funktion"),
    "team": _l("Ein früheres Team"),
}

MINUS = "\N{MINUS SIGN}"

#: Of a cell of the tables: its key to what is published of it.
Cells = dict[str | None, dict[str, Any]]


@dataclass(frozen=True)
class Figure:
    """A group by its name; without `margin` there is no result of it."""

    name: str
    margin: Margin | None = None
    n_at_least: int | None = None


@dataclass(frozen=True)
class GroupTable:
    """The groups of one dimension, by name; `chart` of those that have a result."""

    dimension: str
    title: str
    figures: Sequence[Figure]
    chart: MeanChart | None


@dataclass(frozen=True)
class Results:
    """All that somebody sees of a frozen wave. `change`: since the wave before, if it is shown."""

    wave: Wave
    total: Figure
    change: Margin | None
    chart: MeanChart | None
    groups: Sequence[GroupTable]
    scale: tuple[float, float]

    @property
    def any_shown(self) -> bool:
        """Whether there is a result of any group."""
        tables = [figure for table in self.groups for figure in table.figures]
        return any(figure.margin for figure in (self.total, *tables))


def results_of(
    wave: Wave, *, municipalities: Collection[Municipality] | None = ()
) -> Results | None:
    """What is published of `wave`; None before it is frozen.

    The total, which everybody who was asked may see. With `municipalities` also these, all
    functions, and the teams of these; with None every group that has a result. Who may see which
    is for the one who calls to decide.
    """
    if wave.tables is None:
        return None
    lowest, highest = ends_of(get_instrument(wave.instrument_key, wave.instrument_version))
    scale = float(lowest), float(highest)
    cells = {table["by"]: {cell["key"]: cell for cell in table["cells"]} for table in wave.tables}
    total = _figure(wave, _("Alle zusammen"), cells[None][None], scale)
    change = cells[None][None].get("mean_change")
    return Results(
        wave=wave,
        total=total,
        change=None if change is None else margin_of_change(change, wave.spread, wave.k, scale),
        chart=_chart([total], scale),
        groups=[
            GroupTable(dimension, str(_TITLES[dimension]), figures, _chart(figures, scale))
            for dimension, figures in _groups(wave, cells, scale, municipalities).items()
            if figures
        ],
        scale=scale,
    )


def title_of(wave: Wave) -> str:
    """What the wave is called: by its title, or by its last day."""
    if wave.title is not None:
        return localised(wave.title)
    return _("Erhebung bis %(day)s", day=short_date(wave.closes_on))


def written(number: float) -> str:
    """A mean with one decimal, in the language of the reader."""
    text = format_decimal(abs(number), format="0.0")
    return f"{MINUS}{text}" if round(number, 1) < 0 else text


def written_change(number: float) -> str:
    """A change with its sign."""
    return f"+{written(number)}" if round(number, 1) > 0 else written(number)


def written_point(number: float) -> str:
    """A point of a scale, with decimals only where it has some."""
    text = format_decimal(abs(number), format="0.##")
    return f"{MINUS}{text}" if number < 0 else text


def _groups(
    wave: Wave,
    cells: dict[str | None, Cells],
    scale: tuple[float, float],
    municipalities: Collection[Municipality] | None,
) -> dict[str, list[Figure]]:
    if municipalities is not None and not municipalities:
        return {}
    return {
        dimension: [
            _figure(wave, name, cells.get(dimension, {}).get(key), scale) for key, name in named
        ]
        for dimension, named in (
            ("municipality", _municipalities(cells, municipalities)),
            ("function", [(key, str(name)) for key, name in FUNCTIONS.items()]),
            ("team", _teams(cells, municipalities)),
        )
    }


def _municipalities(
    cells: dict[str | None, Cells], municipalities: Collection[Municipality] | None
) -> list[tuple[str, str]]:
    if municipalities is None:
        keys = _shown("municipality", cells)
        found = db.session.scalars(select(Municipality).where(Municipality.public_id.in_(keys)))
        return _all_named("municipality", keys, [(one.public_id, one.name) for one in found])
    return [(one.public_id, one.name) for one in _by_name(municipalities)]


def _teams(
    cells: dict[str | None, Cells], municipalities: Collection[Municipality] | None
) -> list[tuple[str, str]]:
    if municipalities is None:
        keys = _shown("team", cells)
        found = db.session.scalars(
            select(Team).where(Team.public_id.in_(keys)).options(joinedload(Team.municipality))
        )
        named = [(team.public_id, _full_name(team)) for team in found]
        return _all_named("team", keys, named)
    ids = [one.id for one in municipalities]
    teams = db.session.scalars(
        select(Team).where(Team.municipality_id.in_(ids)).options(joinedload(Team.municipality))
    )
    name = _full_name if len(ids) > 1 else lambda team: localised(team.name)
    return _sorted((team.public_id, name(team)) for team in teams)


def _all_named(
    dimension: str, keys: Sequence[str], named: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Those that still exist by name, then those that do not, and who belongs to none."""
    names = dict(named)
    others = [
        (key, str(_WITHOUT[dimension] if key == NONE else _GONE[dimension]))
        for key in keys
        if key not in names
    ]
    return [*_sorted(names.items()), *sorted(others)]


def _shown(dimension: str, cells: dict[str | None, Cells]) -> list[str]:
    found = cells.get(dimension, {}).items()
    return [str(key) for key, _cell in found]


def _sorted(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(named, key=lambda one: one[1].casefold())


def _by_name(municipalities: Collection[Municipality]) -> list[Municipality]:
    return sorted(municipalities, key=lambda one: one.name.casefold())


def _full_name(team: Team) -> str:
    return f"{localised(team.name)}, {team.municipality.name}"


def _figure(
    wave: Wave, name: str, cell: dict[str, Any] | None, scale: tuple[float, float]
) -> Figure:
    if cell is None or cell.get("suppressed"):
        return Figure(name)
    margin = margin_of_mean(cell["mean"], wave.spread, cell["n_at_least"], scale)
    return Figure(name, margin, cell["n_at_least"])


def _chart(figures: Sequence[Figure], scale: tuple[float, float]) -> MeanChart | None:
    rows = [
        MeanRow(
            label=f"{figure.name}: {written(figure.margin.value)}",
            mean=figure.margin.value,
            low=figure.margin.low,
            high=figure.margin.high,
        )
        for figure in figures
        if figure.margin
    ]
    return mean_chart(rows, scale) if rows else None
