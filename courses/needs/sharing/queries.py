"""Reads of shared levels: one's own, or what trainers of a cohort are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import CourseEffect
from courses.cohorts.conditions import RUN_DATES, takes_part
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import find_enrolment, get_cohort_for
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis, get_levels
from courses.needs.sharing.models import LevelShare
from courses.needs.sharing.sealed import SharedLevels, open_levels, open_levels_of_each
from organisations.models import Person
from organisations.topics.models import Competency
from organisations.topics.queries import list_competencies

#: For what comes up after the last session; then nobody is shown anything any more.
SHOWN_AFTERWARDS = timedelta(days=28)


class Scope(StrEnum):
    """Which levels somebody shares: of what the course raises, or all."""

    COURSE = "course"
    ALL = "all"


@dataclass(frozen=True)
class ShownLevels:
    """What trainers are shown of one person: levels in the order of the competencies."""

    person: Person
    lines: Sequence[tuple[Competency, int]]
    assessed_at: datetime


@dataclass(frozen=True)
class Preview:
    """What would be shared, and with whom."""

    analysis: NeedsAnalysis
    shown: ShownLevels
    trainers: Sequence[Person]


@dataclass(frozen=True)
class OwnShare:
    """What somebody shares in a cohort: with whom, and which of its trainers are left out."""

    cohort: Cohort
    levels: SharedLevels
    trainers: Sequence[Person]
    left_out: Sequence[Person]


def get_own_enrolment(person: Person, cohort_id: str, now: datetime) -> Enrolment:
    """Where `person` takes part and could share. Raises NotFound, also when that is over."""
    enrolment = find_enrolment(person, get_cohort_for(person, cohort_id))
    if enrolment is None or not is_open(enrolment, now):
        raise NotFound
    return enrolment


def is_open(enrolment: Enrolment, now: datetime) -> bool:
    """Whether something can be shared: the person takes part, and it is not long over."""
    open_one = select(Enrolment.id).join(Enrolment.cohort).where(Enrolment.id == enrolment.id)
    return db.session.scalar(_while_open(open_one, now)) is not None


def preview(enrolment: Enrolment, scope: Scope) -> Preview | None:
    """What sharing would show by the latest analysis; None without one."""
    analysis = find_completed_analysis(enrolment.person)
    if analysis is None or analysis.completed_at is None:
        return None
    levels = get_levels(analysis)
    if scope is Scope.COURSE:
        raised = set(
            db.session.scalars(
                select(Competency.key)
                .join(CourseEffect, CourseEffect.competency_id == Competency.id)
                .where(CourseEffect.course_id == enrolment.cohort.course_id)
            )
        )
        levels = {key: level for key, level in levels.items() if key in raised}
    shown = ShownLevels(enrolment.person, _lines(levels), analysis.completed_at)
    return Preview(analysis, shown, enrolment.cohort.trainers)


def find_share(enrolment: Enrolment) -> LevelShare | None:
    """The row of `enrolment`, read anew; None where nothing is shared."""
    query = select(LevelShare).where(LevelShare.enrolment_id == enrolment.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def find_own_share(enrolment: Enrolment) -> tuple[OwnShare, ShownLevels] | None:
    """What the person of `enrolment` shares there, and how it is shown; None for nothing."""
    share = find_share(enrolment)
    own = _own(share) if share else None
    if own is None:
        return None
    shown = ShownLevels(enrolment.person, _lines(own.levels.levels), own.levels.assessed_at)
    return own, shown


def list_own_shares(person: Person, now: datetime) -> list[OwnShare]:
    """All that `person` shares at `now`, by cohort."""
    query = (
        select(LevelShare)
        .join(LevelShare.enrolment)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id == person.id)
        .options(
            contains_eager(LevelShare.enrolment)
            .contains_eager(Enrolment.cohort)
            .selectinload(Cohort.trainers),
            contains_eager(LevelShare.enrolment)
            .contains_eager(Enrolment.cohort)
            .joinedload(Cohort.version),
            contains_eager(LevelShare.enrolment).joinedload(Enrolment.person),
        )
        .order_by(LevelShare.shared_at, LevelShare.enrolment_id)
    )
    shares = db.session.scalars(_while_open(query, now)).all()
    return [own for share in shares if (own := _own(share))]


def list_shown_to(reader: Person, cohort: Cohort, now: datetime) -> list[ShownLevels]:
    """What those who take part in `cohort` share with `reader`, by name; three statements.

    Nothing for who does not train it, the programme office included, and nothing of somebody who
    shared it before `reader` was among the trainers.
    """
    if reader not in cohort.trainers:
        return []
    query = (
        select(LevelShare, Person)
        .join(LevelShare.enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort.id)
        .order_by(Person.sort_name, Person.id)
    )
    shares = {person: share for share, person in db.session.execute(_while_open(query, now))}
    opened = open_levels_of_each(cohort, shares) if shares else {}
    competencies = list_competencies() if opened else []
    return [
        ShownLevels(
            person,
            _lines(opened[person].levels, competencies),
            opened[person].assessed_at,
        )
        for person in shares
        if person in opened and reader.public_id in opened[person].trainers
    ]


def _while_open(query: Select[Any], now: datetime) -> Select[Any]:
    """`query`, which has joined enrolments and cohorts, of those where sharing holds at `now`."""
    return query.join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id).where(
        takes_part(),
        Cohort.cancelled_at.is_(None),
        RUN_DATES.c.ends_at >= now - SHOWN_AFTERWARDS,
    )


def _own(share: LevelShare) -> OwnShare | None:
    levels, cohort = open_levels(share), share.enrolment.cohort
    if levels is None:
        return None
    return OwnShare(
        cohort,
        levels,
        trainers=[one for one in cohort.trainers if one.public_id in levels.trainers],
        left_out=[one for one in cohort.trainers if one.public_id not in levels.trainers],
    )


def _lines(
    levels: Mapping[str, int], competencies: Sequence[Competency] | None = None
) -> list[tuple[Competency, int]]:
    return [
        (competency, levels[competency.key])
        for competency in (list_competencies() if competencies is None else competencies)
        if competency.key in levels
    ]
