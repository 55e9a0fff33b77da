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
    alone = len(best.plans) == 1 and best.plans[0].status is Status.OPTIMAL
    return Arrangement(
        shifts=planning.with_more_for_single_functions(best),
        proven=alone and len(offer.heads) == 1,
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
        return self._plan(self.learners, runs, ()).bound

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
            plan = self._plan_with(self.learners, runs, pins)
            taken += _taken(runs, plan)
            pins = pins or tuple(Pin(step.unit) for step in plan.steps)
            plans.append(plan)
        return _Shifts(tuple(plans))

    def with_more_for_single_functions(self, best: _Shifts) -> tuple[tuple[Choice, ...], ...]:
        """The shifts, filled with what is for one function of the team alone, as far as its people
        have time left: the planner counts every course as if everybody attended it.
        """
        shifts = [[Choice(step.unit, step.run) for step in plan.steps] for plan in best.plans]
        known = {run.id: run for course in self.offer.courses for run in course.runs or ()}
        for function in sorted(self.offer.heads) if len(self.offer.heads) > 1 else ():
            wanted: tuple[Pin, ...] = ()
            for number, heads in enumerate(split(self.offer.heads, len(shifts))):
                if not heads.get(function):
                    continue
                others = shifts[:number] + shifts[number + 1 :]
                taken = [known[one.run] for shift in others for one in shift if one.run]
                days = self.offer.days_of(number, len(shifts))
                plan = self._plan_for(function, shifts[number], heads, days, taken, wanted)
                if plan is not None:
                    had = {choice.unit for choice in shifts[number]}
                    new = [step.unit for step in plan.steps if step.unit not in had]
                    wanted = wanted or tuple(map(Pin, new))
                    shifts[number] = _woven(shifts[number], plan)
        return tuple(map(tuple, shifts))

    def _plan_for(
        self,
        function: str,
        shift: Sequence[Choice],
        heads: Heads,
        days: Collection[date],
        taken: Sequence[TeamRun],
        wanted: tuple[Pin, ...],
    ) -> Plan | None:
        """What people of one function of a shift take: what it takes together, and more.

        None where that depends on what others of the shift take.
        """
        chosen = {choice.unit: choice.run for choice in shift}
        runs: dict[str, tuple[TeamRun, ...] | None] = {}
        for course in self.offer.courses:
            attend = [name for name in self.offer.heads if is_for(course, name)]
            if course.slug in chosen and function in attend:
                own = [run for run in course.runs or () if run.id == chosen[course.slug]]
                runs[course.slug] = None if course.runs is None else tuple(own)
            elif course.slug not in chosen and attend == [function]:
                runs[course.slug] = choosable_runs(course, heads, days, taken)
        learners = tuple(one for one in self.learners if one.function == function)
        together = tuple(Pin(slug) for slug in runs if slug in chosen)
        try:
            self._plan(learners, runs, together)
        except PinsContradict:
            return None
        return self._plan_with(learners, runs, (*together, *wanted))

    def _plan_with(
        self,
        learners: tuple[Learner, ...],
        runs: Mapping[str, tuple[TeamRun, ...] | None],
        pins: tuple[Pin, ...],
    ) -> Plan:
        """A path with what is pinned, as far as it can be had; what comes last is dropped first."""
        while True:
            try:
                return self._plan(learners, runs, pins)
            except PinsContradict as contradiction:
                dropped = next(pin for pin in reversed(pins) if pin.unit in contradiction.units)
                pins = tuple(pin for pin in pins if pin is not dropped)

    def _plan(
        self,
        learners: tuple[Learner, ...],
        runs: Mapping[str, tuple[TeamRun, ...] | None],
        pins: tuple[Pin, ...],
    ) -> Plan:
        problem = Problem(
            learners=learners,
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


def is_for(course: TeamCourse, function: str) -> bool:
    """Whether people of this function attend the course."""
    return not course.audience or function in course.audience


def _taken(runs: Mapping[str, tuple[TeamRun, ...] | None], plan: Plan) -> list[TeamRun]:
    chosen = {step.run for step in plan.steps}
    return [run for each in runs.values() for run in each or () if run.id in chosen]


def _woven(shift: Sequence[Choice], plan: Plan) -> list[Choice]:
    """`shift` with what the plan has besides, each before what follows it there."""
    woven = list(shift)
    had = {choice.unit for choice in shift}
    following: str | None = None
    for step in reversed(plan.steps):
        if step.unit not in had:
            units = [choice.unit for choice in woven]
            place = units.index(following) if following else len(woven)
            woven.insert(place, Choice(step.unit, step.run))
        following = step.unit
    return woven


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
