"""What a training path is planned from: who learns, what they need, what is on offer, and when.

The shapes and their meaning are those of the contract "Planning a training path". Services build
a `Problem` from the database; `read_problem` builds it from a document and checks every word.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from app.kernel.documents import Field, quoted

HIGHEST_LEVEL = 4


@dataclass(frozen=True)
class Interval:
    """A half-open stretch of time: it includes its start and not its end."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share time; touching is not overlapping."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Learner:
    """A person with levels and targets by competency; `function` decides what they attend."""

    id: str
    function: str
    levels: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    weight: int = 1

    def level(self, competency: str) -> int:
        """The level before the path begins."""
        return self.levels.get(competency, 0)


@dataclass(frozen=True)
class Run(Interval):
    """One dated occurrence of a live unit, with the seats that are free in it."""

    id: str
    seats: int


@dataclass(frozen=True)
class Unit:
    """Something to take: `raises` competencies to a level, `requires` levels, `after` units.

    `runs` None means self-paced; no runs means live but without a date yet. An empty `audience`
    means every function.
    """

    id: str
    minutes: int
    raises: Mapping[str, int]
    runs: tuple[Run, ...] | None
    audience: frozenset[str] = frozenset()
    requires: Mapping[str, int] = field(default_factory=dict)
    after: tuple[str, ...] = ()

    def is_for(self, function: str) -> bool:
        """Whether learners of this function attend the unit."""
        return not self.audience or function in self.audience


@dataclass(frozen=True)
class Pin:
    """A unit that has to be in the path, in this run if one is named."""

    unit: str
    run: str | None = None


