"""A team's plan as its pages show it: steps with shifts and dates, coverage, cost, reasons.

How many people are meant is counted anew from the team as its readers know it, for the document
holds no count.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.kernel.i18n import Bilingual, Message, localised
from courses.catalogue.models import Course
from courses.catalogue.queries import list_courses_for_planning
from courses.cohorts.queries import CohortOverview, list_cohorts_for_planning
from courses.nominations.models import InHouseRequest
from courses.team_paths.coverage import CoverageChart, coverage_chart, coverage_of
from courses.team_paths.models import TeamPath
from courses.team_paths.offers import count_heads
from courses.team_paths.plan_queries import list_cohort_requests
from courses.team_paths.requesting import days_to_request
from courses.team_paths.shifts import Heads, attending, split
from courses.team_paths.wording import LEFT_OPEN, LEFT_OUT
from organisations.topics.queries import list_competencies
from organisations.wording import FUNCTIONS


@dataclass(frozen=True)
class ShiftView:
    """When one shift takes a course. Without `starts_at` no date was found.

    `overview` is the cohort as long as the team can still come; None of one that is wished for, or
    that is gone.
    """

    number: int
    heads: Heads
    starts_at: datetime | None
    ends_at: datetime | None
    wished: bool
    overview: CohortOverview | None
    is_over: bool

    @property
    def people(self) -> int:
        return sum(self.heads.values())

    @property
    def gone(self) -> bool:
        """The planned date can no longer be had by all of the shift, and is not over."""
        if self.starts_at is None or self.wished or self.is_over:
            return False
        return self.overview is None

    @property
    def short_of_seats(self) -> bool:
        """Since the plan was made, others have taken seats, or the team's own people."""
        return self.overview is not None and self.overview.seats_left < self.people


@dataclass(frozen=True)
class StepView:
    """One course of the plan; `shifts` is empty of a self-paced one."""

    number: int
    course: Course
    minutes: int
    audience: Collection[str]
    heads: Heads
    shifts: Sequence[ShiftView]
    enables: Sequence[Course]
    wished_days: Sequence[date]
    request: InHouseRequest | None

    @property
    def can_be_requested(self) -> bool:
        return bool(self.wished_days) and self.request is None

    @property
    def starts_at(self) -> datetime | None:
        """When the first shift begins."""
        return min((one.starts_at for one in self.shifts if one.starts_at), default=None)

    @property
    def is_over(self) -> bool:
        return bool(self.shifts) and all(one.is_over for one in self.shifts)


@dataclass(frozen=True)
class OpenGoals:
    """Targets that the plan does not guarantee, for one and the same reason."""

    why: Message
    goals: Sequence[tuple[Bilingual, Sequence[Message]]]


@dataclass(frozen=True)
class PlanView:
    """Everything that a page says of a team's plan."""

    team_path: TeamPath
    steps: Sequence[StepView]
    shifts: Sequence[Heads]
    minutes: int
    team_minutes: int
    proven: bool
    coverage: CoverageChart
    left_open: Sequence[OpenGoals]
    left_out: Sequence[tuple[Course, Message]]

    @property
    def next_step(self) -> StepView | None:
        """The first of the plan that is not over."""
        return next((step for step in self.steps if not step.is_over), None)

    def steps_for(self, function: str | None) -> list[StepView]:
        """Those that people of this function attend."""
        return [step for step in self.steps if not step.audience or function in step.audience]

    @property
    def wished(self) -> bool:
        """Whether the plan needs cohorts of the team's own."""
        return any(shift.wished for step in self.steps for shift in step.shifts)


def view_of(team_path: TeamPath, means: Mapping[str, float], *, now: datetime) -> PlanView:
    """The plan with names, dates and sentences. Courses that no longer exist are left out.

    `means` are what was published of the team, by competency.
    """
    plan: Mapping[str, Any] = team_path.plan or {}
    courses = {course.slug: course for course in list_courses_for_planning()}
    competencies = {one.key: one.name for one in list_competencies()}
    heads = count_heads(team_path.team)
    shifts = split(heads, plan["parts"])
    overviews = {
        overview.cohort.public_id: overview
        for overview in list_cohorts_for_planning(team_path.team, now)
    }
    requests = list_cohort_requests(team_path)
    written = [step for step in plan["steps"] if step["course"] in courses]
    steps = [
        StepView(
            number=number,
            course=courses[step["course"]],
            minutes=step["minutes"],
            audience=step["audience"],
            heads=_attending(heads, step["audience"]),
            shifts=_shifts(step, shifts, overviews, now),
            enables=[courses[slug] for slug in step["enables"] if slug in courses],
            wished_days=days_to_request(team_path, step["course"], now),
            request=requests.get(step["course"]),
        )
        for number, step in enumerate(written, start=1)
    ]
    labels = {key: localised(name) for key, name in competencies.items()}
    return PlanView(
        team_path=team_path,
        steps=steps,
        shifts=shifts,
        minutes=plan["minutes"],
        team_minutes=sum(step.minutes * sum(step.heads.values()) for step in steps),
        proven=plan["proven"],
        coverage=coverage_chart(coverage_of(plan["coverage"], labels, means)),
        left_open=_open_goals(plan["left_open"], competencies),
        left_out=[
            (courses[entry["course"]], LEFT_OUT[entry["reason"]])
            for entry in plan["left_out"]
            if entry["course"] in courses
        ],
    )


def _shifts(
    step: Mapping[str, Any],
    shifts: Sequence[Heads],
    overviews: Mapping[str, CohortOverview],
    now: datetime,
) -> list[ShiftView]:
    """Those shifts in which somebody attends the step; none of a self-paced one."""
    if step["runs"] is None:
        return []
    found = []
    for number, (run, heads) in enumerate(zip(step["runs"], shifts, strict=True), start=1):
        starts_at = datetime.fromisoformat(run["start"]) if run else None
        ends_at = datetime.fromisoformat(run["end"]) if run else None
        shift = ShiftView(
            number=number,
            heads=_attending(heads, step["audience"]),
            starts_at=starts_at,
            ends_at=ends_at,
            wished=bool(run and run["wished_day"]),
            overview=overviews.get(run["cohort"]) if run and run["cohort"] else None,
            is_over=ends_at is not None and ends_at <= now,
        )
        if attending(shift.heads, ()):
            found.append(shift)
    return found


def _attending(heads: Heads, audience: Collection[str]) -> Heads:
    return {name: count for name, count in heads.items() if not audience or name in audience}


def _open_goals(
    entries: Sequence[Mapping[str, Any]], competencies: Mapping[str, Bilingual]
) -> list[OpenGoals]:
    """Together where there is the same to say of them."""
    groups: dict[str, dict[str, list[Message]]] = {}
    for entry in entries:
        if entry["competency"] in competencies:
            goals = groups.setdefault(entry["reason"], {})
            goals.setdefault(entry["competency"], []).append(FUNCTIONS[entry["function"]])
    return [
        OpenGoals(LEFT_OPEN[reason], [(competencies[key], names) for key, names in goals.items()])
        for reason, goals in groups.items()
    ]
