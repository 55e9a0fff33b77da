"""A path as its page shows it: steps with reasons and dates, what stays open, what is left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.i18n import Bilingual, localised
from courses.catalogue.models import Course
from courses.cohorts.fulfilment import Fulfilment
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, Session
from courses.cohorts.queries import CohortOverview, fulfilment
from courses.learning.queries import Progress
from courses.needs.presentation import LEVEL_NAMES
from courses.paths.choice_wording import LEFT_OUT_BY_CHOICE
from courses.paths.explaining import Names, Sentence, Sentences, sentences_of
from courses.paths.models import PathStep, TrainingPath
from courses.paths.phrases import PERSON, seat_besides
from courses.paths.plan import OpenReason, OutReason
from courses.paths.queries import Surroundings
from courses.paths.wording import CLOSED_BY_SEAT, OPEN_REASONS, Advice
from organisations.topics.models import Competency

MOST_DATES = 3


class StepStatus(StrEnum):
    """How far a person has come with a step."""

    PLANNED = "planned"
    ENROLLED = "enrolled"
    COMPLETED = "completed"


#: The contract's document, see TrainingPath.plan.
Plan = Mapping[str, Any]


@dataclass(frozen=True)
class Closure:
    """A gap that a step closes a piece of. `important`: counts double for what they have met."""

    competency: Competency
    important: bool


@dataclass(frozen=True)
class StepView:
    """One step. `reason` says what it is good for; `dates`: free dates, the suggested one first;
    `seat`: the cohort they sit in, `next_session`: its next meeting, None when all are over;
    `pending`: what they asked for or are offered; `fulfilment`: how far they have come there;
    `progress`: how far they are in its learning units.
    """

    number: int
    course: Course
    status: StepStatus
    reason: str
    closures: Sequence[Closure]
    enables: Sequence[Course]
    dates: Sequence[CohortOverview]
    suggested: CohortOverview | None
    seat: Cohort | None
    next_session: Session | None
    pending: Enrolment | None
    progress: Progress
    fulfilment: Fulfilment | None

    @property
    def title(self) -> Bilingual:
        """What the course is called; to who has a seat, what it was called then."""
        return self.seat.title if self.seat else self.course.title

    @property
    def helps_in_met_situations(self) -> bool:
        """It closes what helps in the situations that the person has met."""
        return any(closure.important for closure in self.closures)

    @property
    def suggestion_gone(self) -> bool:
        """The step still needs a date, and the one suggested has begun or is full.

        Who waits for a seat has chosen a date themselves.
        """
        needs_date = self.status is StepStatus.PLANNED and not self.course.is_self_paced
        return needs_date and self.suggested is None and self.pending is None

    @property
    def can_be_taken(self) -> bool:
        """A date can be chosen, or the next learning unit read."""
        waits = self.status is StepStatus.PLANNED and self.pending is None
        return waits and bool(self.dates or self.course.is_self_paced)


@dataclass(frozen=True)
class OpenGap:
    """A target that the path does not reach."""

    competency: Competency
    says: str


@dataclass(frozen=True)
class OpenView:
    """The targets that are not reached for one and the same reason."""

    advice: Advice
    more_time_helps: bool
    gaps: Sequence[OpenGap]


@dataclass(frozen=True)
class OutView:
    """A course that is not in the path, and why."""

    course: Course
    says: str


@dataclass(frozen=True)
class PathView:
    """Everything the page of a path says. `plan` is the path's, opened once."""

    path: TrainingPath
    plan: Plan
    steps: Sequence[StepView]
    left_open: Sequence[OpenView]
    left_out: Sequence[OutView]
    by_own_choice: Sequence[Course]
    sentences: Sentences

    @property
    def targets(self) -> int:
        """How many targets were missed when the path was planned."""
        closed = {closure.competency.key for step in self.steps for closure in step.closures}
        return len(closed | {gap.competency.key for view in self.left_open for gap in view.gaps})

    @property
    def targets_reached(self) -> int:
        return self.targets - sum(len(view.gaps) for view in self.left_open)

    @property
    def next_to_take(self) -> StepView | None:
        """The first step that waits for the person and that they can go on with."""
        return next((step for step in self.steps if step.can_be_taken), None)

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
    plan = path.plan
    told = _sentences(path, plan, around)
    steps = [_step(step, plan, told, around, competencies, courses, seats) for step in path.steps]
    besides = [
        enrolment.cohort.course
        for course_id, enrolment in seats.items()
        if enrolment.status == EnrolmentStatus.ENROLLED
        and course_id not in {step.course_id for step in path.steps}
    ]
    return PathView(
        path=path,
        plan=plan,
        steps=steps,
        left_open=_open_views(
            plan,
            told,
            competencies,
            besides,
            _lacking_time(plan, courses),
            [courses[slug] for slug in around.choices.dropped if slug in courses],
        ),
        left_out=[
            _out(courses[sentence.about], sentence, besides)
            for sentence in told.left_out
            if sentence.about not in around.choices.dropped
        ],
        by_own_choice=[
            course for course in around.courses if course.by_own_choice and course.is_offered
        ],
        sentences=told,
    )


