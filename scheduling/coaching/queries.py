"""Reads of offers, working times and bookings, each scoped to who asks."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound, NotIncluded
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Benefit, Role
from organisations.accounts.models import RoleGrant
from organisations.entitlements.queries import list_withheld_from
from organisations.models import Person
from scheduling.coaching.models import (
    AGREED,
    TAKING_TIME,
    AvailabilityOverride,
    AvailabilityRule,
    Booking,
    BookingGuest,
    BookingParticipant,
    BookingStatus,
    CoachingOffer,
)
from scheduling.models import Event, EventStatus, Occupancy


def list_offers_for(person: Person) -> Sequence[CoachingOffer]:
    """What `person` can book: active offers of others who are coaches still.

    Crisis talks first, since nobody under attack should have to search; then the oldest. Crisis
    talks alone where the membership of their municipality does not include coaching.
    """
    in_turn = (CoachingOffer.crisis.desc(), CoachingOffer.id)
    return db.session.scalars(_bookable(person).order_by(*in_turn)).all()


def get_offer_for(person: Person, public_id: str) -> CoachingOffer:
    """An offer that `person` can book. Raises NotFound for what `list_offers_for` lacks.

    Or NotIncluded, where only the membership of their municipality keeps them from it.
    """
    offer = _one(_offered_to(person).where(CoachingOffer.public_id == public_id))
    if not offer.crisis and lacks_coaching(person):
        raise NotIncluded(
            _l(
                "Coaching gehört nicht zur Teilnahme der Kommune. Krisengespräche sind immer "
                "möglich."
            )
        )
    return offer


def has_offer_for(person: Person, offer: CoachingOffer) -> bool:
    """Whether `person` can book `offer`."""
    return db.session.scalar(_bookable(person).where(CoachingOffer.id == offer.id)) is not None


def is_offered_to(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """The offers that a person could book, as far as their membership does not keep them from it.

    For use inside a query.
    """
    coaches = select(RoleGrant.person_id).where(RoleGrant.role == Role.COACH)
    return and_(
        CoachingOffer.active,
        CoachingOffer.coach_id != person_id,
        CoachingOffer.coach_id.in_(coaches),
    )


def lacks_coaching(person: Person) -> bool:
    """Whether the membership of the municipality of `person` leaves them crisis talks alone."""
    return Benefit.COACHING in list_withheld_from(person)


def list_offers_of(coach: Person) -> Sequence[CoachingOffer]:
    """The coach's own offers, oldest first."""
    query = select(CoachingOffer).where(CoachingOffer.coach_id == coach.id)
    return db.session.scalars(query.order_by(CoachingOffer.id)).all()


def get_offer_of(coach: Person, public_id: str) -> CoachingOffer:
    """The coach's own offer. Raises NotFound for anyone else's."""
    return _one(
        select(CoachingOffer).where(
            CoachingOffer.coach_id == coach.id, CoachingOffer.public_id == public_id
        )
    )


def list_rules_of(coach: Person) -> Sequence[AvailabilityRule]:
    """The coach's weekly working times, in the order of the week."""
    in_order = (AvailabilityRule.weekday, AvailabilityRule.start_minute, AvailabilityRule.id)
    query = select(AvailabilityRule).where(AvailabilityRule.coach_id == coach.id)
    return db.session.scalars(query.order_by(*in_order)).all()


def get_rule_of(coach: Person, public_id: str) -> AvailabilityRule:
    """The coach's own rule. Raises NotFound for anyone else's."""
    return _one(
        select(AvailabilityRule).where(
            AvailabilityRule.coach_id == coach.id, AvailabilityRule.public_id == public_id
        )
    )


def list_overrides_of(
    coach: Person, *, since: date | None = None
) -> Sequence[AvailabilityOverride]:
    """The dates on which the coach works otherwise, from `since` on, by date."""
    query = select(AvailabilityOverride).where(AvailabilityOverride.coach_id == coach.id)
    if since is not None:
        query = query.where(AvailabilityOverride.day >= since)
    return db.session.scalars(query.order_by(AvailabilityOverride.day)).all()


def get_override_of(coach: Person, public_id: str) -> AvailabilityOverride:
    """The coach's own override. Raises NotFound for anyone else's."""
    return _one(
        select(AvailabilityOverride).where(
            AvailabilityOverride.coach_id == coach.id, AvailabilityOverride.public_id == public_id
        )
    )


def count_bookings_since(coaches: Sequence[Person], since: datetime) -> Counter[int]:
    """By the coach's id, how many appointments were taken from `since` on and stand; one query."""
    rows = db.session.execute(
        select(CoachingOffer.coach_id, func.count())
        .join(Booking, Booking.offer_id == CoachingOffer.id)
        .where(
            CoachingOffer.coach_id.in_([coach.id for coach in coaches]),
            Booking.booked_at >= since,
            Booking.status.in_(TAKING_TIME),
        )
        .group_by(CoachingOffer.coach_id)
    )
    return Counter(dict(rows.all()))


