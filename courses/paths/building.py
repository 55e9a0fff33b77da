"""Builds the planner's problem, in the contract's words, from what is known of one person.

Plain values only: they outlive the transaction in which `queries.read_basis` has read them. Courses
go by their slug, cohorts by their public id, competencies by key.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from courses.needs.progress import Completion, completed_since, levels_today

HORIZON = timedelta(days=365)
WEIGHT_OF_MET_SITUATIONS = 2

Document = dict[str, Any]


@dataclass(frozen=True)
class OfferedCourse:
    """A course of the catalogue; an empty `audience` means everyone."""

    slug: str
    minutes: int
    self_paced: bool
    audience: Collection[str]
    requires: Mapping[str, int]
    after: Collection[str]
    raises: Mapping[str, int]


@dataclass(frozen=True)
class OfferedCohort:
    """A cohort that has not begun and that the person may join, full or not."""

    id: str
    course: str
    starts_at: datetime
    ends_at: datetime
    seats_left: int


@dataclass(frozen=True)
class OwnSeat:
    """A cohort in which the person has a seat, over or not. `sessions`: start and end of each."""

    cohort: str
    course: str
    completed: bool
    sessions: Sequence[tuple[datetime, datetime]]

    @property
    def starts_at(self) -> datetime:
        return min(start for start, _end in self.sessions)

    @property
    def ends_at(self) -> datetime:
        return max(end for _start, end in self.sessions)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.starts_at < end and start < self.ends_at

    def lasts_beyond(self, instant: datetime) -> bool:
        return any(end > instant for _start, end in self.sessions)


@dataclass(frozen=True)
class Basis:
    """What a path is planned from.

    `levels` are those the person gave at `assessed_at`, `budget_minutes` the time they gave then,
    `important` the competencies of the situations they have met. `studied` tells when they have
    completed which self-paced course. `request_version` is that of the request to plan anew which
    is answered with it.
    """

    person: str
    function: str
    assessed_at: datetime
    budget_minutes: int
    levels: Mapping[str, int]
    targets: Mapping[str, int]
    important: Collection[str]
    courses: Sequence[OfferedCourse]
    cohorts: Sequence[OfferedCohort]
    seats: Sequence[OwnSeat]
    studied: Mapping[str, datetime]
    now: datetime
    request_version: int | None = None

    @property
    def done(self) -> set[str]:
        """The courses that the person has completed."""
        return {seat.course for seat in self.seats if seat.completed} | self.studied.keys()

    @property
    def own_runs(self) -> list[OwnSeat]:
        """The seats that can be steps: of courses that are neither over nor completed."""
        return [
            seat
            for seat in self.seats
            if seat.course not in self.done and seat.lasts_beyond(self.now)
        ]

    @property
    def done_since(self) -> set[str]:
        """The courses that the person has completed since they gave their levels and time."""
        return {completion.course for completion in self._completed_since}

    @property
    def minutes_left(self) -> int:
        """The person's time less what courses completed since they gave it have taken."""
        return max(0, self.budget_minutes - self.minutes_of(self.done_since))

    def minutes_of(self, slugs: Collection[str]) -> int:
        """How long these courses take together."""
        return sum(course.minutes for course in self.courses if course.slug in slugs)

    @property
    def levels_today(self) -> dict[str, int]:
        """The given levels, raised by every course completed since."""
        return levels_today(self.levels, self._completed_since)

    @property
    def _completed_since(self) -> Sequence[Completion]:
        raises = {course.slug: course.raises for course in self.courses}
        over = [
            (seat.course, seat.ends_at) for seat in self.seats if seat.completed and seat.sessions
        ]
        completions = [
            Completion(course, at, raises.get(course, {}))
            for course, at in (*over, *self.studied.items())
        ]
        return completed_since(completions, self.assessed_at)


def build_problem(basis: Basis, *, set_aside: Collection[str] = ()) -> Document:
    """The problem document.

    A seat that the person has is a decision made. It comes first: its course costs no more of their
    time and asks for nothing, and no other date is offered while it runs. `set_aside` names the
    cohorts of seats that are no use to the path: only their sessions are kept free.
    """
    own = basis.own_runs
    steps = [seat for seat in own if seat.cohort not in set_aside]
    return {
        "learners": [
            {
                "id": basis.person,
                "function": basis.function,
                "levels": basis.levels_today,
                "targets": dict(basis.targets),
            }
        ],
        "weights": dict.fromkeys(sorted(basis.important), WEIGHT_OF_MET_SITUATIONS),
        "units": [_unit(course, basis, steps) for course in basis.courses],
        "budget_min": max(0, basis.minutes_left - basis.minutes_of({seat.course for seat in own})),
        "busy": _busy(basis, steps),
        # A cohort that the person is in the middle of is still a step of their path.
        "not_before": _instant(min([basis.now, *(seat.starts_at for seat in steps)])),
        "deadline": _instant(basis.now + HORIZON),
        "done": sorted(basis.done),
    }


def _unit(course: OfferedCourse, basis: Basis, steps: Sequence[OwnSeat]) -> Document:
    seated = any(seat.course == course.slug for seat in basis.own_runs)
    if course.self_paced:
        runs = None
    elif seated:
        runs = _own_dates(course, steps)
    else:
        runs = _offered_dates(course, basis, steps)
    return {
        "id": course.slug,
        "minutes": 0 if seated else course.minutes,
        "audience": sorted(course.audience),
        "requires": {} if seated else dict(course.requires),
        "after": [] if seated else sorted(course.after),
        "raises": dict(course.raises),
        "runs": runs,
    }


def _own_dates(course: OfferedCourse, steps: Sequence[OwnSeat]) -> list[Document]:
    return [
        _run(seat.cohort, seat.starts_at, seat.ends_at, 1)
        for seat in steps
        if seat.course == course.slug
    ]


def _offered_dates(course: OfferedCourse, basis: Basis, steps: Sequence[OwnSeat]) -> list[Document]:
    had = {seat.cohort for seat in basis.seats}
    return [
        _run(cohort.id, cohort.starts_at, cohort.ends_at, max(0, cohort.seats_left))
        for cohort in basis.cohorts
        if cohort.course == course.slug
        and cohort.id not in had
        and not any(step.overlaps(cohort.starts_at, cohort.ends_at) for step in steps)
    ]


def _run(cohort: str, starts_at: datetime, ends_at: datetime, seats: int) -> Document:
    return {
        "id": cohort,
        "start": _instant(starts_at),
        "end": _instant(ends_at),
        "seats": seats,
    }


def _busy(basis: Basis, steps: Sequence[OwnSeat]) -> list[list[str]]:
    """When the person sits in a session of a cohort that cannot be a step.

    Clashes among their own seats are their decision: what lies within a step is left out.
    """
    offered = {seat.cohort for seat in steps}
    return [
        [_instant(start), _instant(end)]
        for seat in basis.seats
        if seat.cohort not in offered
        for start, end in seat.sessions
        if end > basis.now and not any(step.overlaps(start, end) for step in steps)
    ]


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