def _sentences(path: TrainingPath, plan: Plan, around: Surroundings) -> Sentences:
    names = Names(
        units={course.slug: localised(course.title) for course in around.courses},
        competencies={one.key: localised(one.name) for one in around.competencies},
        levels={level: str(name) for level, name in LEVEL_NAMES.items()},
        learners={path.person.public_id: path.person.name},
    )
    return sentences_of(plan, names, PERSON, budget_minutes=path.budget_minutes)


def _step(
    step: PathStep,
    plan: Plan,
    told: Sentences,
    around: Surroundings,
    competencies: Mapping[str, Competency],
    courses: Mapping[str, Course],
    seats: Mapping[int, Enrolment],
) -> StepView:
    enrolment, progress = seats.get(step.course_id), around.progress[step.course_id]
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
        status=_status(step.course, enrolment, progress),
        reason=told.steps[step.position - 1].text,
        closures=_closures(step, plan, competencies, around.important),
        enables=[courses[slug] for slug in _reasons(step, plan)["enables"] if slug in courses],
        dates=([suggested] if suggested else []) + others[: MOST_DATES - bool(suggested)],
        suggested=suggested,
        seat=enrolment.cohort if enrolment else None,
        next_session=_next_session(enrolment, around.now),
        pending=None if enrolment else _pending(step, around),
        progress=progress,
        fulfilment=fulfilment(enrolment) if enrolment else None,
    )


def _reasons(step: PathStep, plan: Plan) -> Mapping[str, Any]:
    return plan["steps"][step.position - 1]


def _status(course: Course, enrolment: Enrolment | None, progress: Progress) -> StepStatus:
    if course.is_self_paced:
        return StepStatus.COMPLETED if progress.complete else StepStatus.PLANNED
    if enrolment is None:
        return StepStatus.PLANNED
    completed = enrolment.status == EnrolmentStatus.COMPLETED
    return StepStatus.COMPLETED if completed else StepStatus.ENROLLED


def _next_session(enrolment: Enrolment | None, now: datetime) -> Session | None:
    meetings = enrolment.cohort.sessions if enrolment else []
    coming = [
        meeting for meeting in meetings if meeting.takes_place and meeting.event.ends_at > now
    ]
    return min(coming, key=lambda meeting: meeting.event.starts_at, default=None)


def _pending(step: PathStep, around: Surroundings) -> Enrolment | None:
    """What the person waits for in the step's course; an offer first, for it ends soon."""
    found = [one for one in around.pending if one.cohort.course_id == step.course_id]
    return min(found, key=lambda one: (one.offer_until is None, one.id), default=None)


def _closures(
    step: PathStep,
    plan: Plan,
    competencies: Mapping[str, Competency],
    important: Collection[str],
) -> list[Closure]:
    return [
        Closure(competencies[piece["competency"]], piece["competency"] in important)
        for piece in _reasons(step, plan)["closes"]
        if piece["competency"] in competencies
    ]


def _lacking_time(plan: Plan, courses: Mapping[str, Course]) -> list[Course]:
    """The courses that are left out because the time does not reach for them."""
    return [
        courses[entry["unit"]]
        for entry in plan["left_out"]
        if entry["reason"] == OutReason.BUDGET and entry["unit"] in courses
    ]


def _open_views(
    plan: Plan,
    told: Sentences,
    competencies: Mapping[str, Competency],
    besides: Sequence[Course],
    lacking_time: Sequence[Course],
    dropped: Sequence[Course],
) -> list[OpenView]:
    """The gaps that stay open, together where there is the same to say of them."""
    gaps = {gap["competency"]: gap for gap in plan["left_open"]}
    groups: dict[Advice, list[OpenGap]] = {}
    for sentence in told.left_open:
        competency = competencies[sentence.about]
        advice = _advice(gaps[sentence.about], competency, besides, lacking_time, dropped)
        groups.setdefault(advice, []).append(OpenGap(competency, sentence.says))
    needs_time = OPEN_REASONS[OpenReason.BUDGET]
    return [OpenView(advice, advice is needs_time, gaps) for advice, gaps in groups.items()]


def _advice(
    gap: Mapping[str, Any],
    competency: Competency,
    besides: Sequence[Course],
    lacking_time: Sequence[Course],
    dropped: Sequence[Course],
) -> Advice:
    """What to say of a gap, the most useful first.

    A seat in a course that is no step may well work on it; and where more time would bring a
    course that raises the level, that is what the person can do something about.
    """
    if _any_raises(besides, competency, gap["level"]):
        return CLOSED_BY_SEAT
    if _any_raises(dropped, competency, gap["level"]):
        return LEFT_OUT_BY_CHOICE
    if _any_raises(lacking_time, competency, gap["level"]):
        return OPEN_REASONS[OpenReason.BUDGET]
    return OPEN_REASONS[OpenReason(gap["reason"])]


def _any_raises(courses: Sequence[Course], competency: Competency, level: int) -> bool:
    return any(
        effect.competency_id == competency.id and effect.level > level
        for course in courses
        for effect in course.raises
    )


def _out(course: Course, sentence: Sentence, besides: Sequence[Course]) -> OutView:
    if course in besides:
        return OutView(course, seat_besides(localised(course.title)))
    return OutView(course, sentence.text)
