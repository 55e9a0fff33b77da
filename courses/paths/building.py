"""Builds the planner's problem, in the contract's words, from what is known of one person.

Plain values only: they outlive the transaction in which `queries.read_basis` has read them. Courses
go by their slug, cohorts by their public id, competencies by key.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from courses.needs.progress import Completion, completed_since, levels_today
from courses.paths.choices import NO_CHOICES, PathChoices
from courses.paths.problem import Pin

HORIZON = timedelta(days=365)
WEIGHT_OF_MET_SITUATIONS = 2

Document = dict[str, Any]
#: Start and end.
Meeting = tuple[datetime, datetime]


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
    """A cohort that has not begun and that the person may join, full or not.

    One without `sessions` lasts from start to end. `online`: all of it can be attended from afar.
    """

    id: str
    course: str
    starts_at: datetime
    ends_at: datetime
    seats_left: int
    sessions: Sequence[Meeting] = ()
    online: bool = False

    @property
    def meetings(self) -> Sequence[Meeting]:
        return self.sessions or [(self.starts_at, self.ends_at)]


@dataclass(frozen=True)
class OwnSeat:
    """A cohort in which the person has a seat, over or not. `sessions`: start and end of each."""

    cohort: str
    course: str
    completed: bool
    sessions: Sequence[Meeting]

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

    `choices` are meant by the clock of `zone`. `occupied` is when something in the person's
    calendar takes them up, `pending` are the cohorts in which they wait for a seat. `begun` are the
    steps of their path so far that they are in the middle of.
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
    choices: PathChoices = NO_CHOICES
    zone: tzinfo = UTC
    occupied: Sequence[Meeting] = ()
    pending: Collection[str] = ()
    begun: Sequence[Pin] = ()

    @property
    def ends_at(self) -> datetime:
        """When the last day ends on which a new date may be."""
        last_day = self.choices.deadline
        if last_day is None:
            return self.now + HORIZON
        return datetime.combine(last_day + timedelta(days=1), time.min, self.zone)

    @property
    def dropped(self) -> Collection[str]:
        """The courses that the person leaves out. Where they have a seat, they have come back."""
        return self.choices.dropped - {seat.course for seat in self.own_runs}

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

    def suits(self, cohort: OfferedCohort) -> bool:
        """Whether the person can come to every session, by what they have said and their calendar.

        Who waits for a seat in it has said yes already.
        """
        choices = self.choices
        return cohort.id in self.pending or (
            cohort.ends_at <= self.ends_at
            and (cohort.online or not choices.online_only)
            and not any(day.weekday() in choices.weekdays_off for day in self._days(cohort))
            and not any(
                start < busy_until and busy_from < end
                for start, end in cohort.meetings
                for busy_from, busy_until in self.occupied
            )
        )

    def _days(self, cohort: OfferedCohort) -> Iterator[date]:
        """The days on which the cohort meets, by the person's clock. What ends at midnight takes
        nothing of the next day.
        """
        for start, end in cohort.meetings:
            day = start.astimezone(self.zone).date()
            last = (end - timedelta(microseconds=1)).astimezone(self.zone).date()
            while day <= last:
                yield day
                day += timedelta(days=1)

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

    A course that the person leaves out is there without a date, so that what comes after it is out
    of reach.
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
        # Their own last day is over for some, and seats are beyond it: those stay.
        "deadline": _instant(max([basis.now, basis.ends_at, *(seat.ends_at for seat in steps)])),
        "done": sorted(basis.done),
    }


def _unit(course: OfferedCourse, basis: Basis, steps: Sequence[OwnSeat]) -> Document:
    seated = any(seat.course == course.slug for seat in basis.own_runs)
    if course.slug in basis.dropped:
        runs = []
    elif course.self_paced:
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
        _run(cohort.id, cohort.starts_at, cohort.ends_at, _seats_for_one(cohort, basis))
        for cohort in basis.cohorts
        if cohort.course == course.slug
        and cohort.id not in had
        and basis.suits(cohort)
        and not any(step.overlaps(cohort.starts_at, cohort.ends_at) for step in steps)
    ]


def _seats_for_one(cohort: OfferedCohort, basis: Basis) -> int:
    """Seats that are left; who waits for one is counted on to get it."""
    return max(1 if cohort.id in basis.pending else 0, cohort.seats_left)


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
