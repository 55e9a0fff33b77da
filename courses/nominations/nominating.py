"""Nominate people for a seat: what it would come to, and doing it. They answer themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.entry.checking import check_window
from courses.cohorts.entry.prerequisites import list_people_lacking
from courses.cohorts.errors import CohortCancelled, NotOffered
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.rules import is_meant_for, is_open_to
from courses.cohorts.seats.line import NO_OFFERS_WITHIN, SHORTEST_OFFER, find_seat
from courses.cohorts.seats.queries import first_start, read_books, takes_people
from courses.cohorts.seats.seating import lock_seats
from courses.cohorts.seats.services import place
from courses.nominations.models import Nomination
from courses.nominations.queries import find_statuses, list_nominated
from organisations.models import Person

OFFER_FOR = timedelta(days=7)


class Prospect(StrEnum):
    """What happens, or why nothing happens, if somebody is nominated.

    Nothing here says more than whoever nominates may know of the person anyway.
    """

    OFFER = "offer"
    WAIT = "wait"
    ALREADY = "already"  # takes part, waits or is offered a seat
    SAID_NO = "said_no"  # was nominated before and did not take it
    OTHER_FUNCTION = "other_function"
    LACKS = "lacks"  # what the course builds on
    ONESELF = "oneself"


#: What leads to something.
POSSIBLE = frozenset({Prospect.OFFER, Prospect.WAIT})
_WITHOUT_A_WORD = {None, EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED}


class TooLate(DomainError):
    """Nobody could think about an offer any more."""

    MESSAGE = _l("Der Durchgang beginnt zu bald. Für Vorschläge ist es zu spät.")


class NeedsCoordinator(DomainError):
    """A nomination counts as an approval, which a lead does not give."""

    MESSAGE = _l("Für diesen Kurs schlägt nur die Koordination Ihrer Kommune vor.")


@dataclass(frozen=True)
class Verdict:
    """One of those who were chosen, and what a nomination comes to."""

    person: Person
    prospect: Prospect


def check_nominating(*, cohort: Cohort, approves: bool, now: datetime) -> timedelta:
    """For how long a seat of `cohort` is offered to somebody nominated at `now`.

    `approves` says whether the one who nominates may approve enrolments, too. Raises NotFound for
    what is confidential, CohortCancelled, NotOffered, NotYetOpen, EnrolmentClosed, TooLate and
    NeedsCoordinator.
    """
    if cohort.is_confidential:
        raise NotFound
    if cohort.needs_approval and not approves:
        raise NeedsCoordinator(NeedsCoordinator.MESSAGE)
    if not cohort.course.is_offered:
        raise NotOffered(_l("Dieser Kurs wird nicht mehr angeboten."))
    if not any(session.takes_place for session in cohort.sessions):
        raise CohortCancelled(_l("Dieser Durchgang ist abgesagt."))
    check_window(cohort, now)
    offer_for = min(OFFER_FOR, first_start(cohort) - NO_OFFERS_WITHIN - now)
    if offer_for < SHORTEST_OFFER or not takes_people(cohort, now):
        raise TooLate(TooLate.MESSAGE)
    return offer_for


def foresee(
    *, cohort: Cohort, people: Sequence[Person], nominated_by: Person, now: datetime
) -> list[Verdict]:
    """What a nomination of each of `people` would come to now, in their order; writes nothing."""
    statuses, nominated = find_statuses(cohort, people), list_nominated(cohort, people)
    lacking, free = list_people_lacking(cohort, people), list(read_books(cohort, now).free)
    verdicts = []
    for person in people:
        prospect = _obstacle(person, cohort, nominated_by, statuses.get(person.id))
        if prospect is None and person.id in nominated:
            prospect = Prospect.SAID_NO
        if prospect is None and person.id in lacking:
            prospect = Prospect.LACKS
        if prospect is None:
            seat = find_seat(person.municipality_id, free)
            free = [one for one in free if one.number != seat]
            prospect = Prospect.WAIT if seat is None else Prospect.OFFER
        verdicts.append(Verdict(person, prospect))
    return verdicts


def nominate_people(
    *, cohort: Cohort, people: Sequence[Person], actor: Person, approves: bool, now: datetime
) -> list[Verdict]:
    """Offer each of `people` a seat, or put them in the line; says what came of it.

    It counts as the municipality's approval. They are told, and accept or decline themselves.
    Raises what `check_nominating` raises.
    """
    lock_seats(cohort, now)
    offer_for = check_nominating(cohort=cohort, approves=approves, now=now)
    verdicts = foresee(cohort=cohort, people=people, nominated_by=actor, now=now)
    for verdict in verdicts:
        if verdict.prospect in POSSIBLE:
            enrolment = place(
                cohort=cohort, person=verdict.person, actor=actor, now=now, offer_for=offer_for
            )
            _note(enrolment, actor, now)
    return verdicts


def _obstacle(
    person: Person, cohort: Cohort, nominated_by: Person, status: str | None
) -> Prospect | None:
    if person.id == nominated_by.id:
        return Prospect.ONESELF
    if status not in _WITHOUT_A_WORD:
        return Prospect.ALREADY
    if not is_open_to(person, cohort) or not is_meant_for(person, cohort.course):
        return Prospect.OTHER_FUNCTION
    return None


def _note(enrolment: Enrolment, actor: Person, now: datetime) -> None:
    db.session.add(
        Nomination(enrolment_id=enrolment.id, nominated_by=actor.public_id, nominated_at=now)
    )
    db.session.flush()
    audit.record("enrolment.nominated", enrolment, actor=actor, now=now)
