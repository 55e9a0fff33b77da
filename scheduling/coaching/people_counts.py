"""How many people of each municipality have coaching, by kind of offer: for the office.

People are counted, not appointments: from the number of appointments, which the quota tells, a
kind that is kept back could be worked out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import case, func, select, union

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from organisations.models import Municipality, Person
from scheduling.coaching.models import AGREED, Booking, BookingParticipant, CoachingOffer, OfferKind
from scheduling.models import Event

#: Fewer than these are not told: in a municipality they might point to a person.
FEWEST_PEOPLE = 7

# As `CoachingOffer.kind`.
_KIND = case(
    (CoachingOffer.crisis, OfferKind.CRISIS.value),
    (CoachingOffer.most_people > 1, OfferKind.TEAM.value),
    else_=OfferKind.INDIVIDUAL.value,
)


@dataclass(frozen=True)
class PeopleOf:
    """By kind of offer, how many people of `municipality` there are; never too few."""

    municipality: str
    by_kind: Mapping[str, int]


def count_people(year: int) -> list[PeopleOf]:
    """The municipalities by name, with those who have or had an appointment in `year`; one query.

    Whether somebody came is not looked at. Who was taken along counts, too. A number below
    FEWEST_PEOPLE never leaves the database.
    """
    appointments = (
        select(Booking.id, Booking.client_id, _KIND.label("kind"))
        .join(Booking.offer)
        .join(Booking.event)
        .where(
            Booking.status.in_(AGREED),
            Event.starts_at >= _first_instant(year),
            Event.starts_at < _first_instant(year + 1),
        )
        .cte("appointments")
    )
    # A union leaves each person once for each kind.
    people = union(
        select(appointments.c.client_id.label("person_id"), appointments.c.kind),
        select(BookingParticipant.person_id, appointments.c.kind).join(
            appointments, BookingParticipant.booking_id == appointments.c.id
        ),
    ).subquery()
    enough = (
        select(Person.municipality_id, people.c.kind, func.count().label("people"))
        .join(people, people.c.person_id == Person.id)
        .group_by(Person.municipality_id, people.c.kind)
        .having(func.count() >= FEWEST_PEOPLE)
        .subquery()
    )
    rows = db.session.execute(
        select(Municipality.id, Municipality.name, enough.c.kind, enough.c.people)
        .outerjoin(enough, enough.c.municipality_id == Municipality.id)
        .order_by(Municipality.name, Municipality.id)
    )
    names: dict[int, str] = {}
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for municipality_id, name, kind, people_count in rows:
        names[municipality_id] = name
        if kind is not None:
            counts[municipality_id][kind] = people_count
    return [PeopleOf(name, counts[key]) for key, name in names.items()]


def _first_instant(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), programme_zone())
