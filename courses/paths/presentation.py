"""A path as its page shows it: steps with reasons and dates, what stays open, what is left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.i18n import Message
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.queries import CohortOverview
from courses.paths.models import PathStep, TrainingPath
from courses.paths.plan import OpenReason, OutReason
from courses.paths.queries import Surroundings
from courses.paths.wording import CLOSED_BY_SEAT, OPEN_REASONS, OUT_REASONS, SEAT_BESIDES, Advice
from organisations.topics.models import Competency

MOST_DATES = 3


class StepStatus(StrEnum):
    """How far a person has come with a step."""

    PLANNED = "planned"
    ENROLLED = "enrolled"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Closure:
    """A piece of a gap that a step closes. `important`: counts double for what they have met."""

    competency: Competency
    from_level: int
    to_level: int
    reaches_target: bool
    important: bool


@dataclass(frozen=True)
class StepView:
    """One step. `dates`: free dates, the suggested one first; `seat`: the cohort they sit in."""

    number: int
    course: Course
    status: StepStatus
    closures: Sequence[Closure]
    enables: Sequence[Course]
    dates: Sequence[CohortOverview]
    suggested: CohortOverview | None
    seat: Cohort | None

    @property
    def suggestion_gone(self) -> bool:
        """The step still needs a date, and the one suggested has begun or is full."""
        return self.status is StepStatus.PLANNED and self.suggested is None


@dataclass(frozen=True)
class OpenView:
    """A target that the path does not reach."""

    competency: Competency
    level: int
    target: int
    advice: Advice
    more_time_helps: bool


@dataclass(frozen=True)
class OutView:
    """A course that is not in the path, and why."""

    course: Course
    why: Message


@dataclass(frozen=True)
class PathView:
    """Everything the page of a path says."""

    path: TrainingPath
    steps: Sequence[StepView]
    left_open: Sequence[OpenView]
    left_out: Sequence[OutView]

    @property
    def targets(self) -> int:
        """How many targets were missed when the path was planned."""
        closed = {closure.competency.key for step in self.steps for closure in step.closures}
        return len(closed | {gap.competency.key for gap in self.left_open})

    @property
    def targets_reached(self) -> int:
        return self.targets - len(self.left_open)

    @property
    def some_count_double(self) -> bool:
        return any(closure.important for step in self.steps for closure in step.closures)

    @property
    def outdated(self) -> bool:
        """Something has changed that the path does not know of."""
        return self.path.outdated_at is not None or any(step.suggestion_gone for step in self.steps)


def view_of(path: TrainingPath, around: Surroundings) -> PathView:
    """`path` with the names, dates and sentences of its page.

    Courses and competencies that no longer exist are left out.
    """
    competencies = {competency.key: competency for competency in around.competencies}
    courses = {course.slug: course for course in around.courses}
    seats = {enrolment.cohort.course_id: enrolment for enrolment in around.enrolments}
    steps = [_step(step, path, around, competencies, courses, seats) for step in path.steps]
    besides = [
        enrolment.cohort.course
        for course_id, enrolment in seats.items()
        if enrolment.status == EnrolmentStatus.ENROLLED
        and course_id not in {step.course_id for step in path.steps}
    ]
    return PathView(
        path=path,
        steps=steps,
        left_open=[
            _open(gap, competencies[gap["competency"]], besides)
            for gap in path.left_open
            if gap["competency"] in competencies
        ],
        left_out=[
            _out(courses[entry["unit"]], OutReason(entry["reason"]), besides)
            for entry in path.left_out
            if entry["unit"] in courses
        ],
    )


def _step(
    step: PathStep,
    path: TrainingPath,
    around: Surroundings,
    competencies: Mapping[str, Competency],
    courses: Mapping[str, Course],
    seats: Mapping[int, Enrolment],
) -> StepView:
    enrolment = seats.get(step.course_id)
    free = [
        cohort
        for cohort in around.cohorts
        if cohort.cohort.course_id == step.course_id and cohort.seats_left > 0
    ]
    suggested = next((c for c in free if c.cohort.id == step.suggested_cohort_id), None)
    others = [cohort for cohort in free if cohort is not suggested]
    return StepView(
        number=step.position,
        course=step.course,
        status=_status(enrolment),
        closures=_closures(step, path, competencies, around.important),
        enables=[courses[slug] for slug in step.enables if slug in courses],
        dates=([suggested] if suggested else []) + others[: MOST_DATES - bool(suggested)],
        suggested=suggested,
        seat=enrolment.cohort if enrolment else None,
    )


def _status(enrolment: Enrolment | None) -> StepStatus:
    if enrolment is None:
        return StepStatus.PLANNED
    completed = enrolment.status == EnrolmentStatus.COMPLETED
    return StepStatus.COMPLETED if completed else StepStatus.ENROLLED


def _closures(
    step: PathStep,
    path: TrainingPath,
    competencies: Mapping[str, Competency],
    important: Collection[str],
) -> list[Closure]:
    """What the step closes. The last piece of a gap reaches the target unless it stays open."""
    highest: dict[str, int] = {}
    for any_step in path.steps:
        for piece in any_step.closes:
            highest[piece["competency"]] = max(piece["to"], highest.get(piece["competency"], 0))
    still_open = {gap["competency"] for gap in path.left_open}
    return [
        Closure(
            competency=competencies[piece["competency"]],
            from_level=piece["from"],
            to_level=piece["to"],
            reaches_target=piece["competency"] not in still_open
            and piece["to"] == highest[piece["competency"]],
            important=piece["competency"] in important,
        )
        for piece in step.closes
        if piece["competency"] in competencies
    ]


def _open(gap: Mapping, competency: Competency, besides: Iterable[Course]) -> OpenView:
    reason = OpenReason(gap["reason"])
    helped = any(
        effect.competency_id == competency.id and effect.level > gap["level"]
        for course in besides
        for effect in course.raises
    )
    return OpenView(
        competency=competency,
        level=gap["level"],
        target=gap["target"],
        advice=CLOSED_BY_SEAT if helped else OPEN_REASONS[reason],
        more_time_helps=reason is OpenReason.BUDGET and not helped,
    )


def _out(course: Course, reason: OutReason, besides: Sequence[Course]) -> OutView:
    return OutView(course, SEAT_BESIDES if course in besides else OUT_REASONS[reason])