@dataclass(frozen=True)
class Problem:
    """Everything a path is planned from. `done` holds units that are completed already.

    Documents know nothing of what is `pinned`: that is between a person and their path.
    """

    learners: tuple[Learner, ...]
    units: tuple[Unit, ...]
    budget_minutes: int
    not_before: datetime
    deadline: datetime
    weights: Mapping[str, int] = field(default_factory=dict)
    busy: tuple[Interval, ...] = ()
    done: frozenset[str] = frozenset()
    pinned: tuple[Pin, ...] = ()

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        """The units by their id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def learners_by_function(self) -> dict[str, tuple[Learner, ...]]:
        """The learners of each function that has any."""
        groups: dict[str, list[Learner]] = {}
        for learner in self.learners:
            groups.setdefault(learner.function, []).append(learner)
        return {function: tuple(learners) for function, learners in groups.items()}

    @cached_property
    def lowest_start(self) -> dict[tuple[str, str], int]:
        """The lowest start level by function and competency, where all of the function have one."""
        lowest = {}
        for function, (first, *others) in self.learners_by_function.items():
            for competency, level in first.levels.items():
                levels = (level, *(other.level(competency) for other in others))
                lowest[function, competency] = min(levels)
        return lowest

    def functions_attending(self, unit: Unit) -> tuple[str, ...]:
        """The functions that have learners and attend the unit."""
        return tuple(name for name in self.learners_by_function if unit.is_for(name))

    def gap_weight(self, learner: Learner, competency: str) -> int:
        """What closing one level of this gap of this learner counts."""
        return learner.weight * self.weights.get(competency, 1)


def read_problem(root: Field) -> Problem:
    """The problem that a document describes. Raises `DocumentError` with place and fault."""
    members = root.object(
        required=("learners", "units", "budget_min", "not_before", "deadline"),
        optional=("weights", "busy", "done"),
    )
    learners = tuple(_learner(element) for element in members["learners"].elements())
    _refuse_repeated_ids(members["learners"], learners)
    weights = _integers(members.get("weights"), 0)
    units = tuple(_unit(element) for element in members["units"].elements())
    _refuse_repeated_ids(members["units"], units)
    known = {unit.id for unit in units}
    _refuse_unknown_after(members["units"], known)
    _refuse_cycle(members["units"], units)
    not_before = members["not_before"].instant()
    deadline = members["deadline"].instant()
    if not_before > deadline:
        raise members["not_before"].error("must not be later than the deadline")
    return Problem(
        learners=learners,
        weights=weights,
        units=units,
        budget_minutes=members["budget_min"].integer(0),
        busy=tuple(_busy(element) for element in _elements(members.get("busy"))),
        not_before=not_before,
        deadline=deadline,
        done=frozenset(_known_unit(element, known) for element in _elements(members.get("done"))),
    )


def _learner(learner: Field) -> Learner:
    members = learner.object(required=("id", "function"), optional=("levels", "targets", "weight"))
    return Learner(
        id=members["id"].text(),
        function=members["function"].text(),
        levels=_integers(members.get("levels"), 0, HIGHEST_LEVEL),
        targets=_integers(members.get("targets"), 0, HIGHEST_LEVEL),
        weight=members["weight"].integer(0) if "weight" in members else 1,
    )


def _unit(unit: Field) -> Unit:
    members = unit.object(
        required=("id", "minutes", "raises", "runs"), optional=("audience", "requires", "after")
    )
    return Unit(
        id=members["id"].text(),
        minutes=members["minutes"].integer(0),
        audience=frozenset(element.text() for element in _elements(members.get("audience"))),
        requires=_integers(members.get("requires"), 0, HIGHEST_LEVEL),
        after=tuple(element.text() for element in _elements(members.get("after"))),
        raises=_integers(members["raises"], 0, HIGHEST_LEVEL),
        runs=_runs(members["runs"]),
    )


def _runs(runs: Field) -> tuple[Run, ...] | None:
    if runs.value is None:
        return None
    read = tuple(_run(element) for element in runs.elements())
    _refuse_repeated_ids(runs, read)
    return read


def _run(run: Field) -> Run:
    members = run.object(required=("id", "start", "end", "seats"))
    start, end = members["start"].instant(), members["end"].instant()
    if end <= start:
        raise members["end"].error("must be later than the start")
    return Run(id=members["id"].text(), start=start, end=end, seats=members["seats"].integer(0))


def _busy(interval: Field) -> Interval:
    ends = interval.elements()
    if len(ends) != 2:
        raise interval.error("must be a pair of instants, start and end")
    start, end = ends[0].instant(), ends[1].instant()
    if end <= start:
        raise interval.error("must end after it starts")
    return Interval(start, end)


def _elements(optional: Field | None) -> list[Field]:
    return optional.elements() if optional else []


def _integers(optional: Field | None, lowest: int, highest: int | None = None) -> dict[str, int]:
    if optional is None:
        return {}
    limits = (lowest,) if highest is None else (lowest, highest)
    return {key: member.integer(*limits) for key, member in optional.members().items()}


def _refuse_repeated_ids(place: Field, items: Iterable[Learner | Unit | Run]) -> None:
    seen: set[str] = set()
    for element, item in zip(place.elements(), items, strict=True):
        if item.id in seen:
            raise element.members()["id"].error(f"{quoted(item.id)} is there already")
        seen.add(item.id)


def _known_unit(element: Field, known: set[str]) -> str:
    if (name := element.text()) not in known:
        raise element.error(f"there is no unit {quoted(name)}")
    return name


def _after_fields(units: Field) -> Iterator[Field]:
    for unit in units.elements():
        yield from _elements(unit.members().get("after"))


def _refuse_unknown_after(units: Field, known: set[str]) -> None:
    for element in _after_fields(units):
        _known_unit(element, known)


def _refuse_cycle(place: Field, units: tuple[Unit, ...]) -> None:
    try:
        TopologicalSorter({unit.id: unit.after for unit in units}).prepare()
    except CycleError as error:
        cycle = error.args[1]  # each unit is there before the next, the last is the first again
        index = next(index for index, unit in enumerate(units) if unit.id == cycle[-1])
        after = place.elements()[index].members()["after"]
        way = quoted(" → ".join(reversed(cycle)))
        raise after.error(f"units come after each other in a circle: {way}") from None
