"""Reads of offers, working times and bookings, each scoped to who asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.models import Person
from scheduling.coaching.models import (
    TAKING_TIME,
    AvailabilityOverride,
    AvailabilityRule,
    Booking,
    CoachingOffer,
)
from scheduling.models import Event, EventStatus, Occupancy


def list_offers_for(person: Person) -> Sequence[CoachingOffer]:
    """What `person` can book: active offers of others who are coaches still, oldest first."""
    return db.session.scalars(_bookable(person).order_by(CoachingOffer.id)).all()


def get_offer_for(person: Person, public_id: str) -> CoachingOffer:
    """An offer that `person` can book. Raises NotFound for what `list_offers_for` lacks."""
    return _one(_bookable(person).where(CoachingOffer.public_id == public_id))


def has_offer_for(person: Person, offer: CoachingOffer) -> bool:
    """Whether `person` can book `offer`."""
    return db.session.scalar(_bookable(person).where(CoachingOffer.id == offer.id)) is not None


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


@dataclass(frozen=True)
class TakenTime:
    """A person is taken up during [starts_at, ends_at), buffers included."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    exclusive: bool
    town: str | None
    title: Bilingual


def list_taken_times(
    people: Sequence[Person], since: datetime, until: datetime, *, besides: Event | None = None
) -> list[TakenTime]:
    """What takes up any of `people` in [since, until), as the database has it now; one query.

    Leaves out the event `besides`.
    """
    rows = db.session.execute(
        select(
            Occupancy.person_id,
            Occupancy.starts_at,
            Occupancy.ends_at,
            Occupancy.exclusive,
            Event.town,
            Event.title,
        )
        .join(Occupancy.event)
        .where(
            Occupancy.person_id.in_([person.id for person in people]),
            Occupancy.starts_at < until,
            Occupancy.ends_at > since,
            Event.status == EventStatus.CONFIRMED,
            _other_than(besides),
        )
    )
    return [TakenTime(*row) for row in rows]


def count_bookings_per_day(
    coach: Person, since: datetime, zone: ZoneInfo, *, besides: Event | None = None
) -> Counter[date]:
    """How many appointments of the coach, of all offers, start on each local date from `since`.

    The days before are counted as far as they belong to the same week.
    Leaves out the event `besides`.
    """
    starts = db.session.scalars(
        select(Event.starts_at)
        .join(Booking, Booking.event_id == Event.id)
        .join(Booking.offer)
        .where(
            CoachingOffer.coach_id == coach.id,
            Booking.status.in_(TAKING_TIME),
            Event.starts_at >= since - timedelta(days=9),
            _other_than(besides),
        )
    )
    return Counter(instant.astimezone(zone).date() for instant in starts)


def find_booking(offer: CoachingOffer, client: Person, starts_at: datetime) -> Booking | None:
    """What `client` has booked of `offer` at this start and not cancelled."""
    return db.session.scalar(
        _whole_booking()
        .join(Booking.event)
        .where(
            Booking.offer_id == offer.id,
            Booking.client_id == client.id,
            Booking.status.in_(TAKING_TIME),
            Event.starts_at == starts_at,
        )
    )


def get_booking_of(person: Person, public_id: str) -> Booking:
    """An appointment of `person`, as client or as coach. Raises NotFound for everybody else's."""
    return _one(_bookings_of(person).where(Booking.public_id == public_id))


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
        .where(
            Booking.event_id.in_([event.id for event in events]),
            or_(Booking.client_id == person.id, CoachingOffer.coach_id == person.id),
        )
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


def _bookable(person: Person) -> Select[tuple[CoachingOffer]]:
    coaches = select(RoleGrant.person_id).where(RoleGrant.role == Role.COACH)
    return (
        select(CoachingOffer)
        .where(
            CoachingOffer.active,
            CoachingOffer.coach_id != person.id,
            CoachingOffer.coach_id.in_(coaches),
        )
        .options(joinedload(CoachingOffer.coach))
    )


def _bookings_of(person: Person) -> Select[tuple[Booking]]:
    return (
        _whole_booking()
        .join(Booking.offer)
        .where(or_(Booking.client_id == person.id, CoachingOffer.coach_id == person.id))
    )


def _whole_booking() -> Select[tuple[Booking]]:
    return select(Booking).options(
        joinedload(Booking.offer).joinedload(CoachingOffer.coach),
        joinedload(Booking.client),
        joinedload(Booking.event),
    )


def _other_than(event: Event | None) -> ColumnElement[bool]:
    return true() if event is None else Event.id != event.id


def _one(query: Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
