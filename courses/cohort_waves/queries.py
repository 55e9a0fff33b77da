"""Reads of cohorts' waves: what is due, who is asked, what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.matrix import ASSESS_ONESELF
from assessments.waves.models import Wave, WaveMember, WaveState
from assessments.waves.rules import current_k
from courses.cohort_waves.models import CohortWave, CohortWithoutWaves
from courses.cohort_waves.occasions import (
    MONTHS_LATER,
    OPEN_FOR,
    REMIND_BEFORE,
    Occasion,
    Window,
    reminds_at,
    window_of,
)
from courses.cohorts.conditions import RUN_DATES, takes_part
from courses.cohorts.models import Cohort, Enrolment
from organisations.accounts.models import RoleGrant
from organisations.entitlements.queries import memberships_without
from organisations.models import Municipality, Person

#: Longer than any three months, and a day for zones.
_LONGEST_WAIT = timedelta(days=31 * MONTHS_LATER + 1)

_OVER = (WaveState.CLOSED, WaveState.FROZEN)


@dataclass(frozen=True)
class Due:
    """A cohort that is to be asked, and when."""

    cohort_id: int
    occasion: Occasion
    window: Window


@dataclass(frozen=True)
class Opened:
    """A wave that was opened for a cohort, as both sides know it."""

    row: CohortWave
    wave: Wave

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.row.occasion)


def list_due(now: datetime, cohort_id: int | None = None) -> list[Due]:
    """What is to be opened at `now`, of all cohorts or of one; one statement besides k.

    Not where the cohort is called off or does not want it, where fewer people than k could answer,
    nor without the wave before it: so cohorts of long ago are never asked.
    """
    zone, found = programme_zone(), []
    for each, starts_at, ends_at, *labels in db.session.execute(_candidates(now, cohort_id)):
        opened = dict(zip(Occasion, labels, strict=True))
        for occasion in Occasion:
            window = window_of(occasion, starts_at, ends_at, zone)
            comes_next = occasion.previous is None or opened[occasion.previous] in _OVER
            if opened[occasion] is None and comes_next and window.is_due(now, zone):
                found.append(Due(each, occasion, window))
    return found


def list_changed(now: datetime) -> list[tuple[int, str]]:
    """Cohort and occasion of open waves that ask others than those who take part by now."""
    others = select(WaveMember.person_id).where(
        WaveMember.wave_id == Wave.id, WaveMember.person_id.not_in(_taking_part())
    )
    asked = select(WaveMember.person_id).where(WaveMember.wave_id == Wave.id)
    new = _taking_part().where(Person.id.not_in(asked))
    rows = db.session.scalars(
        select(CohortWave)
        .join(Wave, Wave.public_id == CohortWave.wave_label)
        .where(or_(others.exists(), new.exists()), *_is_open(now))
        .order_by(CohortWave.cohort_id, CohortWave.occasion)
    )
    return [(row.cohort_id, row.occasion) for row in rows]


def list_to_remind(now: datetime) -> list[tuple[int, str]]:
    """Cohort and occasion of open waves whose people are to be reminded at `now`."""
    zone = programme_zone()
    soon = now.astimezone(zone).date() + REMIND_BEFORE
    rows = db.session.execute(
        _opened()
        .where(CohortWave.reminded.is_(False), Wave.closes_on <= soon, *_is_open(now))
        .order_by(CohortWave.cohort_id, CohortWave.occasion)
    )
    found = []
    for row, wave in rows:
        at = reminds_at(wave.opened_at, wave.closes_on, zone)
        if at is not None and at <= now:
            found.append((row.cohort_id, row.occasion))
    return found


def list_begun(now: datetime) -> list[tuple[int, str]]:
    """Cohort and occasion of what is asked *before* a course whose first day has come."""
    zone = programme_zone()
    today = now.astimezone(zone).date()
    tomorrow = datetime.combine(today + timedelta(days=1), time.min, zone)
    rows = db.session.scalars(
        select(CohortWave)
        .join(Wave, Wave.public_id == CohortWave.wave_label)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == CohortWave.cohort_id)
        .where(
            CohortWave.occasion == Occasion.BEFORE,
            Wave.state == WaveState.OPEN,
            RUN_DATES.c.starts_at < tomorrow,
        )
        .order_by(CohortWave.cohort_id)
    )
    return [(row.cohort_id, row.occasion) for row in rows]


def find_opened(cohort_id: int, occasion: Occasion) -> Opened | None:
    """The wave of a cohort on an occasion, as it is in the database by now."""
    row = db.session.execute(
        _opened()
        .where(CohortWave.cohort_id == cohort_id, CohortWave.occasion == occasion)
        .execution_options(populate_existing=True)
    ).first()
    return Opened(*row) if row else None


def list_opened(cohort: Cohort) -> dict[Occasion, Wave]:
    """The waves that were opened for `cohort`."""
    rows = db.session.execute(_opened().where(CohortWave.cohort_id == cohort.id))
    return {Occasion(row.occasion): wave for row, wave in rows}


def list_open_waves_of(cohort_id: int) -> list[Wave]:
    """The waves of a cohort that people give to, as they are by now."""
    return list(
        db.session.scalars(
            select(Wave)
            .join(CohortWave, CohortWave.wave_label == Wave.public_id)
            .where(CohortWave.cohort_id == cohort_id, Wave.state == WaveState.OPEN)
            .order_by(Wave.id)
            .execution_options(populate_existing=True)
        )
    )


def list_asking(person: Person, now: datetime) -> list[Opened]:
    """The waves of cohorts to which `person` can give at `now`, the first to close first."""
    rows = db.session.execute(
        _opened()
        .join(WaveMember, WaveMember.wave_id == Wave.id)
        .where(WaveMember.person_id == person.id, *_is_open(now))
        .order_by(Wave.closes_on, Wave.id)
    )
    return [Opened(row, wave) for row, wave in rows]


def list_people(cohort_id: int) -> Sequence[Person]:
    """Who is asked: everybody who takes part and may assess themselves, at this moment."""
    return db.session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort_id, takes_part(), _may_assess_themselves())
        .order_by(Person.id)
    ).all()


def wants_waves(cohort: Cohort) -> bool:
    """Whether nobody has switched them off."""
    return db.session.get(CohortWithoutWaves, cohort.id) is None


def takes_place_at_all(cohort_id: int) -> bool:
    """Whether a session of the cohort is not called off."""
    confirmed = select(RUN_DATES.c.confirmed).where(RUN_DATES.c.cohort_id == cohort_id)
    return db.session.scalar(confirmed) == 1


def _candidates(now: datetime, cohort_id: int | None) -> Select[tuple[int, datetime, datetime]]:
    """Cohorts whose time it may be, their dates, and the state of each occasion's wave."""
    people = (
        select(func.count())
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == Cohort.id, takes_part(), _may_assess_themselves())
        .scalar_subquery()
    )
    query = (
        select(Cohort.id, RUN_DATES.c.starts_at, RUN_DATES.c.ends_at)
        .join(RUN_DATES, RUN_DATES.c.cohort_id == Cohort.id)
        .where(
            RUN_DATES.c.confirmed == 1,
            RUN_DATES.c.starts_at <= now + OPEN_FOR + timedelta(days=1),
            RUN_DATES.c.ends_at > now - _LONGEST_WAIT - OPEN_FOR - timedelta(days=1),
            Cohort.cancelled_at.is_(None),
            ~exists().where(CohortWithoutWaves.cohort_id == Cohort.id),
            people >= current_k(),
        )
        .order_by(Cohort.id)
    )
    for occasion in Occasion:
        row, wave = aliased(CohortWave), aliased(Wave)
        query = (
            query.outerjoin(row, and_(row.cohort_id == Cohort.id, row.occasion == occasion))
            .outerjoin(wave, wave.public_id == row.wave_label)
            .add_columns(wave.state)
        )
    return query if cohort_id is None else query.where(Cohort.id == cohort_id)


def _opened() -> Select[tuple[CohortWave, Wave]]:
    return select(CohortWave, Wave).join(Wave, Wave.public_id == CohortWave.wave_label)


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    today = now.astimezone(programme_zone()).date()
    return Wave.state == WaveState.OPEN, Wave.closes_on >= today


def _taking_part() -> Select[tuple[int]]:
    """Ids of who is to be asked in the cohort of the row that the statement is about."""
    return (
        select(Person.id)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == CohortWave.cohort_id, takes_part(), _may_assess_themselves())
        .correlate(CohortWave, Wave)
    )


def _may_assess_themselves() -> ColumnElement[bool]:
    """Of a person: as `may(ASSESS_ONESELF)` says of who is signed in."""
    may = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(sorted(ASSESS_ONESELF.roles))
    )
    withheld = exists().where(
        Municipality.id == Person.municipality_id,
        Municipality.membership.in_(memberships_without(ASSESS_ONESELF.benefit)),
    )
    return and_(may, ~withheld)
