"""Reads of what lies behind and after a person's analyses: earlier ones, courses completed since.

Analyses go by their number, counted from the first: addresses tell nothing else of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course, CourseEffect
from courses.cohorts.conditions import RUN_DATES
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.learning.queries import list_studied
from courses.needs.models import NeedsAnalysis
from courses.needs.progress import Completion, WorthAnew, completed_since, levels_today, worth_anew
from courses.needs.queries import CompetencyNeed, list_competency_needs
from organisations.models import Person


@dataclass(frozen=True)
class Standing:
    """Where a person stands today: what they said in `analysis`, and what has come since.

    `today` holds the levels with those of the courses completed `since`, which are provisional.
    """

    analysis: NeedsAnalysis
    needs: Sequence[CompetencyNeed]
    since: Sequence[Course]
    today: Mapping[str, int]
    worth_anew: WorthAnew | None


def list_completed_analyses(person: Person) -> Sequence[NeedsAnalysis]:
    """All that the person has completed, the first one first; the last one counts."""
    return db.session.scalars(
        select(NeedsAnalysis)
        .where(NeedsAnalysis.person_id == person.id, NeedsAnalysis.completed_at.is_not(None))
        .order_by(NeedsAnalysis.completed_at, NeedsAnalysis.id)
        .options(joinedload(NeedsAnalysis.person))
    ).all()


def numbered(analyses: Sequence[NeedsAnalysis], number: int) -> NeedsAnalysis:
    """The one of that number, counted from 1. Raises NotFound."""
    if not 1 <= number <= len(analyses):
        raise NotFound
    return analyses[number - 1]


def read_standing(analysis: NeedsAnalysis, *, now: datetime) -> Standing:
    """Where the person of the completed `analysis` stands at `now`."""
    needs = list_competency_needs(analysis, analysis.person.function)
    levels = {need.competency.key: need.level for need in needs if need.level is not None}
    found = _list_completed_courses(analysis.person)
    since = completed_since((completion for completion, _course in found), analysis.completed_at)
    return Standing(
        analysis=analysis,
        needs=needs,
        since=list(dict.fromkeys(course for completion, course in found if completion in since)),
        today=levels_today(levels, since),
        worth_anew=worth_anew(analysis.completed_at, since, now),
    )


def _list_completed_courses(person: Person) -> list[tuple[Completion, Course]]:
    """Every course that the person has completed, live or at their own pace, by the day."""
    attended = (
        select(Cohort.course_id, RUN_DATES.c.ends_at)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.status == EnrolmentStatus.COMPLETED,
            RUN_DATES.c.confirmed == 1,
        )
    )
    over = list(db.session.execute(attended))
    over += [(studied.course.id, studied.completed_at) for studied in list_studied(person)]
    if not over:
        return []
    courses = db.session.scalars(
        select(Course)
        .where(Course.id.in_([course_id for course_id, _at in over]))
        .options(selectinload(Course.raises).joinedload(CourseEffect.competency))
    )
    by_id = {course.id: course for course in courses}
    return [
        (_completion(by_id[course_id], at), by_id[course_id])
        for course_id, at in sorted(over, key=lambda entry: (entry[1], entry[0]))
    ]


def _completion(course: Course, at: datetime) -> Completion:
    raises = {effect.competency.key: effect.level for effect in course.raises}
    return Completion(course.slug, at, raises)
