"""Reads of training paths. Only the owner's: every query takes the person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from courses.catalogue.models import Course, CourseFormat, CourseStatus, LearningUnit
from courses.catalogue.queries import list_courses_for_planning
from courses.cohorts.models import WAITING, Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.queries import CohortOverview, list_cohorts_for_planning, list_enrolments_of
from courses.cohorts.seats.queries import list_pending_of
from courses.learning.models import UnitCompletion
from courses.learning.queries import Progress, list_studied, progress_in_each
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import list_competency_needs, list_met_situations
from courses.paths.building import Basis, OfferedCohort, OfferedCourse, OwnSeat
from courses.paths.models import PathStep, TrainingPath
from courses.paths.request_models import PathPlanningRequest
from organisations.models import Person
from organisations.topics.models import Competency
from organisations.topics.queries import list_competencies


@dataclass(frozen=True)
class Surroundings:
    """What a path is shown with: the catalogue, what is on offer to the person, their seats.

    `pending` are the enrolments that wait for an approval or a seat, or are offered one.
    `important` are the competencies (by key) of the situations that the person has met, `progress`
    how far they are in the path's courses (by id).
    """

    courses: Sequence[Course]
    competencies: Sequence[Competency]
    cohorts: Sequence[CohortOverview]
    enrolments: Sequence[Enrolment]
    pending: Sequence[Enrolment]
    important: Collection[str]
    progress: Mapping[int, Progress]
    now: datetime


def find_current_path(person: Person) -> TrainingPath | None:
    """The path of `person` that holds now, with its steps and their courses."""
    return db.session.scalar(
        select(TrainingPath)
        .where(TrainingPath.person_id == person.id, TrainingPath.replaced_at.is_(None))
        .options(
            joinedload(TrainingPath.analysis),
            joinedload(TrainingPath.person),
            selectinload(TrainingPath.steps).joinedload(PathStep.course),
        )
    )


def find_first_open_step(person: Person, *, with_dates: bool = True) -> PathStep | None:
    """The first step of the current path that waits for the person.

    A live course that is offered and in which they have no seat and wait for none, or a self-paced
    one that they have not completed; only the latter unless `with_dates`.
    """
    has_a_seat = exists().where(
        Enrolment.person_id == person.id,
        or_(Enrolment.seat_number.is_not(None), Enrolment.status.in_(WAITING)),
        Enrolment.cohort_id == Cohort.id,
        Cohort.course_id == PathStep.course_id,
    )
    is_done_with = exists().where(
        UnitCompletion.person_id == person.id, UnitCompletion.unit_id == LearningUnit.id
    )
    has_open_units = exists().where(LearningUnit.course_id == Course.id, ~is_done_with)
    return db.session.scalar(
        select(PathStep)
        .join(PathStep.path)
        .join(PathStep.course)
        .where(
            TrainingPath.person_id == person.id,
            TrainingPath.replaced_at.is_(None),
            or_(
                and_(
                    literal(with_dates),
                    Course.format != CourseFormat.SELF_PACED,
                    Course.status == CourseStatus.PUBLISHED,
                    ~has_a_seat,
                ),
                and_(Course.format == CourseFormat.SELF_PACED, has_open_units),
            ),
        )
        .order_by(PathStep.position)
        .limit(1)
        .options(joinedload(PathStep.course))
    )


def read_surroundings(path: TrainingPath, *, now: datetime) -> Surroundings:
    """What the page of `path` shows beside it."""
    met = list_met_situations(path.analysis)
    return Surroundings(
        courses=list_courses_for_planning(),
        competencies=list_competencies(),
        cohorts=list_cohorts_for_planning(path.person, now),
        enrolments=list_enrolments_of(path.person),
        pending=list_pending_of(path.person),
        important={competency.key for situation in met for competency in situation.competencies},
        progress=progress_in_each(path.person, [step.course for step in path.steps]),
        now=now,
    )


def read_basis(
    person: Person, analysis: NeedsAnalysis, *, budget_minutes: int, now: datetime
) -> Basis:
    """What a path for `person` is planned from, by what they said in `analysis`.

    An analysis that is about to be completed counts as completed at `now`.
    """
    needs = list_competency_needs(analysis, person.function)
    met = list_met_situations(analysis)
    seats = [_own_seat(enrolment) for enrolment in list_enrolments_of(person)]
    studied = {entry.course.slug: entry.completed_at for entry in list_studied(person)}
    chosen = {seat.course for seat in seats} | studied.keys()
    return Basis(
        person=person.public_id,
        function=person.function or "",
        assessed_at=analysis.completed_at or now,
        budget_minutes=budget_minutes,
        levels={need.competency.key: need.level or 0 for need in needs},
        targets={need.competency.key: need.target for need in needs if need.target is not None},
        important={competency.key for situation in met for competency in situation.competencies},
        courses=[
            _offered(course)
            for course in list_courses_for_planning()
            if (course.is_offered and not course.by_own_choice) or course.slug in chosen
        ],
        cohorts=[
            OfferedCohort(
                id=overview.cohort.public_id,
                course=overview.cohort.course.slug,
                starts_at=overview.starts_at,
                ends_at=overview.ends_at,
                seats_left=overview.seats_left,
            )
            for overview in list_cohorts_for_planning(person, now)
        ],
        seats=seats,
        studied=studied,
        now=now,
        request_version=db.session.scalar(
            select(PathPlanningRequest.version).where(PathPlanningRequest.person_id == person.id)
        ),
    )


def _offered(course: Course) -> OfferedCourse:
    return OfferedCourse(
        slug=course.slug,
        minutes=course.minutes,
        self_paced=course.is_self_paced,
        audience=[entry.function for entry in course.audience],
        requires={entry.competency.key: entry.level for entry in course.requires},
        after=sorted({earlier.slug for earlier in (*course.after, *course.prerequisites)}),
        raises={entry.competency.key: entry.level for entry in course.raises},
    )


def _own_seat(enrolment: Enrolment) -> OwnSeat:
    return OwnSeat(
        cohort=enrolment.cohort.public_id,
        course=enrolment.cohort.course.slug,
        completed=enrolment.status == EnrolmentStatus.COMPLETED,
        sessions=[
            (session.event.starts_at, session.event.ends_at)
            for session in enrolment.cohort.sessions
            if session.takes_place
        ],
    )
