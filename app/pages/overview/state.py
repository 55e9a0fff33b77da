"""The state of the programme: municipalities over parts, and what follows from it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from app.kernel.progress import Stage, Standing

NOT_BEGUN = Standing(Stage.NOT_BEGUN, "")


class Order(StrEnum):
    """By what municipalities are ordered. Never by how far they are."""

    NAME = "name"
    STATE = "state"
    NEXT_DATE = "next_date"


@dataclass(frozen=True)
class Part:
    """A part of the programme in the words of one language, see `app.kernel.progress`."""

    name: str
    module: str
    label: str
    milestone: str
    together: str = ""


@dataclass(frozen=True)
class Place:
    """A municipality: `kind`, `state` and `membership` are the keys that it is stored with."""

    public_id: str
    name: str
    kind: str
    state: str
    membership: str


@dataclass(frozen=True)
class NextDate:
    """What comes next somewhere in one part."""

    day: date
    place: Place
    part: Part
    step: str


@dataclass(frozen=True)
class SharedDate:
    """The same step in one part on one day, in one place or in many."""

    day: date
    part: Part
    step: str
    places: Sequence[Place]


def gathered(dates: Iterable[NextDate]) -> list[SharedDate]:
    """`dates` in their order, each step of a day once with all its places."""
    places: dict[tuple[date, Part, str], list[Place]] = {}
    for one in dates:
        places.setdefault((one.day, one.part, one.step), []).append(one.place)
    return [SharedDate(*key, found) for key, found in places.items()]


@dataclass(frozen=True)
class Risk:
    """What needs somebody's attention somewhere in one part."""

    place: Place
    part: Part
    reason: str


@dataclass(frozen=True)
class Tally:
    """How many municipalities have come how far in a part; `risks` need attention in it."""

    part: Part
    reached: int
    under_way: int
    not_begun: int
    risks: int

    @property
    def municipalities(self) -> int:
        return self.reached + self.under_way + self.not_begun

    def count(self, stage: Stage) -> int:
        """How many are in `stage`."""
        return {
            Stage.REACHED: self.reached,
            Stage.UNDER_WAY: self.under_way,
            Stage.NOT_BEGUN: self.not_begun,
        }[stage]


@dataclass(frozen=True)
class Row:
    """A municipality and where it stands, by the name of the part."""

    place: Place
    standings: Mapping[str, Standing]

    def standing(self, part: Part) -> Standing:
        """Where it stands in `part`."""
        return self.standings.get(part.name, NOT_BEGUN)

    def count(self, stage: Stage, parts: Iterable[Part]) -> int:
        """In how many of `parts` it is in `stage`."""
        return sum(self.standing(part).stage is stage for part in parts)

    def next_dates(self, parts: Iterable[Part]) -> list["NextDate"]:
        """What comes next here in each of `parts`, the earliest first."""
        dates = [
            NextDate(standing.next_on, self.place, part, str(standing.next_step))
            for part in parts
            if (standing := self.standing(part)).next_on is not None
        ]
        return sorted(dates, key=lambda one: one.day)

    def risks(self, parts: Iterable[Part]) -> list["Risk"]:
        """What needs attention here."""
        return [
            Risk(self.place, part, str(self.standing(part).risk))
            for part in parts
            if self.standing(part).risk
        ]


@dataclass(frozen=True)
class Overview:
    """The state of the programme at `taken_at`, municipalities by name."""

    taken_at: datetime
    parts: Sequence[Part]
    rows: Sequence[Row]

    @property
    def tallies(self) -> list[Tally]:
        """The sums of each part."""
        return [self._tally(part) for part in self.parts]

    @property
    def risks(self) -> list[Risk]:
        """All that needs attention, municipalities by name."""
        return [one for row in self.rows for one in row.risks(self.parts)]

    @property
    def next_dates(self) -> list[NextDate]:
        """What comes next in each part of each municipality, the earliest first."""
        dates = [one for row in self.rows for one in row.next_dates(self.parts)]
        return sorted(dates, key=lambda one: (one.day, one.place.name))

    def _tally(self, part: Part) -> Tally:
        standings = [row.standing(part) for row in self.rows]
        stages = [one.stage for one in standings]
        return Tally(
            part,
            reached=stages.count(Stage.REACHED),
            under_way=stages.count(Stage.UNDER_WAY),
            not_begun=stages.count(Stage.NOT_BEGUN),
            risks=sum(bool(one.risk) for one in standings),
        )


@dataclass(frozen=True)
class Criteria:
    """Which municipalities are looked for; empty means that it does not matter.

    With a `part`, it is about that part alone: `stage` and `risks` are asked of it, else of any.
    """

    membership: str = ""
    state: str = ""
    part: str = ""
    stage: str = ""
    risks: bool = False
    order: str = Order.NAME

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.membership, self.state, self.part, self.stage, self.risks))


def narrowed(overview: Overview, criteria: Criteria) -> Overview:
    """The municipalities that fit, in the order that is wished, with the part that is asked for."""
    parts = [part for part in overview.parts if criteria.part in ("", part.name)]
    rows = [row for row in overview.rows if _fits(row, parts, criteria)]
    if criteria.order == Order.STATE:
        rows.sort(key=lambda row: row.place.state)
    elif criteria.order == Order.NEXT_DATE:
        rows.sort(key=lambda row: _earliest(row, parts))
    return replace(overview, rows=rows, parts=parts)


def _fits(row: Row, parts: Sequence[Part], criteria: Criteria) -> bool:
    standings = [row.standing(part) for part in parts]
    return (
        criteria.membership in ("", row.place.membership)
        and criteria.state in ("", row.place.state)
        and (not criteria.stage or any(one.stage == criteria.stage for one in standings))
        and (not criteria.risks or any(one.risk for one in standings))
    )


def _earliest(row: Row, parts: Iterable[Part]) -> date:
    dates = row.next_dates(parts)
    return dates[0].day if dates else date.max
