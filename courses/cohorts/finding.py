"""Look for cohorts: those that one manages by words, by stage, page by page; those one may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from courses.catalogue.version_models import CourseVersion
from courses.cohorts.conditions import RUN_DATES, is_managed_by, may_see
from courses.cohorts.models import Cohort, CohortTrainer
from courses.cohorts.queries import CohortOverview, list_overviews_of
from organisations.models import Municipality, Person
from organisations.searching import contains, words_of
from organisations.wording import STATES

COHORTS_PER_PAGE = 25


class Stage(StrEnum):
    """Where a cohort stands."""

    CURRENT = "current"  # running or still to come
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class FoundCohorts:
    """One page of what was found at a stage, and how many there are at each. `page` is 1-based."""

    overviews: Sequence[CohortOverview]
    stage: Stage
    numbers: Mapping[str, int]
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.numbers.get(self.stage, 0) // COHORTS_PER_PAGE))


@dataclass(frozen=True)
class CohortTitle:
    """What a cohort is called and when it begins."""

    public_id: str
    title: Bilingual
    starts_at: datetime


def list_current_titles(person: Person, now: datetime) -> list[CohortTitle]:
    """The cohorts that `person` may see and that are not over at `now`, by date; one statement."""
    rows = db.session.execute(
        select(Cohort.public_id, CourseVersion.title, RUN_DATES.c.starts_at)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .join(Cohort.version)
        .where(may_see(person), RUN_DATES.c.confirmed == 1, RUN_DATES.c.ends_at > now)
        .order_by(RUN_DATES.c.starts_at, Cohort.id)
    )
    return [CohortTitle(*row) for row in rows]


def find_managed_cohorts(
    person: Person, now: datetime, *, search: str = "", stage: Stage = Stage.CURRENT, page: int = 1
) -> FoundCohorts:
    """Cohorts that `person` trains, all of them for the office; what is past with the latest first.

    Every word of `search` is in the course's title, a trainer's name, or the name or the Land of
    the municipality that the cohort is for. A `page` that there is not becomes the nearest one.
    """
    now_at = _stage_at(now)
    found = (
        select(Cohort.id, now_at.label("stage"), RUN_DATES.c.starts_at)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .outerjoin(Cohort.municipality)
        .where(is_managed_by(person), *_conditions(words_of(search)))
    )
    numbers = dict(_counted(found))
    pages = max(1, -(-numbers.get(stage, 0) // COHORTS_PER_PAGE))
    page = min(max(page, 1), pages)
    begins = RUN_DATES.c.starts_at
    in_order = begins.asc() if stage is Stage.CURRENT else begins.desc()
    ids = db.session.scalars(
        found.where(now_at == stage)
        .order_by(in_order, Cohort.id)
        .offset((page - 1) * COHORTS_PER_PAGE)
        .limit(COHORTS_PER_PAGE)
    ).all()
    overviews = {one.cohort.id: one for one in list_overviews_of(ids)}
    return FoundCohorts([overviews[each] for each in ids], stage, numbers, page)


def _counted(found: Select[tuple[int, str, datetime]]) -> Sequence[tuple[str, int]]:
    stages = found.subquery()
    rows = db.session.execute(select(stages.c.stage, func.count()).group_by(stages.c.stage))
    return [(stage, number) for stage, number in rows]


def _stage_at(now: datetime) -> ColumnElement[str]:
    return case(
        (RUN_DATES.c.confirmed == 0, Stage.CANCELLED.value),
        (RUN_DATES.c.ends_at <= now, Stage.PAST.value),
        else_=Stage.CURRENT.value,
    )


def _conditions(words: Sequence[str]) -> list[ColumnElement[bool]]:
    if not words:
        return []
    titles = _titles()
    return [
        or_(
            Cohort.course_id.in_(_courses_with(word, titles)),
            exists().where(
                CohortTrainer.cohort_id == Cohort.id,
                CohortTrainer.person_id == Person.id,
                contains(word, Person.given_name, Person.family_name),
            ),
            contains(word, Municipality.name),
            Municipality.state.in_(_states_with(word)),
        )
        for word in words
    ]


def _titles() -> Sequence[tuple[int, str]]:
    """Course ids with what the courses were called when a cohort was opened. They are few, and
    databases keep them as JSON, which they could not look into alike.
    """
    has_cohort = exists().where(
        Cohort.course_id == CourseVersion.course_id, Cohort.version_number == CourseVersion.number
    )
    rows = db.session.execute(
        select(CourseVersion.course_id, CourseVersion.title).where(has_cohort)
    )
    return [(course_id, f"{title.de}\n{title.en}".casefold()) for course_id, title in rows]


def _courses_with(word: str, titles: Sequence[tuple[int, str]]) -> set[int]:
    return {course_id for course_id, title in titles if word.casefold() in title}


def _states_with(word: str) -> list[str]:
    return [key for key, name in STATES.items() if word.casefold() in str(name).casefold()]
