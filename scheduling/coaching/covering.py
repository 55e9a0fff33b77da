"""The programme office covers for a coach who falls ill: their open appointments, without names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import viewer_zone
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.approval import list_unsure_coaches
from scheduling.coaching.being_away import add_vacation
from scheduling.coaching.coach_queries import list_vacations_of
from scheduling.coaching.holding import FAIR_OVER
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer
from scheduling.coaching.overriding import OverrideReason, hand_over_for_others
from scheduling.coaching.standing_in import list_stand_ins
from scheduling.models import Event
from scheduling.services import lock_people


@dataclass(frozen=True)
class OpenAppointment:
    """An appointment of the coach, and with which offers colleagues could take it over.

    `suggested` is that of whoever was booked least, what was suggested before included, of those
    who can say for sure that they have time if there are any. `together` is how many appointments a
    request is about, as far as they are listed.
    """

    booking: Booking
    stand_ins: Sequence[CoachingOffer]
    suggested: CoachingOffer | None
    together: int


@dataclass(frozen=True)
class Covered:
    """How many appointments were handed over, and when those are that stay with their coach."""

    handed_over: int
    staying: Sequence[datetime]


def list_coaches() -> Sequence[Person]:
    """Whoever coaches, or has appointments as a coach still, by name."""
    grants = exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == Role.COACH)
    offers = exists().where(CoachingOffer.coach_id == Person.id)
    in_order = (Person.family_name, Person.given_name, Person.id)
    return db.session.scalars(select(Person).where(or_(grants, offers)).order_by(*in_order)).all()


def get_coach(public_id: str) -> Person:
    """One of `list_coaches`. Raises NotFound."""
    for coach in list_coaches():
        if coach.public_id == public_id:
            return coach
    raise NotFound


def list_open_appointments(
    coach: Person, first: date, last: date, now: datetime
) -> list[OpenAppointment]:
    """What `coach` has from the first to the last day and has not begun, by start.

    Of a series that was requested, the first: it is one question.
    """
    bookings: dict[object, Booking] = {}
    together: Counter[object] = Counter()
    for booking in _list_open(coach, first, last, now):
        asked = booking.status == BookingStatus.REQUESTED and booking.series_id is not None
        key = ("series", booking.series_id) if asked else booking.id
        bookings.setdefault(key, booking)
        together[key] += 1
    found = list_stand_ins(list(bookings.values()), now)
    coaches = {offer.coach for offers in found.values() for offer in offers}
    booked = queries.count_bookings_since(list(coaches), now - FAIR_OVER)
    unsure = list_unsure_coaches([one for offers in found.values() for one in offers], now)
    appointments = []
    for key, booking in bookings.items():
        suggested = min(
            found[booking],
            key=lambda one: (one.coach_id in unsure, booked[one.coach_id]),
            default=None,
        )
        if suggested is not None:
            booked[suggested.coach_id] += 1  # what is suggested counts for the next one
        appointments.append(OpenAppointment(booking, found[booking], suggested, together[key]))
    return appointments


def cover(*, coach_id: str, choices: Mapping[str, str], actor: Person, now: datetime) -> Covered:
    """Hand over those appointments that `choices` names, each in a transaction of its own.

    `choices` gives the public id of an offer by that of a booking with the coach of `coach_id`.
    What cannot be taken over (any more) stays. Commits.
    """
    handed_over, staying = 0, []
    for booking_id, offer_id in choices.items():
        booking, offer = _find(coach_id, booking_id, now), _find_offer(offer_id)
        if booking is None or offer is None:
            continue
        starts_at = booking.event.starts_at
        try:
            hand_over_for_others(
                booking=booking,
                offer=offer,
                actor=actor,
                reason=OverrideReason.COACH_ABSENT,
                now=now,
            )
        except DomainError:
            db.session.rollback()
            staying.append(starts_at)
        else:
            db.session.commit()
            handed_over += 1
    return Covered(handed_over, staying)


def is_away(coach: Person, first: date, last: date) -> bool:
    """Whether `coach` takes no appointments from the first to the last day, as one entry says."""
    away = list_vacations_of(coach, since=last)
    return any(entry.first_date <= first and last <= entry.last_date for entry in away)


def close_days(*, coach: Person, first: date, last: date, actor: Person, now: datetime) -> None:
    """Have `coach` take no new appointments on these days. Harmless to repeat.

    What is booked stands. The coach sees the entry among their vacations, and can remove it.
    """
    lock_people([coach])
    if not is_away(coach, first, last):
        add_vacation(coach=coach, first_date=first, last_date=last)
        audit.record("coach.absence_entered", coach, actor=actor, now=now)


def _list_open(coach: Person, first: date, last: date, now: datetime) -> Sequence[Booking]:
    zone = viewer_zone()
    return db.session.scalars(
        _open_bookings(now)
        .where(
            CoachingOffer.coach_id == coach.id,
            Event.starts_at >= datetime.combine(first, time(), zone),
            Event.starts_at < datetime.combine(last + timedelta(days=1), time(), zone),
        )
        .order_by(Event.starts_at, Booking.id)
    ).all()


def _find(coach_id: str, booking_id: str, now: datetime) -> Booking | None:
    own = CoachingOffer.coach.has(Person.public_id == coach_id)
    return db.session.scalar(_open_bookings(now).where(Booking.public_id == booking_id, own))


def _find_offer(offer_id: str) -> CoachingOffer | None:
    return db.session.scalar(select(CoachingOffer).where(CoachingOffer.public_id == offer_id))


def _open_bookings(now: datetime) -> Select[tuple[Booking]]:
    """What is agreed upon or can be answered still, and has not begun."""
    asked = and_(Booking.status == BookingStatus.REQUESTED, Event.expires_at > now)
    return (
        select(Booking)
        .join(Booking.offer)
        .join(Booking.event)
        .where(or_(Booking.status == BookingStatus.CONFIRMED, asked), Event.starts_at > now)
        .options(
            contains_eager(Booking.offer).joinedload(CoachingOffer.coach),
            contains_eager(Booking.event),
            joinedload(Booking.client),
            selectinload(Booking.participants),
            selectinload(Booking.guests),
        )
    )
