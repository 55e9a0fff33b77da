"""Reads of training paths. Only the owner's: every query takes the person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.i18n import Bilingual, zone_of
from courses.catalogue.models import Course, CourseFormat, CourseStatus, LearningUnit
from courses.catalogue.queries import list_courses_for_planning
from courses.cohorts.models import WAITING, Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.queries import (
    CohortOverview,
    list_cohorts_for_planning,
    list_enrolments_of,
    list_overviews_of,
)
from courses.cohorts.seats.queries import list_pending_of
from courses.learning.models import UnitCompletion
from courses.learning.queries import Progress, list_studied, progress_in_each
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import list_competency_needs, list_met_situations
from courses.paths.building import HORIZON, Basis, OfferedCohort, OfferedCourse, OwnSeat
from courses.paths.choices import NO_CHOICES, PathChoices, Wishes
from courses.paths.models import KeptChoices, PathStep, TrainingPath
from courses.paths.problem import Pin
from courses.paths.request_models import PathPlanningRequest
from organisations.models import Person
from organisations.topics.models import Competency
from organisations.topics.queries import list_competencies
from scheduling.queries import list_occupied_times


@dataclass(frozen=True)
class Surroundings:
    """What a path is shown with: the catalogue, what is on offer to the person, their seats.

    `pending` are the enrolments that wait for an approval or a seat, or are offered one.
    `important` are the competencies (by key) of the situations that the person has met, `progress`
    how far they are in the path's courses (by id). `choices` are what the person has chosen by now.
    """

    courses: Sequence[Course]
    competencies: Sequence[Competency]
    cohorts: Sequence[CohortOverview]
    enrolments: Sequence[Enrolment]
    pending: Sequence[Enrolment]
    important: Collection[str]
    progress: Mapping[int, Progress]
    choices: PathChoices
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


def find_titles(slugs: Collection[str]) -> dict[str, Bilingual]:
    """The titles of the courses with these slugs."""
    rows = db.session.execute(select(Course.slug, Course.title).where(Course.slug.in_(slugs)))
    return dict(rows.all())


def list_courses_of(slugs: Collection[str]) -> list[Course]:
    """The courses with these slugs, in their order in the catalogue."""
    query = select(Course).where(Course.slug.in_(slugs)).order_by(Course.position, Course.id)
    return list(db.session.scalars(query))


def list_overviews_by_id(public_ids: Collection[str]) -> dict[str, CohortOverview]:
    """The cohorts with these public ids, by them."""
    ids = db.session.scalars(select(Cohort.id).where(Cohort.public_id.in_(public_ids))).all()
    return {overview.cohort.public_id: overview for overview in list_overviews_of(ids)}


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
        choices=read_choices_of(path.person),
        now=now,
    )


def read_choices_of(person: Person) -> PathChoices:
    """What `person` has chosen for their path, as committed by now."""
    kept = db.session.get(KeptChoices, person.id)
    return kept.choices if kept else NO_CHOICES


def read_wishes(person: Person, analysis: NeedsAnalysis) -> Wishes:
    """All that `person` has said about their path, their time with their latest analysis."""
    return Wishes(analysis.budget_minutes or 0, read_choices_of(person))


def read_basis(
    person: Person,
    analysis: NeedsAnalysis,
    *,
    budget_minutes: int,
    now: datetime,
    choices: PathChoices | None = None,
) -> Basis:
    """What a path for `person` is planned from, by what they said in `analysis`.

    An analysis that is about to be completed counts as completed at `now`. `choices` stand for
    those that the person has kept.
    """
    needs = list_competency_needs(analysis, person.function)
    met = list_met_situations(analysis)
    seats = [_own_seat(enrolment) for enrolment in list_enrolments_of(person)]
    studied = {entry.course.slug: entry.completed_at for entry in list_studied(person)}
    chosen = {seat.course for seat in seats} | studied.keys()
    pending = list_pending_of(person)
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
        cohorts=[_offered_cohort(overview) for overview in list_cohorts_for_planning(person, now)],
        seats=seats,
        studied=studied,
        now=now,
        request_version=db.session.scalar(
            select(PathPlanningRequest.version).where(PathPlanningRequest.person_id == person.id)
        ),
        choices=read_choices_of(person) if choices is None else choices,
        zone=zone_of(person),
        occupied=list_occupied_times(person, since=now, until=now + HORIZON, now=now),
        pending={enrolment.cohort.public_id for enrolment in pending},
        begun=_begun_steps(find_current_path(person), seats, pending),
    )


def _begun_steps(
    path: TrainingPath | None, seats: Sequence[OwnSeat], pending: Sequence[Enrolment]
) -> list[Pin]:
    """The steps of the path that its person has a seat in, waits for, or has begun to read."""
    if path is None:
        return []
    seated = {seat.course for seat in seats}
    waiting = {enrolment.cohort.course_id: enrolment.cohort.public_id for enrolment in pending}
    progress = progress_in_each(path.person, [step.course for step in path.steps])
    return [
        Pin(step.course.slug, waiting.get(step.course_id))
        for step in path.steps
        if step.course.slug in seated
        or step.course_id in waiting
        or (step.course.is_self_paced and progress[step.course_id].begun)
    ]


def _offered_cohort(overview: CohortOverview) -> OfferedCohort:
    meetings = [session for session in overview.cohort.sessions if session.takes_place]
    return OfferedCohort(
        id=overview.cohort.public_id,
        course=overview.cohort.course.slug,
        starts_at=overview.starts_at,
        ends_at=overview.ends_at,
        seats_left=overview.seats_left,
        sessions=[(session.event.starts_at, session.event.ends_at) for session in meetings],
        online=overview.cohort.course.format == CourseFormat.ONLINE
        or all(session.event.online_link and not session.event.place for session in meetings),
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
