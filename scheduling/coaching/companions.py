"""Commands on those who come along: colleagues with an account, and guests without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import NotFound
from organisations.models import Person
from scheduling.coaching.errors import CompanionsCannotCome
from scheduling.coaching.mails import tell_of_leaving
from scheduling.coaching.models import Booking, BookingGuest, BookingParticipant, CoachingOffer
from scheduling.services import AlreadyTaken, lock_people, occupy, release


@dataclass(frozen=True)
class Companions:
    """Who comes along with the client: people of KommA, and mail addresses of guests."""

    people: tuple[Person, ...] = ()
    guests: tuple[str, ...] = ()


NOBODY = Companions()


def refuse_too_many(offer: CoachingOffer, companions: Companions) -> None:
    """Raise CompanionsCannotCome where `offer` is for fewer than would come."""
    if 1 + len(companions.people) + len(companions.guests) > offer.most_people:
        raise CompanionsCannotCome(CompanionsCannotCome.TOO_MANY, field="colleagues")


def add_companions(bookings: Sequence[Booking], companions: Companions, *, now: datetime) -> None:
    """Have `companions` take part in each of `bookings`. Lock all people before.

    They are taken up exclusively as the client is. Raises CompanionsCannotCome where one of them
    has no time; who that is, nobody learns.
    """
    for booking in bookings:
        for person in companions.people:
            try:
                occupy(event=booking.event, person=person, exclusive=True, now=now)
            except AlreadyTaken as taken:
                fault = CompanionsCannotCome.TAKEN
                raise CompanionsCannotCome(fault, field="colleagues") from taken
        with conflicts_explained():
            booking.participants = [BookingParticipant(person=one) for one in companions.people]
            booking.guests = [
                BookingGuest(email=email) for email in dict.fromkeys(companions.guests)
            ]


def leave_booking(*, booking: Booking, person: Person, now: datetime) -> None:
    """Have `person`, who was taken along, take part no longer. Raises NotFound for all others."""
    lock_people([booking.offer.coach, booking.client, person])
    db.session.expire(booking, ["participants"])  # they may just have left
    found = next((one for one in booking.participants if one.person_id == person.id), None)
    if found is None:
        raise NotFound
    tell_of_leaving(booking, person, now=now)
    booking.participants.remove(found)
    release(event=booking.event, person=person, now=now)
    db.session.flush()


def decline_as_guest(*, guest: BookingGuest, now: datetime) -> BookingGuest:
    """Note that the guest will not come. Harmless to repeat."""
    if guest.declined_at is None:
        guest.declined_at = now
        db.session.flush()
    return guest
