"""The command by which a cohort gets another trainer: one who takes over, or one who joins."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from courses.cohorts import queries
from courses.cohorts.errors import NotItsTrainer
from courses.cohorts.models import Cohort, Session
from notifications.services import notify
from organisations.models import Person
from organisations.people.queries import list_grants
from scheduling.services import lock_people, occupy, release


def hand_over(
    *, cohort: Cohort, giver: Person, taker: Person, stays: bool, actor: Person, now: datetime
) -> Cohort:
    """Have `taker` train `cohort` from now on, instead of `giver` or, if that one `stays`, as well.

    What is still to come moves to the calendar of `taker`; what is over stays with whoever led it.
    `taker` is told, and so is `giver`, unless they do it themselves. There is always at least one
    trainer: nobody leaves without another who is there when they do, and two at once come one
    after the other, by the lock.
    Raises NotFound unless `actor` manages the cohort, NotItsTrainer where `giver` does not train it
    (any more), and DomainError at `taker` for somebody who is no trainer or would change nothing.
    """
    lock(f"cohort:{cohort.id}")
    cohort = queries.get_managed_anew(actor, cohort)
    if giver not in cohort.trainers:
        raise NotItsTrainer(NotItsTrainer.MESSAGE)
    joins = taker not in cohort.trainers
    if giver.id == taker.id or (stays and not joins):
        raise DomainError(_l("Diese Person leitet den Durchgang schon."), field="taker")
    if Role.TRAINER not in {grant.role for grant in list_grants(taker)}:
        raise DomainError(_l("Bitte wählen Sie jemanden aus der Liste."), field="taker")
    lock_people([giver, taker])
    for session in cohort.sessions:
        _hand_over(session, giver, taker, stays, now)
    trainers = [one for one in cohort.trainers if stays or one.id != giver.id]
    cohort.trainers = [*trainers, taker] if joins else trainers
    db.session.flush()
    audit.record("cohort.handed_over", cohort, actor=actor, now=now)
    audit.record("cohort.taken_over", taker, actor=actor, now=now)
    _tell(cohort, giver, taker, stays, actor, now)
    return cohort


def _hand_over(session: Session, giver: Person, taker: Person, stays: bool, now: datetime) -> None:
    """What is over is kept by name; what comes is led by `taker` wherever `giver` led it."""
    leaders = list(session.leaders)
    if session.event.ends_at <= now or not session.takes_place:
        session.chosen_trainers = leaders
        return
    if giver not in leaders:
        return
    if session.chosen_trainers:
        stay = [one for one in leaders if stays or one.id != giver.id]
        session.chosen_trainers = stay if taker in stay else [*stay, taker]
    if not stays:
        release(event=session.event, person=giver, now=now)
    occupy(event=session.event, person=taker, now=now)


def _tell(
    cohort: Cohort, giver: Person, taker: Person, stays: bool, actor: Person, now: datetime
) -> None:
    for person in (giver, taker):
        if person.id != actor.id:
            notify(
                person=person,
                template="cohorts/cohort_handed_over",
                now=now,
                cohort=cohort,
                giver=giver,
                taker=taker,
                stays=stays,
                takes=person.id == taker.id,
                overview=queries.get_overview(cohort),
            )
