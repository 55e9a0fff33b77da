"""Commands by which somebody else takes over a seat, past the line: no seat frees up.

The seat stays with who has it until the other accepts.
"""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError
from courses.cohorts import queries
from courses.cohorts.entry.checking import check_entry
from courses.cohorts.errors import AlreadyEnrolled, NoSuchColleague, NotEnrolled, OfferGone
from courses.cohorts.models import Enrolment, EnrolmentStatus, SubstituteOffer
from courses.cohorts.seats.queries import first_start, takes_people
from courses.cohorts.seats.seating import fill_seats, free_seat, give_seat, lock_seats, tell
from courses.cohorts.seats.substitute_queries import find_offer_of
from notifications.services import notify
from organisations.accounts.queries import find_account_by_email
from organisations.models import Person


def ask_substitute(
    *, enrolment: Enrolment | None, email: str, actor: Person, now: datetime
) -> SubstituteOffer:
    """Offer the seat of `enrolment` to a colleague, who is told; an earlier question ends.

    It holds until the cohort begins. Raises NotEnrolled where there is no seat to pass on (any
    more), and NoSuchColleague at `email` where that is nobody of the same municipality who may come
    into the cohort. Why not, is theirs to know.
    """
    if enrolment is None:
        raise NotEnrolled(NotEnrolled.MESSAGE)
    cohort = enrolment.cohort
    lock_seats(cohort, now)
    db.session.refresh(enrolment)
    if enrolment.status != EnrolmentStatus.ENROLLED or not takes_people(cohort, now):
        raise NotEnrolled(NotEnrolled.MESSAGE)
    colleague = _find_colleague(enrolment, email, now)
    end_offer_of(enrolment)
    offer = SubstituteOffer(
        enrolment=enrolment,
        person=colleague,
        asked_by_id=actor.id,
        asked_at=now,
        until=first_start(cohort),
    )
    db.session.add(offer)
    db.session.flush()
    audit.record("enrolment.substitute_asked", enrolment, actor=actor, now=now)
    notify(
        person=colleague,
        template="cohorts/substitute_asked",
        now=now,
        cohort=cohort,
        offer=offer,
        sessions=[session for session in cohort.sessions if session.takes_place],
    )
    return offer


def take_back_question(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> None:
    """Keep the seat: whoever was asked can take it no longer. Harmless to repeat."""
    if enrolment is None:
        raise NotEnrolled(NotEnrolled.MESSAGE)
    lock_seats(enrolment.cohort, now)
    if end_offer_of(enrolment):
        audit.record("enrolment.substitute_dropped", enrolment, actor=actor, now=now)


def take_over(*, offer: SubstituteOffer | None, actor: Person, now: datetime) -> Enrolment:
    """Give the seat to the one who was asked. Both calendars follow, both are told.

    Raises OfferGone where the seat is not to be had (any more), AlreadyEnrolled, and what
    `check_entry` does.
    """
    offer = _locked(offer, now)
    if offer is None or offer.enrolment.status != EnrolmentStatus.ENROLLED or offer.until <= now:
        raise OfferGone(OfferGone.MESSAGE)
    given, cohort, person = offer.enrolment, offer.enrolment.cohort, offer.person
    check_entry(cohort=cohort, person=person, now=now)
    number = given.seat_number
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is not None:
        db.session.refresh(enrolment)
        if enrolment.takes_part:
            raise AlreadyEnrolled(AlreadyEnrolled.MESSAGE)
        free_seat(enrolment, now)
    free_seat(given, now)
    enrolment = enrolment or Enrolment(cohort_id=cohort.id, person_id=person.id)
    give_seat(enrolment, number or 0, actor=actor, now=now)
    audit.record("enrolment.handed_over", given, actor=actor, now=now)
    tell(given, "cohorts/substitute_answered", now, accepted=True)
    fill_seats(cohort, now)  # they may have been offered another seat
    return enrolment


def refuse_seat(*, offer: SubstituteOffer | None, actor: Person, now: datetime) -> None:
    """Leave the seat to the one who has it, and tell them. Raises OfferGone."""
    offer = _locked(offer, now)
    if offer is None:
        raise OfferGone(OfferGone.MESSAGE)
    given = offer.enrolment
    end_offer_of(given)
    audit.record("enrolment.substitute_dropped", given, actor=actor, now=now)
    tell(given, "cohorts/substitute_answered", now, accepted=False)


def end_offer_of(enrolment: Enrolment) -> bool:
    """Forget whom the seat of `enrolment` is offered to; False where it is to nobody."""
    offer = find_offer_of(enrolment)
    if offer is not None:
        db.session.delete(offer)
        db.session.flush()
    return offer is not None


def _locked(offer: SubstituteOffer | None, now: datetime) -> SubstituteOffer | None:
    """`offer` as it is once nobody else changes the cohort's seats."""
    if offer is None:
        return None
    enrolment = offer.enrolment
    lock_seats(enrolment.cohort, now)
    db.session.refresh(enrolment)
    found = find_offer_of(enrolment)
    return found if found is not None and found.person_id == offer.person_id else None


def _find_colleague(enrolment: Enrolment, email: str, now: datetime) -> Person:
    account, home = find_account_by_email(email), enrolment.person.municipality_id
    refusal = NoSuchColleague(NoSuchColleague.MESSAGE, field="email")
    if account is None or home is None or account.person.municipality_id != home:
        raise refusal
    known = queries.find_enrolment(account.person, enrolment.cohort)
    if known is not None and known.takes_part:
        raise refusal
    try:
        check_entry(cohort=enrolment.cohort, person=account.person, now=now)
    except DomainError as reason:
        raise refusal from reason
    return account.person
