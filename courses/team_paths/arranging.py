"""Arrange the courses of a team: which, and for each shift when. Pure.

Every shift is planned for what the whole team needs, as a path of its own: who goes with which
shift is open, so anybody may. The first is the best path there is; the others take the same courses
on other dates as far as there are any.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from courses.paths import planner
from courses.paths.pins import PinsContradict
from courses.paths.plan import Choice, Plan, Status
from courses.paths.problem import Interval, Learner, Pin, Problem, Run, Unit
from courses.team_paths.shifts import Heads, attending, fewest_parts, split

#: More shifts than the office needs are tried as long as there are no more than these.
MOST_PARTS = 4
#: A run that has seats for a shift has seats for all of whom the planner knows.
_ENOUGH = 1_000_000


@dataclass(frozen=True)
class TeamRun:
    """A cohort with its free seats, or a `wished_day` on which the team would have one of its own.

    `sessions` are the times at which those who attend are away.
    """

    id: str
    sessions: tuple[Interval, ...]
    seats: int
    wished_day: date | None = None

    @property
    def start(self) -> datetime:
        return min(session.start for session in self.sessions)

    @property
    def end(self) -> datetime:
        return max(session.end for session in self.sessions)

    def clashes(self, other: "TeamRun") -> bool:
        """Whether somebody would be away for both at once."""
        return any(one.overlaps(two) for one in self.sessions for two in other.sessions)


@dataclass(frozen=True)
class TeamCourse:
    """A course that a team can take. `runs` None means self-paced."""

    slug: str
    minutes: int
    raises: Mapping[str, int]
    runs: tuple[TeamRun, ...] | None
    audience: frozenset[str] = frozenset()
    requires: Mapping[str, int] = field(default_factory=dict)
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What there is for a team, and in which limits. `heads` are those who would attend."""

    courses: tuple[TeamCourse, ...]
    heads: Heads
    budget_minutes: int
    not_before: datetime
    deadline: datetime
    most_away: int | None = None

    def days_of(self, shift: int, parts: int) -> frozenset[date]:
        """The wished days of one shift; they go round, so that every shift has its share."""
        days = sorted(
            {
                run.wished_day
                for course in self.courses
                for run in course.runs or ()
                if run.wished_day
            }
        )
        return frozenset(days[shift::parts])


@dataclass(frozen=True)
class Arrangement:
    """Of each shift, the courses in their order, each with its run; all of one team.

    `proven`: it is the best there is for a team that goes together.
    """

    shifts: tuple[tuple[Choice, ...], ...]
    proven: bool

    @property
    def parts(self) -> int:
        return len(self.shifts)


def arrange(
    offer: Offer, learners: Sequence[Learner], weights: Mapping[str, int], *, seconds: float
) -> Arrangement:
    """The arrangement that closes most for everyone, with as few shifts as that takes.

    `seconds` limits each solve of the planner.
    """
    planning = _Planning(offer, tuple(learners), weights, seconds)
    least = fewest_parts(offer.heads, offer.most_away)
    limit = planning.most_that_could_be_closed()
    best = planning.in_shifts(least)
    for parts in range(least + 1, min(MOST_PARTS, sum(offer.heads.values())) + 1):
        if best.closes_on_average >= limit:
            break
        tried = planning.in_shifts(parts)
        if tried.closes_on_average > best.closes_on_average:
            best = tried
    return Arrangement(
        shifts=tuple(
            tuple(Choice(step.unit, step.run) for step in plan.steps) for plan in best.plans
        ),
        proven=len(best.plans) == 1 and best.plans[0].status is Status.OPTIMAL,
    )


@dataclass(frozen=True)
class _Shifts:
    plans: tuple[Plan, ...]

    @property
    def closes_on_average(self) -> float:
        return sum(plan.closed for plan in self.plans) / len(self.plans)

    @property
    def not_for_all(self) -> frozenset[str]:
        """The courses of the first shift that another does not take."""
        taken = [frozenset(step.unit for step in plan.steps) for plan in self.plans]
        return taken[0] - frozenset.intersection(*taken)


