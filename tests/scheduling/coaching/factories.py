"""Makes coaches, their offers and bookings for tests. Everything is flushed, nothing committed."""

from dataclasses import fields
from datetime import datetime
from itertools import count

from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Person
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.offering import OfferTerms, add_rule, create_offer
from scheduling.coaching.services import book_slot
from tests.house.clock import START
from tests.organisations.factories import make_account

_numbers = count(1)


def make_coach(**given: object) -> Account:
    """A coach with an account who works nowhere and at no time yet."""
    return make_account(Role.COACH, function=None, **given)


def make_offer(coach: Person | None = None, **given: object) -> CoachingOffer:
    """An offer of an hour on a grid of 15 minutes, without buffers, notice or limit."""
    number = next(_numbers)
    values = {
        "title": Bilingual(de=f"Gespräch {number}", en=f"Talk no. {number}"),
        "description": Bilingual(de="Ein ruhiges Gespräch.", en="A calm talk."),
        "duration_minutes": 60,
        "step_minutes": 15,
        "notice_minutes": 0,
        "max_per_day": None,
        "horizon_days": 30,
        "place": "Online per Video",
    }
    terms = OfferTerms(**(values | given))  # type: ignore[arg-type]
    return create_offer(coach=coach or make_coach().person, terms=terms, now=START)


def make_working_time(coach: Person, start: int = 9, end: int = 17, weekday: int = 1) -> None:
    """`coach` works on this weekday (by default Tuesday, the day after START) at these hours."""
    add_rule(coach=coach, weekday=weekday, start_minute=start * 60, end_minute=end * 60)


def make_booking(offer: CoachingOffer, client: Person, starts_at: datetime) -> Booking:
    return book_slot(offer=offer, client=client, starts_at=starts_at, now=START)


def terms_of(offer: CoachingOffer, **changes: object) -> OfferTerms:
    """What `offer` says now, with `changes`."""
    values = {field.name: getattr(offer, field.name) for field in fields(OfferTerms)}
    return OfferTerms(**(values | changes))
