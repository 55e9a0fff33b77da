"""What happens to seats under the cohort's lock: they are given, offered, freed, and told of.

What people do is in `seats`; here is what they all have in common.
"""

from datetime import datetime

from sqlalchemy import delete

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from courses.cohorts.events import EnrolmentConfirmed, EnrolmentWithdrawn, FewerSeatsFree
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, SubstituteOffer
from courses.cohorts.seats.line import end_of_offer
from courses.cohorts.seats.queries import first_start, read_books
from notifications.services import notify
from organisations.models import Person
from scheduling.services import occupy, release


def lock_seats(cohort: Cohort, now: datetime) -> None:
    """Let nobody else change the seats of `cohort`, end offers whose time is up, serve the line.

    A cohort that was called off is left as it was then: everyone has been told.
    """
    lock(f"cohort:{cohort.id}")
    db.session.refresh(cohort, ["sessions", "cancelled_at"])  # they may have changed meanwhile
    if cohort.cancelled_at is not None:
        return
    for enrolment in read_books(cohort, now).holding:
        if enrolment.offer_until is not None and enrolment.offer_until <= now:
            free_seat(enrolment, now)
            audit.record("enrolment.offer_lapsed", enrolment, actor=None, now=now)
            tell(enrolment, "cohorts/offer_lapsed", now)
    fill_seats(cohort, now)


def fill_seats(cohort: Cohort, now: datetime) -> list[Enrolment]:
    """Give every free seat to the first in line who may have it; returns those who got one.

    They are offered it for a while; who asked for that, and everybody shortly before the start, is
    enrolled at once. Nothing happens once the cohort has begun. Harmless to repeat.
    """
    lock(f"cohort:{cohort.id}")
    books = read_books(cohort, now)
    decision = books.decision()
    by_id = {enrolment.id: enrolment for enrolment in (*books.holding, *books.line)}
    for key, number in decision.moves:
        by_id[key].seat_number = number
        db.session.flush()  # one after the other: the next may get what this one leaves
    promoted = [by_id[key] for key, _number in decision.gives]
    for enrolment, (_key, number) in zip(promoted, decision.gives, strict=True):
        until = None if enrolment.take_at_once else end_of_offer(first_start(cohort), now)
        if until is None:
            give_seat(enrolment, number, actor=None, now=now, promoted=True)
        else:
            offer_seat(enrolment, number, until=until, actor=None, now=now)
    return promoted


def give_seat(
    enrolment: Enrolment,
    number: int,
    *,
    actor: Person | None,
    now: datetime,
    promoted: bool = False,
) -> None:
    """Enrol the person on that seat, put the sessions into their calendar and tell them."""
    with conflicts_explained():
        enrolment.status, enrolment.seat_number = EnrolmentStatus.ENROLLED, number
        enrolment.queued_at = enrolment.queued_at or now
        enrolment.offer_until, enrolment.enrolled_at = None, now
        enrolment.invited = False
        db.session.add(enrolment)
    for session in enrolment.cohort.sessions:
        if session.takes_place:
            occupy(event=session.event, person=enrolment.person, now=now)
    audit.record("enrolment.confirmed", enrolment, actor=actor, now=now)
    tell(enrolment, "cohorts/enrolment_confirmed", now, promoted=promoted)
    publish(EnrolmentConfirmed(enrolment_id=enrolment.id, at=now))
    publish(FewerSeatsFree(cohort_id=enrolment.cohort_id, at=now))


def offer_seat(
    enrolment: Enrolment, number: int, *, until: datetime, actor: Person | None, now: datetime
) -> None:
    """Keep that seat for the person until `until` and tell them. No calendar shows it yet."""
    with conflicts_explained():
        enrolment.status, enrolment.seat_number = EnrolmentStatus.OFFERED, number
        enrolment.queued_at = enrolment.queued_at or now
        enrolment.offer_until = until
        db.session.add(enrolment)
    audit.record("enrolment.offered", enrolment, actor=actor, now=now)
    tell(enrolment, "cohorts/seat_offered", now)
    publish(FewerSeatsFree(cohort_id=enrolment.cohort_id, at=now))


def free_seat(enrolment: Enrolment, now: datetime) -> None:
    """Have the person hold no seat and stand in no line. Whose seat it was next, see `fill_seats`.

    The sessions leave their calendar.
    """
    took_part = enrolment.takes_part
    if took_part:  # nobody can take over what they do not have
        offers = delete(SubstituteOffer).where(SubstituteOffer.enrolment_id == enrolment.id)
        db.session.execute(offers)
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None
    enrolment.queued_at = enrolment.offer_until = None
    enrolment.take_at_once = enrolment.invited = False
    db.session.flush()
    if took_part:
        for session in enrolment.cohort.sessions:
            release(event=session.event, person=enrolment.person, now=now)
        publish(EnrolmentWithdrawn(enrolment_id=enrolment.id, at=now))


def tell(enrolment: Enrolment, template: str, now: datetime, **context: object) -> None:
    """A mail to the person about their place in the cohort."""
    cohort = enrolment.cohort
    notify(
        person=enrolment.person,
        template=template,
        now=now,
        cohort=cohort,
        enrolment=enrolment,
        sessions=[session for session in cohort.sessions if session.takes_place],
        **context,
    )