@dataclass(frozen=True)
class _Planning:
    offer: Offer
    learners: tuple[Learner, ...]
    weights: Mapping[str, int]
    seconds: float

    def most_that_could_be_closed(self) -> int:
        """What no number of shifts can close more of: as if every run had seats for all."""
        runs = {course.slug: course.runs for course in self.offer.courses}
        return self._plan(runs, ()).bound

    def in_shifts(self, parts: int) -> _Shifts:
        """The best found for this many; what all can take comes before what only some can."""
        found, left_out = self._one_after_the_other(parts, frozenset()), frozenset()
        while found.not_for_all:
            left_out |= found.not_for_all
            other = self._one_after_the_other(parts, left_out)
            if other.closes_on_average < found.closes_on_average:
                break
            found = other
        return found

    def _one_after_the_other(self, parts: int, left_out: Collection[str]) -> _Shifts:
        plans: list[Plan] = []
        taken: list[TeamRun] = []
        pins: tuple[Pin, ...] = ()
        for number, heads in enumerate(split(self.offer.heads, parts)):
            days = self.offer.days_of(number, parts)
            runs = {
                course.slug: choosable_runs(course, heads, days, taken)
                for course in self.offer.courses
                if course.slug not in left_out
            }
            plan = self._plan_with(runs, pins)
            taken += [
                run for step in plan.steps for run in runs[step.unit] or () if run.id == step.run
            ]
            pins = pins or tuple(Pin(step.unit) for step in plan.steps)
            plans.append(plan)
        return _Shifts(tuple(plans))

    def _plan_with(
        self, runs: Mapping[str, tuple[TeamRun, ...] | None], pins: tuple[Pin, ...]
    ) -> Plan:
        """A path with what is pinned, as far as it can be had."""
        while True:
            try:
                return self._plan(runs, pins)
            except PinsContradict as contradiction:
                dropped = contradiction.units[-1]
                pins = tuple(pin for pin in pins if pin.unit != dropped)

    def _plan(self, runs: Mapping[str, tuple[TeamRun, ...] | None], pins: tuple[Pin, ...]) -> Plan:
        problem = Problem(
            learners=self.learners,
            weights=self.weights,
            units=tuple(
                _unit(course, runs[course.slug])
                for course in _with_all_before(self.offer.courses, runs)
            ),
            budget_minutes=self.offer.budget_minutes,
            not_before=self.offer.not_before,
            deadline=self.offer.deadline,
            pinned=pins,
        )
        return planner.plan_path(problem, seconds=self.seconds)


def choosable_runs(
    course: TeamCourse, heads: Heads, days: Collection[date], taken: Sequence[TeamRun]
) -> tuple[TeamRun, ...] | None:
    """The runs of `course` that a shift of `heads` with these wished days can attend.

    They have seats for all of it and are at no time at which others are away, in a `taken` run.
    """
    if course.runs is None:
        return None
    return tuple(
        run
        for run in course.runs
        if run.seats >= attending(heads, course.audience)
        and (run.wished_day is None or run.wished_day in days)
        and not any(run.clashes(other) for other in taken)
    )


def _with_all_before(courses: Sequence[TeamCourse], known: Collection[str]) -> list[TeamCourse]:
    """The known courses but those that come after one which the team cannot take."""
    kept = [course for course in courses if course.slug in known]
    while True:
        slugs = {course.slug for course in kept}
        possible = [course for course in kept if slugs.issuperset(course.after)]
        if len(possible) == len(kept):
            return kept
        kept = possible


def _unit(course: TeamCourse, runs: tuple[TeamRun, ...] | None) -> Unit:
    return Unit(
        id=course.slug,
        minutes=course.minutes,
        raises=course.raises,
        runs=None
        if runs is None
        else tuple(Run(run.start, run.end, run.id, _ENOUGH) for run in runs),
        audience=course.audience,
        requires=course.requires,
        after=course.after,
    )
