"""Reads of seats and of the line for them: who holds one, who is offered one, who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel.db import db
from courses.cohorts.conditions import takes_place
from courses.cohorts.entry.checking import may_still_come
from courses.cohorts.models import (
    HOLDING_A_SEAT,
    WAITING,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Seat,
    Session,
    SubstituteOffer,
)
from courses.cohorts.queries import has_begun
from courses.cohorts.seat_counts import is_held
from courses.cohorts.seats.line import Decision, Place, Sitting, Waiting, end_of_offer, share_seats
from organisations.models import Municipality, Person
from scheduling.models import Event

#: Order of the line: who asked first; of two at the same instant, whose entry is older.
IN_TURN = (Enrolment.queued_at, Enrolment.id)


@dataclass(frozen=True)
class Books:
    """The seats of a cohort, who holds or is offered one, and who waits, in their order."""

    cohort: Cohort
    seats: Sequence[Seat]
    holding: Sequence[Enrolment]
    line: Sequence[Enrolment]
    now: datetime

    @property
    def places(self) -> list[Place]:
        """The seats, as reserved at the moment."""
        until = self.cohort.reserved_until
        over = until is not None and until <= self.now
        return [Place(seat.number, None if over else seat.reserved_for_id) for seat in self.seats]

    @property
    def free(self) -> list[Place]:
        taken = {enrolment.seat_number for enrolment in self.holding}
        return [place for place in self.places if place.number not in taken]

    def decision(self) -> Decision:
        """What is to be done with the free seats; nothing once the cohort takes nobody any more."""
        if not takes_people(self.cohort, self.now):
            return Decision()
        return share_seats(
            self.places,
            [Sitting(e.id, e.person.municipality_id, e.seat_number or 0) for e in self.holding],
            [
                Waiting(e.id, e.person.municipality_id)
                for e in self.line
                if may_still_come(e.person, self.cohort) and not self._is_too_late_for(e)
            ],
        )

    def _is_too_late_for(self, enrolment: Enrolment) -> bool:
        """Nobody is enrolled at once whom somebody else has put in the line."""
        return enrolment.invited and end_of_offer(first_start(self.cohort), self.now) is None


def read_books(cohort: Cohort, now: datetime) -> Books:
    """The seats of `cohort` as committed by now, whatever was loaded before; two statements."""
    seats = db.session.scalars(
        select(Seat)
        .where(Seat.cohort_id == cohort.id)
        .order_by(Seat.number)
        .execution_options(populate_existing=True)
    ).all()
    enrolments = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.status.in_((*HOLDING_A_SEAT, EnrolmentStatus.WAITLISTED)),
        )
        .options(contains_eager(Enrolment.person))
        .order_by(*IN_TURN)
        .execution_options(populate_existing=True)
    ).all()
    return Books(
        cohort=cohort,
        seats=seats,
        holding=[one for one in enrolments if one.seat_number is not None],
        line=[one for one in enrolments if one.seat_number is None],
        now=now,
    )


def takes_people(cohort: Cohort, now: datetime) -> bool:
    """Whether a seat that frees up at `now` goes to somebody."""
    is_on = any(session.takes_place for session in cohort.sessions)
    return is_on and cohort.course.is_offered and not has_begun(cohort, now)


def first_start(cohort: Cohort) -> datetime:
    """When the cohort begins: its first session that takes place, else its first."""
    sessions = [session for session in cohort.sessions if session.takes_place] or cohort.sessions
    return min(session.event.starts_at for session in sessions)


def list_line(cohort: Cohort) -> Sequence[Enrolment]:
    """Who waits for a seat of `cohort`, in their order; one statement."""
    waits = Enrolment.status == EnrolmentStatus.WAITLISTED
    return db.session.scalars(_with_people(cohort).where(waits).order_by(*IN_TURN)).all()


def count_reserved(cohort: Cohort) -> dict[Municipality, int]:
    """How many seats of `cohort` are kept for which municipality, by name; one statement."""
    rows = db.session.execute(
        select(Municipality, func.count())
        .join(Seat, Seat.reserved_for_id == Municipality.id)
        .where(Seat.cohort_id == cohort.id)
        .group_by(Municipality)
        .order_by(Municipality.name, Municipality.id)
    )
    return dict(rows.all())


def list_offers(cohort: Cohort) -> Sequence[Enrolment]:
    """To whom a seat of `cohort` is offered, the one that ends first before; one statement."""
    return db.session.scalars(
        _with_people(cohort)
        .where(Enrolment.status == EnrolmentStatus.OFFERED)
        .order_by(Enrolment.offer_until, Enrolment.id)
    ).all()


def place_in_line(enrolment: Enrolment) -> int:
    """1 for who is next. Who waits for an approval is asked where they would stand."""
    before = or_(
        Enrolment.queued_at < enrolment.queued_at,
        and_(Enrolment.queued_at == enrolment.queued_at, Enrolment.id < enrolment.id),
    )
    ahead = select(func.count()).where(
        Enrolment.cohort_id == enrolment.cohort_id,
        Enrolment.status == EnrolmentStatus.WAITLISTED,
        before,
    )
    return 1 + (db.session.scalar(ahead) or 0)


def list_cohorts_to_settle(now: datetime) -> list[int]:
    """Cohorts where an offer's time is up, a line is to be closed, or somebody is to move up.

    What was called off is left as it was then.
    """
    of_cohort = Enrolment.cohort_id == Cohort.id
    overdue = exists().where(of_cohort, Enrolment.offer_until <= now)
    pending = exists().where(of_cohort, Enrolment.status.in_((*WAITING, EnrolmentStatus.OFFERED)))
    waits = exists().where(of_cohort, Enrolment.status == EnrolmentStatus.WAITLISTED)
    is_over = or_(_has_session(Event.starts_at <= now), ~_has_session())
    runs = Cohort.cancelled_at.is_(None)
    due = db.session.scalars(select(Cohort.id).where(runs, or_(overdue, and_(pending, is_over))))
    may_move = db.session.scalars(
        select(Cohort)
        .where(runs, waits, ~is_over, exists().where(Seat.cohort_id == Cohort.id, ~is_held()))
        .options(joinedload(Cohort.course), selectinload(Cohort.sessions).joinedload(Session.event))
    )
    moving = [one.id for one in may_move if read_books(one, now).decision() != Decision()]
    return sorted({*due, *moving})


def _has_session(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a cohort: a session takes place of which that is so."""
    return exists().where(
        Session.cohort_id == Cohort.id, Session.event_id == Event.id, takes_place(), *conditions
    )


