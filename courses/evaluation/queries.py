"""Reads of evaluations: what is released, and who may still answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course
from courses.cohorts.conditions import is_managed_by, takes_part, takes_place
from courses.cohorts.models import Attendance, Cohort, Enrolment, Session
from courses.evaluation.models import AnswerPool, FeedbackGiven, FeedbackMail, Mail
from courses.evaluation.questionnaire import Wave
from courses.evaluation.release import Released, added_up, mean_in_hundredths
from courses.evaluation.windows import OPEN_FOR, OPENS_AFTER, REMIND_AFTER, wave_at
from organisations.models import Person
from scheduling.models import Event

#: Who has been recorded with nothing but these was not there.
AWAY = ("absent", "excused")

#: When the last session ends that takes place; cohorts that are called off have none.
_ends = (
    select(Session.cohort_id, func.max(Event.ends_at).label("ends_at"))
    .join(Session.event)
    .where(takes_place())
    .group_by(Session.cohort_id)
    .subquery("ends")
)


@dataclass(frozen=True)
class Satisfaction:
    """How content those were who answered right after: the mean of all five scales, from 1 to 5.

    `mean` is in hundredths, 432 for 4.32, and None where too few have answered to show anything;
    `answers` counts only those that are shown.
    """

    answers: int
    mean: int | None


@dataclass(frozen=True)
class OpenFeedback:
    """Somebody may answer now, and has not."""

    enrolment: Enrolment
    wave: Wave


@dataclass(frozen=True)
class ReleasedPool:
    """What may be shown of one pool; `cohort_id` is public, None with what is of several cohorts.

    `is_own` says whether the one who looks manages the cohort, and may see it by itself.
    """

    course: Course
    cohort_id: str | None
    ends_at: datetime | None
    wave: Wave
    released: Released
    is_own: bool


def satisfaction_of(cohort_ids: Collection[int]) -> Satisfaction:
    """How content people were with these cohorts together, in one statement.

    Only cohorts whose figures may be shown count, with what of them may be shown. So whoever
    compares two choices of cohorts learns of no group that is too small.
    """
    kept = db.session.scalars(
        select(AnswerPool.released).where(
            AnswerPool.cohort_id.in_(list(cohort_ids)),
            AnswerPool.wave == Wave.AFTER,
            AnswerPool.released.is_not(None),
        )
    )
    return satisfaction_in([Released.from_json(one) for one in kept])


def satisfaction_in(released: Sequence[Released]) -> Satisfaction:
    """The satisfaction of several groups together, from what of each may be shown."""
    scales = added_up([one.scales for one in released])
    return Satisfaction(
        answers=sum(one.answers for one in released), mean=mean_in_hundredths(*scales.values())
    )


def find_wave(cohort_id: int, now: datetime) -> Wave | None:
    """Which wave of the cohort takes answers at `now`."""
    ends_at = find_end(cohort_id)
    return wave_at(ends_at, now) if ends_at else None


def find_end(cohort_id: int) -> datetime | None:
    """When the cohort's last session ends that takes place."""
    return db.session.scalar(select(_ends.c.ends_at).where(_ends.c.cohort_id == cohort_id))


def find_open_feedback(
    person: Person, now: datetime, cohort: Cohort | None = None
) -> OpenFeedback | None:
    """What `person` may answer at `now` and has not, in `cohort` or in any, soonest to close."""
    query = _unanswered(now).where(Enrolment.person_id == person.id)
    if cohort is not None:
        query = query.where(Enrolment.cohort_id == cohort.id)
    cohort_of = joinedload(Enrolment.cohort)
    row = db.session.execute(
        query.order_by(_ends.c.ends_at, Enrolment.id)
        .limit(1)
        .options(cohort_of.joinedload(Cohort.version), cohort_of.joinedload(Cohort.course))
    ).first()
    return OpenFeedback(row[0], Wave(row[1])) if row else None


def get_own_enrolment(person: Person, cohort_id: str) -> Enrolment:
    """Where `person` takes part in the cohort of that public id. Raises NotFound."""
    enrolment = db.session.scalar(
        select(Enrolment)
        .join(Enrolment.cohort)
        .where(Cohort.public_id == cohort_id, Enrolment.person_id == person.id, takes_part())
        .options(joinedload(Enrolment.cohort).joinedload(Cohort.version))
    )
    if enrolment is None:
        raise NotFound
    return enrolment


def has_answered(enrolment: Enrolment, wave: Wave) -> bool:
    """Whether the person has answered in this wave, as long as it is open."""
    return db.session.get(FeedbackGiven, (enrolment.id, wave)) is not None


def list_to_ask(now: datetime) -> list[tuple[int, Wave, Mail]]:
    """Whom to ask, or to remind, at `now`: enrolment, wave and mail."""
    invitation, reminder = aliased(FeedbackMail), aliased(FeedbackMail)
    wave = _wave(now)
    rows = db.session.execute(
        _unanswered(now)
        .outerjoin(invitation, _is_mail(invitation, Mail.INVITATION, wave))
        .outerjoin(reminder, _is_mail(reminder, Mail.REMINDER, wave))
        .where(
            or_(
                invitation.id.is_(None),
                and_(
                    wave == Wave.LATER,
                    invitation.sent_at <= now - REMIND_AFTER,
                    reminder.id.is_(None),
                ),
            )
        )
        .with_only_columns(Enrolment.id, wave, invitation.id)
        .order_by(_ends.c.ends_at, Enrolment.id)
    )
    return [
        (enrolment_id, Wave(which), Mail.INVITATION if invited is None else Mail.REMINDER)
        for enrolment_id, which, invited in rows
    ]


