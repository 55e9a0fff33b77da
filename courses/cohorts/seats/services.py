"""Commands on seats and the line for them. Each leaves the line served as it should be."""

from datetime import datetime, timedelta

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.entry.checking import check_entry, may_still_come
from courses.cohorts.entry.requesting import request_seat, waits_for_approval
from courses.cohorts.errors import (
    AlreadyEnrolled,
    CohortBegun,
    CohortFull,
    NotEnrolled,
    NotInLine,
    OfferGone,
)
from courses.cohorts.models import WAITING, Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.seats.line import find_seat
from courses.cohorts.seats.queries import first_start, read_books, takes_people
from courses.cohorts.seats.seating import (
    fill_seats,
    free_seat,
    give_seat,
    lock_seats,
    offer_seat,
    tell,
)
from organisations.models import Person


def enrol_person(*, cohort: Cohort, person: Person, actor: Person, now: datetime) -> Enrolment:
    """Give `person` a free seat that they may have, and put the sessions into their calendar.

    A seat that they are offered is accepted. Where the municipality has to approve, they ask for
    one, and get none yet. A seat given back earlier makes no difference: the
    same enrolment is used again.
    Raises NotFound where the cohort is for another municipality, NotForThisFunction, NotOffered,
    CohortCancelled, CohortBegun, AlreadyEnrolled and CohortFull. Two at once on the last seat: the
    lock lets one after the other look, and the constraints `uq_enrolments_one_per_seat` and
    `uq_enrolments_one_per_person` hold whatever happens.
    """
    enrolment = _let_in(cohort, person, actor, now)
    if waits_for_approval(enrolment, cohort, person, actor):
        return request_seat(enrolment=enrolment, person=person, now=now)
    number = enrolment.seat_number or _find_free_seat(cohort, person, now)
    if number is None:
        raise CohortFull(CohortFull.MESSAGE)
    give_seat(enrolment, number, actor=actor, now=now)
    return enrolment


def place(
    *,
    cohort: Cohort,
    person: Person,
    actor: Person,
    now: datetime,
    offer_for: timedelta | None = None,
) -> Enrolment:
    """Give `person` a free seat that they may have, else the next place in the line.

    With `offer_for` the seat is only offered, for that long but not beyond the start: somebody
    else chose it for them. Who has asked before keeps their place in the line. A seat that they
    are offered already stays offered. Raises what `enrol_person` does, but for CohortFull.
    """
    enrolment = _let_in(cohort, person, actor, now)
    if enrolment.status == EnrolmentStatus.OFFERED:
        return enrolment
    number = _find_free_seat(cohort, person, now)
    if number is None:
        enrolment.invited = offer_for is not None
        _line_up(enrolment, actor, now)
        if actor.id != person.id:
            tell(enrolment, "cohorts/waitlisted", now)
    elif offer_for is None:
        give_seat(enrolment, number, actor=actor, now=now)
    else:
        until = min(now + offer_for, first_start(cohort))
        offer_seat(enrolment, number, until=until, actor=actor, now=now)
    return enrolment


def join_waiting_list(
    *, cohort: Cohort, person: Person, actor: Person, now: datetime, take_at_once: bool = False
) -> Enrolment:
    """Put `person` at the end of the line; where a seat is free that they may have, it is theirs.

    With `take_at_once` they are enrolled as soon as that is so, else it is offered to them. Who
    waits already keeps their place and may change their mind about that. Raises what `place` does.
    """
    enrolment = _let_in(cohort, person, actor, now)
    if waits_for_approval(enrolment, cohort, person, actor):
        return request_seat(enrolment=enrolment, person=person, now=now)
    if enrolment.status == EnrolmentStatus.OFFERED:
        return enrolment
    enrolment.take_at_once, enrolment.invited = take_at_once, False
    if enrolment.status != EnrolmentStatus.WAITLISTED:
        _line_up(enrolment, actor, now)
    fill_seats(cohort, now)
    return enrolment