def list_pending_of(person: Person) -> Sequence[Enrolment]:
    """Where `person` waits for an approval or a seat, or is offered one; one statement."""
    return db.session.scalars(
        select(Enrolment)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.status.in_((*WAITING, EnrolmentStatus.OFFERED)),
        )
        .order_by(Enrolment.id)
        .options(joinedload(Enrolment.cohort))
    ).all()


@dataclass(frozen=True)
class OpenOffer:
    """A seat that somebody can take until `until`: it is their turn, or a colleague's seat."""

    cohort: Cohort
    until: datetime
    from_colleague: bool = False


def find_open_offer(person: Person, now: datetime) -> OpenOffer | None:
    """The seat that `person` is offered at `now`; of several the one that ends first."""
    own = select(Enrolment.cohort_id, Enrolment.offer_until.label("until"), literal(0)).where(
        Enrolment.person_id == person.id,
        Enrolment.status == EnrolmentStatus.OFFERED,
        Enrolment.offer_until > now,
    )
    of_colleagues = (
        select(Enrolment.cohort_id, SubstituteOffer.until, literal(1))
        .join(SubstituteOffer.enrolment)
        .where(
            SubstituteOffer.person_id == person.id,
            SubstituteOffer.until > now,
            Enrolment.status == EnrolmentStatus.ENROLLED,
        )
    )
    first = db.session.execute(own.union_all(of_colleagues).order_by("until").limit(1)).first()
    if first is None:
        return None
    cohort_id, until, from_colleague = first
    return OpenOffer(db.session.get_one(Cohort, cohort_id), until, bool(from_colleague))


def _with_people(cohort: Cohort) -> Select[tuple[Enrolment]]:
    person = joinedload(Enrolment.person)
    return (
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .options(person.joinedload(Person.municipality), person.joinedload(Person.team))
    )