def list_pools_to_open(now: datetime) -> list[tuple[int, bool]]:
    """By id, the pools to look into today, and whether their time is over."""
    over = or_(
        *(
            and_(AnswerPool.wave == wave, _ends.c.ends_at <= now - opens_after - OPEN_FOR)
            for wave, opens_after in OPENS_AFTER.items()
        )
    )
    over = and_(AnswerPool.cohort_id.is_not(None), or_(_ends.c.ends_at.is_(None), over))
    rows = db.session.execute(
        select(AnswerPool.id, case((over, 1), else_=0))
        .outerjoin(_ends, _ends.c.cohort_id == AnswerPool.cohort_id)
        .where(AnswerPool.sealed.is_not(None), or_(over, AnswerPool.opened_on < now.date()))
        .order_by(AnswerPool.id)
    )
    return [(pool_id, bool(is_over)) for pool_id, is_over in rows]


def list_released(
    person: Person, *, everything: bool, course: Course | None = None
) -> list[ReleasedPool]:
    """What is released of the cohorts that `person` manages, or of all; by date, one statement."""
    is_own = is_managed_by(person)
    query = (
        select(AnswerPool, Cohort.public_id, _ends.c.ends_at, case((is_own, 1), else_=0))
        .join(AnswerPool.course)
        .outerjoin(Cohort, Cohort.id == AnswerPool.cohort_id)
        .outerjoin(_ends, _ends.c.cohort_id == AnswerPool.cohort_id)
        .where(AnswerPool.released.is_not(None), or_(literal(everything), is_own))
        .options(joinedload(AnswerPool.course))
        .order_by(Course.position, _ends.c.ends_at, AnswerPool.id)
    )
    if course is not None:
        query = query.where(AnswerPool.course_id == course.id)
    return [
        ReleasedPool(
            course=pool.course,
            cohort_id=cohort_id,
            ends_at=ends_at,
            wave=Wave(pool.wave),
            released=Released.from_json(pool.released),
            is_own=bool(own),
        )
        for pool, cohort_id, ends_at, own in db.session.execute(query)
    ]


def find_pools(cohort: Cohort) -> dict[Wave, AnswerPool]:
    """The pools of `cohort` that somebody has answered into, by wave."""
    pools = db.session.scalars(select(AnswerPool).where(AnswerPool.cohort_id == cohort.id))
    return {Wave(pool.wave): pool for pool in pools}


def released_of(cohort: Cohort) -> dict[Wave, list[Released]]:
    """What may be shown of `cohort`, by wave; a wave of which nothing may has no entry."""
    return {
        wave: [Released.from_json(pool.released)]
        for wave, pool in find_pools(cohort).items()
        if pool.released
    }


def enrolments_of_over(wave: Wave, now: datetime) -> Select[tuple[int]]:
    """Ids of enrolments in cohorts whose time to answer in `wave` is over at `now`."""
    return (
        select(Enrolment.id)
        .join(_ends, _ends.c.cohort_id == Enrolment.cohort_id)
        .where(_ends.c.ends_at <= now - OPENS_AFTER[wave] - OPEN_FOR)
    )


def _unanswered(now: datetime) -> Select[tuple[Enrolment, Any]]:
    """Enrolments with the wave that is open for them, of people who were there and have not
    answered.
    """
    wave = _wave(now)
    given = exists().where(FeedbackGiven.enrolment_id == Enrolment.id, FeedbackGiven.wave == wave)
    closed = exists().where(
        AnswerPool.cohort_id == Enrolment.cohort_id,
        AnswerPool.wave == wave,
        AnswerPool.sealed.is_(None),
    )
    return (
        select(Enrolment, wave)
        .join(_ends, _ends.c.cohort_id == Enrolment.cohort_id)
        .where(or_(*_open_waves(now).values()), takes_part(), _was_there(), ~given, ~closed)
    )


def _open_waves(now: datetime) -> dict[Wave, ColumnElement[bool]]:
    return {
        wave: and_(
            _ends.c.ends_at <= now - opens_after, _ends.c.ends_at > now - opens_after - OPEN_FOR
        )
        for wave, opens_after in OPENS_AFTER.items()
    }


def _wave(now: datetime) -> ColumnElement[str]:
    return case(*((is_open, literal(str(wave))) for wave, is_open in _open_waves(now).items()))


def _was_there() -> ColumnElement[bool]:
    """Also whose attendance nobody has recorded."""
    recorded = exists().where(Attendance.enrolment_id == Enrolment.id)
    return or_(~recorded, recorded.where(Attendance.status.not_in(AWAY)))


def _is_mail(mail: Any, which: Mail, wave: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(mail.enrolment_id == Enrolment.id, mail.wave == wave, mail.mail == which)