def leave_waiting_list(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> Enrolment:
    """Have the person wait no longer, neither for a seat nor for an approval. Raises NotInLine."""
    enrolment = _locked(enrolment, now)
    if enrolment is None or enrolment.status not in WAITING:
        raise NotInLine(NotInLine.MESSAGE)
    free_seat(enrolment, now)
    audit.record("enrolment.line_left", enrolment, actor=actor, now=now)
    return enrolment


def accept_offer(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> Enrolment:
    """Enrol the person on the seat that is kept for them. Harmless to repeat.

    Raises OfferGone where none is (any more), or the cohort takes nobody any more.
    """
    enrolment = _locked(enrolment, now)
    if enrolment is not None and enrolment.takes_part:
        return enrolment
    if enrolment is None or enrolment.seat_number is None:
        raise OfferGone(OfferGone.MESSAGE)
    cohort = enrolment.cohort
    if not (takes_people(cohort, now) and may_still_come(enrolment.person, cohort)):
        raise OfferGone(OfferGone.MESSAGE)
    give_seat(enrolment, enrolment.seat_number, actor=actor, now=now)
    return enrolment


def decline_offer(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> Enrolment:
    """Let the seat that is kept for the person go to the next in line. Raises OfferGone."""
    enrolment = _locked(enrolment, now)
    if enrolment is None or enrolment.status != EnrolmentStatus.OFFERED:
        raise OfferGone(OfferGone.MESSAGE)
    free_seat(enrolment, now)
    audit.record("enrolment.offer_declined", enrolment, actor=actor, now=now)
    fill_seats(enrolment.cohort, now)
    return enrolment


def withdraw(*, enrolment: Enrolment | None, actor: Person, now: datetime) -> Enrolment:
    """Give the seat back and take the sessions out of the person's calendar; the line moves up.

    Raises CohortBegun from the first session's start on, and NotEnrolled where no seat is held.
    """
    enrolment = _locked(enrolment, now)
    if enrolment is None or not enrolment.takes_part:
        raise NotEnrolled(NotEnrolled.MESSAGE)
    if queries.has_begun(enrolment.cohort, now):
        raise CohortBegun(
            _l("Dieser Durchgang hat schon begonnen. Bitte sprechen Sie mit Ihrer Kursleitung.")
        )
    free_seat(enrolment, now)
    audit.record("enrolment.withdrawn", enrolment, actor=actor, now=now)
    tell(enrolment, "cohorts/enrolment_withdrawn", now)
    fill_seats(enrolment.cohort, now)
    return enrolment


def remove(*, enrolment: Enrolment, actor: Person, now: datetime, reason: str) -> Enrolment:
    """Take somebody out of the cohort or out of its line, and tell them; the line moves up.

    `reason` is one of REMOVAL_REASONS. Raises NotFound unless `actor` manages the cohort, NotInLine
    where the person neither holds a seat nor waits, and CohortBegun for seats once it has begun.
    """
    if not queries.manages(actor, enrolment.cohort):
        raise NotFound
    _locked(enrolment, now)
    if enrolment.seat_number is None and enrolment.status not in WAITING:
        raise NotInLine(NotInLine.MESSAGE)
    if enrolment.takes_part and queries.has_begun(enrolment.cohort, now):
        raise CohortBegun(
            _l("Dieser Durchgang hat schon begonnen. Wer fehlt, steht bei der Anwesenheit.")
        )
    free_seat(enrolment, now)
    audit.record("enrolment.removed", enrolment, actor=actor, now=now, reason=reason)
    tell(enrolment, "cohorts/enrolment_removed", now)
    fill_seats(enrolment.cohort, now)
    return enrolment


def _let_in(cohort: Cohort, person: Person, actor: Person, now: datetime) -> Enrolment:
    """Under the lock, the enrolment of who may come in and does not take part yet, new or known."""
    lock_seats(cohort, now)
    check_entry(cohort=cohort, person=person, now=now, enrolled_by=actor)
    enrolment = queries.find_enrolment(person, cohort)
    if enrolment is None:
        return Enrolment(cohort_id=cohort.id, person_id=person.id)
    db.session.refresh(enrolment)
    if enrolment.takes_part:
        raise AlreadyEnrolled(AlreadyEnrolled.MESSAGE)
    return enrolment


def _locked(enrolment: Enrolment | None, now: datetime) -> Enrolment | None:
    """`enrolment` as it is once nobody else changes the cohort's seats."""
    if enrolment is not None:
        lock_seats(enrolment.cohort, now)
        db.session.refresh(enrolment)
    return enrolment


def _find_free_seat(cohort: Cohort, person: Person, now: datetime) -> int | None:
    """A seat for `person` that nobody in the line is waiting for: those have been served."""
    return find_seat(person.municipality_id, read_books(cohort, now).free)


def _line_up(enrolment: Enrolment, actor: Person, now: datetime) -> None:
    with conflicts_explained():
        enrolment.status = EnrolmentStatus.WAITLISTED
        enrolment.queued_at = enrolment.queued_at or now
        db.session.add(enrolment)
    audit.record("enrolment.waitlisted", enrolment, actor=actor, now=now)
