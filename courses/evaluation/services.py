"""Commands of evaluations: take an answer, ask for one, release what may be shown, close a pool.

Nothing of it is audited: neither what somebody answers nor that they do.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from app.kernel.base import new_public_id
from app.kernel.db import INSERT, db, lock
from app.kernel.errors import NotFound
from courses.cohorts.models import Enrolment
from courses.evaluation import queries
from courses.evaluation.errors import AlreadyAnswered, FeedbackClosed, NothingAnswered
from courses.evaluation.models import AnswerPool, FeedbackGiven, FeedbackMail, Mail
from courses.evaluation.pool import DICE, Answers, open_pool, seal_pool
from courses.evaluation.questionnaire import Wave, checked
from courses.evaluation.release import COHORT_RULE, COURSE_RULE, Released, release
from notifications.services import notify
from organisations.models import Person

TEMPLATES = {Mail.INVITATION: "evaluation/asked", Mail.REMINDER: "evaluation/reminded"}


def give_feedback(
    *, enrolment: Enrolment, given: Mapping[str, int | str | None], actor: Person, now: datetime
) -> Wave:
    """Put what `actor` answers into the pool of their cohort; returns the wave it belongs to.

    The mark that they have answered and the answer come together, or neither does. Raises NotFound
    unless it is their own enrolment and they take part, FeedbackClosed outside the time to answer,
    NothingAnswered, AlreadyAnswered (two at once: the mark's primary key lets one through), and
    ValueError for what no form offers.
    """
    if enrolment.person_id != actor.id or not enrolment.takes_part:
        raise NotFound
    wave = queries.find_wave(enrolment.cohort_id, now)
    if wave is None:
        raise FeedbackClosed
    answer = checked(wave, given)
    if not answer:
        raise NothingAnswered
    lock(_key(wave, cohort_id=enrolment.cohort_id))
    pool = _pool(wave, now, course_id=enrolment.cohort.course_id, cohort_id=enrolment.cohort_id)
    if pool.is_closed:
        raise FeedbackClosed
    _mark(enrolment, wave)
    answers = open_pool(pool)
    answers.waiting.append(answer)
    seal_pool(pool, answers)
    db.session.flush()
    return wave


def ask_for_feedback(*, enrolment: Enrolment, wave: Wave, mail: Mail, now: datetime) -> bool:
    """Write the mail; False where it was written before, or has become needless since.

    Of two workers the constraint lets one write it.
    """
    if not enrolment.takes_part or queries.has_answered(enrolment, wave):
        return False
    values = {"enrolment_id": enrolment.id, "wave": wave, "mail": mail, "sent_at": now}
    note = INSERT[db.engine.dialect.name](FeedbackMail.__table__).on_conflict_do_nothing()
    if db.session.scalar(note.values(values).returning(FeedbackMail.id)) is None:
        return False
    notify(
        person=enrolment.person,
        template=TEMPLATES[mail],
        now=now,
        cohort=enrolment.cohort,
        wave=wave,
    )
    return True


def release_answers(*, pool: AnswerPool, now: datetime) -> bool:
    """Show more of the answers in `pool`, if it may be; whether something has changed."""
    _lock_anew(pool)
    if pool.is_closed:
        return False
    pool.opened_on = now.date()
    answers = open_pool(pool)
    changed = _release(pool, answers)
    if changed:
        seal_pool(pool, answers)
    db.session.flush()
    return changed


def close_pool(*, pool: AnswerPool, now: datetime) -> bool:
    """Show what may be shown in the end, and keep single answers no longer; False if it is closed.

    What is left over goes to that of other small cohorts of the course. The pool's key may be
    erased once this is committed.
    """
    _lock_anew(pool)
    if pool.is_closed:
        return False
    answers = open_pool(pool)
    _release(pool, answers)
    if answers.waiting:
        wave = Wave(pool.wave)
        lock(_key(wave, course_id=pool.course_id))
        common = _pool(wave, now, course_id=pool.course_id)
        gathered = open_pool(common)
        gathered.waiting += answers.waiting
        seal_pool(common, gathered)
    pool.opened_on, pool.sealed = now.date(), None
    db.session.flush()
    return True


def forget_who_answered(*, now: datetime) -> None:
    """Once a time to answer is over nobody needs to know who was asked, or has answered."""
    for wave in Wave:
        over = queries.enrolments_of_over(wave, now)
        for model in (FeedbackGiven, FeedbackMail):
            db.session.execute(
                delete(model)
                .where(model.wave == wave, model.enrolment_id.in_(over))
                .execution_options(synchronize_session=False)
            )


def _mark(enrolment: Enrolment, wave: Wave) -> None:
    note = INSERT[db.engine.dialect.name](FeedbackGiven.__table__).on_conflict_do_nothing()
    values = {"enrolment_id": enrolment.id, "wave": wave}
    if db.session.scalar(note.values(values).returning(FeedbackGiven.wave)) is None:
        raise AlreadyAnswered


def _release(pool: AnswerPool, answers: Answers) -> bool:
    before = Released.from_json(pool.released) if pool.released else None
    after = release(
        before,
        [*answers.shown, *answers.waiting],
        wave=Wave(pool.wave),
        rule=COURSE_RULE if pool.cohort_id is None else COHORT_RULE,
        shuffle=DICE.shuffle,
    )
    if after is None or after is before:
        return False
    pool.released = after.to_json()
    answers.shown, answers.waiting = [*answers.shown, *answers.waiting], []
    return True


def _pool(wave: Wave, now: datetime, *, course_id: int, cohort_id: int | None = None) -> AnswerPool:
    """The pool as it is now, or a new one; under its lock."""
    pool = db.session.scalar(
        select(AnswerPool)
        .where(
            AnswerPool.course_id == course_id,
            AnswerPool.cohort_id == cohort_id,
            AnswerPool.wave == wave,
        )
        .execution_options(populate_existing=True)
    )
    if pool is None:
        pool = AnswerPool(
            public_id=new_public_id(),
            course_id=course_id,
            cohort_id=cohort_id,
            wave=wave,
            opened_on=now.date(),
        )
        seal_pool(pool, Answers())
        db.session.add(pool)
    return pool


def _lock_anew(pool: AnswerPool) -> None:
    lock(_key(Wave(pool.wave), course_id=pool.course_id, cohort_id=pool.cohort_id))
    db.session.refresh(pool)


def _key(wave: Wave, *, course_id: int | None = None, cohort_id: int | None = None) -> str:
    of_course = cohort_id is None
    return f"evaluation:{'course' if of_course else 'cohort'}:{cohort_id or course_id}:{wave}"