def find_booking(offers: Sequence[CoachingOffer], client: Person, starts_at: datetime) -> Any:
    """What `client` has taken of one of `offers` at this start, and that stands; else None."""
    return db.session.scalar(
        _whole_booking()
        .join(Booking.event)
        .where(
            Booking.offer_id.in_([offer.id for offer in offers]),
            Booking.client_id == client.id,
            Booking.status.in_(TAKING_TIME),
            Event.starts_at == starts_at,
        )
    )


def find_booking_again(booking: Booking) -> Booking | None:
    """`booking` as the database has it now, with its event; None where it is gone."""
    query = _whole_booking().where(Booking.id == booking.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def list_group(booking: Booking, *, since: datetime | None = None) -> Sequence[Booking]:
    """The appointments of the booking's series by start, itself alone where it is in none.

    Those with its coach: what was handed over goes its own way. Those that begin at `since` or
    later, where it is given.
    """
    one = Booking.id == booking.id
    query = _whole_booking().join(Booking.event).order_by(Event.starts_at)
    if booking.series_id is not None:
        one = and_(Booking.series_id == booking.series_id, Booking.offer_id == booking.offer_id)
    if since is not None:
        query = query.where(Event.starts_at >= since)
    return db.session.scalars(query.where(one).execution_options(populate_existing=True)).all()


def list_hold_numbers(client: Person) -> Sequence[int]:
    """The numbers of what `client` holds, expired or not."""
    return db.session.scalars(
        select(Booking.hold_number).where(
            Booking.client_id == client.id, Booking.hold_number.is_not(None)
        )
    ).all()


def list_expired(now: datetime, people: Sequence[Person] | None = None) -> Sequence[Booking]:
    """Holds and requests whose time is up, of anybody or of those that take up `people`."""
    expired = _whole_booking().where(
        Booking.event.has(and_(Event.status == EventStatus.TENTATIVE, Event.expires_at <= now))
    )
    if people is not None:
        ids = [person.id for person in people]
        theirs = select(Occupancy.event_id).where(Occupancy.person_id.in_(ids))
        expired = expired.where(Booking.event_id.in_(theirs))
    return db.session.scalars(expired.order_by(Booking.id)).all()


def list_lapsed_with_quota() -> Sequence[Booking]:
    """Requests that lapsed and count to a quota still."""
    lapsed = and_(Booking.status == BookingStatus.LAPSED, Booking.quota_id.is_not(None))
    return db.session.scalars(_whole_booking().where(lapsed).order_by(Booking.id)).all()


def get_guest(public_id: str) -> BookingGuest:
    """A guest of an appointment. Raises NotFound."""
    return _one(
        select(BookingGuest)
        .where(BookingGuest.public_id == public_id)
        .options(joinedload(BookingGuest.booking).joinedload(Booking.event))
    )


def list_holds_of(client: Person, now: datetime) -> Sequence[Booking]:
    """What `client` holds, the first of a series for all of it."""
    return db.session.scalars(
        _whole_booking()
        .join(Booking.event)
        .where(Booking.client_id == client.id, Booking.hold_number.is_not(None))
        .where(Event.expires_at > now)
        .order_by(Booking.id)
    ).all()


def list_requests_of(client: Person, now: datetime) -> Sequence[Booking]:
    """What `client` asked for and coaches can still answer."""
    return db.session.scalars(
        _whole_booking()
        .join(Booking.event)
        .where(Booking.client_id == client.id, Booking.status == BookingStatus.REQUESTED)
        .where(Event.expires_at > now)
        .order_by(Event.starts_at)
    ).all()


def find_request_to(coach: Person, now: datetime) -> Booking | None:
    """What `coach` was asked and can still answer; the one that lapses first."""
    return db.session.scalars(
        _whole_booking()
        .join(Booking.event)
        .join(Booking.offer)
        .where(CoachingOffer.coach_id == coach.id, Booking.status == BookingStatus.REQUESTED)
        .where(Event.expires_at > now)
        .order_by(Event.expires_at, Event.starts_at)
        .limit(1)
    ).first()


def list_colleagues(person: Person) -> Sequence[Person]:
    """Who can be taken along: the person's team, without those whose team is kept from others."""
    if person.team_id is None:
        return []
    return db.session.scalars(
        select(Person)
        .where(
            Person.team_id == person.team_id,
            Person.id != person.id,
            Person.contact_hidden.is_(False),
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
    ).all()


def get_booking_of(person: Person, public_id: str) -> Booking:
    """An appointment of `person`: as client, coach or participant. Raises NotFound for others'.

    What is only held is nobody's appointment yet.
    """
    return _one(_bookings_of(person).where(Booking.public_id == public_id))


def get_booking_as_party(person: Person, public_id: str) -> Booking:
    """An appointment that `person` can call off: as client or coach. Raises NotFound for others."""
    party = or_(Booking.client_id == person.id, CoachingOffer.coach_id == person.id)
    return _one(_bookings_of(person).where(Booking.public_id == public_id, party))


def get_booking_as_coach(coach: Person, public_id: str) -> Booking:
    """An appointment with `coach`. Raises NotFound for everybody else's."""
    own = CoachingOffer.coach_id == coach.id
    return _one(_bookings_of(coach).where(Booking.public_id == public_id, own))


def get_booking_as_participant(person: Person, public_id: str) -> Booking:
    """An appointment that `person` was taken along to. Raises NotFound for everybody else's."""
    taken_along = Booking.participants.any(BookingParticipant.person_id == person.id)
    return _one(_whole_booking().where(Booking.public_id == public_id, taken_along))


def get_booking_by_number(public_id: str) -> Booking:
    """An appointment that both sides agreed upon, for the office. Raises NotFound."""
    agreed = Booking.status.in_((*AGREED, BookingStatus.CANCELLED))
    return _one(_whole_booking().where(Booking.public_id == public_id, agreed))


def get_booking_as_client(client: Person, public_id: str) -> Booking:
    """An appointment that `client` took. Raises NotFound for everybody else's."""
    return _one(
        _whole_booking().where(Booking.client_id == client.id, Booking.public_id == public_id)
    )


def find_bookings_as_client(client: Person, events: Sequence[Event]) -> dict[int, str]:
    """By event id, the public id of the appointment that `client` took; one query."""
    rows = db.session.execute(
        select(Booking.event_id, Booking.public_id).where(
            Booking.event_id.in_([event.id for event in events]), Booking.client_id == client.id
        )
    )
    return dict(rows.all())


def find_bookings_of_events(person: Person, events: Sequence[Event]) -> dict[int, str]:
    """By event id, the public id of the person's own appointment that it is; one query."""
    rows = db.session.execute(
        select(Booking.event_id, Booking.public_id)
        .join(Booking.offer)
        .where(Booking.event_id.in_([event.id for event in events]), _concerns(person))
    )
    return dict(rows.all())


def has_bookings(person: Person) -> bool:
    """Whether `person` has or had any appointment, as client or as coach."""
    return (
        db.session.scalar(_bookings_of(person).with_only_columns(Booking.id).limit(1)) is not None
    )


def list_bookings_of(person: Person) -> Sequence[Booking]:
    """All appointments of `person`, as client and as coach, in the order of time; one query."""
    query = _bookings_of(person).join(Booking.event).order_by(Event.starts_at, Booking.id)
    return db.session.scalars(query).all()


def list_coming_of(person: Person, now: datetime) -> Sequence[Booking]:
    """What is agreed upon or can be answered still, takes up `person`, and has not begun, by start.

    As the database has it now; one query.
    """
    asked = and_(Booking.status == BookingStatus.REQUESTED, Event.expires_at > now)
    query = (
        _bookings_of(person)
        .join(Booking.event)
        .where(or_(Booking.status == BookingStatus.CONFIRMED, asked), Event.starts_at > now)
        .order_by(Event.starts_at, Booking.id)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _bookable(person: Person) -> Select[tuple[CoachingOffer]]:
    offered = _offered_to(person)
    return offered.where(CoachingOffer.crisis) if lacks_coaching(person) else offered


def _offered_to(person: Person) -> Select[tuple[CoachingOffer]]:
    offered = select(CoachingOffer).where(is_offered_to(person.id))
    return offered.options(joinedload(CoachingOffer.coach))


def _bookings_of(person: Person) -> Select[tuple[Booking]]:
    return (
        _whole_booking()
        .join(Booking.offer)
        .where(_concerns(person), Booking.status != BookingStatus.HELD)
    )


def _concerns(person: Person) -> ColumnElement[bool]:
    """Whether `person` is its client, coach or participant."""
    taken_along = Booking.participants.any(BookingParticipant.person_id == person.id)
    return or_(Booking.client_id == person.id, CoachingOffer.coach_id == person.id, taken_along)


def _whole_booking() -> Select[tuple[Booking]]:
    return select(Booking).options(
        joinedload(Booking.offer).joinedload(CoachingOffer.coach),
        joinedload(Booking.client),
        joinedload(Booking.event),
    )


def _one(query: Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
