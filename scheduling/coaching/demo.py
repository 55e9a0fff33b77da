"""Demo data: two coaches with their hours and offers, and appointments behind and ahead of today.

Everything goes through the same commands as in real life, with the clock set to when it happened.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.kernel.content import read_content
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.coaching.being_away import add_vacation, change_settings
from scheduling.coaching.companions import Companions
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.offering import OfferTerms, add_rule, create_offer
from scheduling.coaching.services import (
    accept_request,
    cancel_booking,
    confirm_booking,
    mark_attendance,
)

CONTENT = Path(__file__).parent / "content" / "coaching.yaml"
BEGAN_WEEKS_AGO = 10
STRIDE = 5
BOOKED_AHEAD = timedelta(days=8)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def load_demo(now: datetime) -> None:
    """Add the coaches, offers and appointments of the content file."""
    content = read_content(CONTENT)
    began = now - BEGAN_WEEKS_AGO * WEEK
    for account, entry in content["coaches"].items():
        _add_times(_person(account), entry, now)
    offers = [_add_offer(entry, began) for entry in content["offers"]]
    for number, entry in enumerate(content["bookings"]):
        _book(number, entry, offers[entry["offer"]], now)
    take_as_sent()


def _add_times(coach: Person, given: dict[str, Any], now: datetime) -> None:
    today = now.astimezone(programme_zone()).date()
    for entry in given["weekly"]:
        add_rule(
            coach=coach,
            weekday=entry["weekday"],
            start_minute=_minutes(entry["start"]),
            end_minute=_minutes(entry["end"]),
            every_weeks=entry.get("every_weeks", 1),
            anchor=today,
        )
    change_settings(coach=coach, state=given["state"], town=given["town"], usual_travel_minutes=45)
    for year in (today.year - 1, today.year):
        add_vacation(coach=coach, first_date=date(year, 12, 23), last_date=date(year + 1, 1, 1))


def _add_offer(entry: dict[str, Any], began: datetime) -> CoachingOffer:
    terms = OfferTerms(
        title=entry["title"],
        description=entry["description"],
        duration_minutes=entry["duration"],
        step_minutes=entry["step"],
        buffer_before_minutes=entry["before"],
        buffer_after_minutes=entry["after"],
        notice_minutes=entry["notice_hours"] * 60,
        max_per_day=entry["max_per_day"],
        horizon_days=entry["horizon_days"],
        place=entry["place"],
        crisis=entry.get("crisis", False),
        online=entry.get("online", True),
        languages=tuple(entry.get("languages", ["de"])),
        most_people=entry.get("most_people", 1),
        needs_approval=entry.get("needs_approval", False),
        change_until_minutes=entry.get("change_until_hours", 0) * 60,
    )
    return create_offer(coach=_person(entry["coach"]), terms=terms, now=began)


def _book(number: int, entry: dict[str, Any], offer: CoachingOffer, now: datetime) -> None:
    """Take a free time of the week, another each time; where there is none, book nothing."""
    client = _person(entry["client"])
    zone = programme_zone()
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday()) + entry["week"] * WEEK
    begin = datetime.combine(monday, time(), zone)
    booked_at = min(begin - BOOKED_AHEAD, now - DAY)
    free = [
        slot.start
        for slot in list_free_slots(offer, client, booked_at)
        if begin <= slot.start < begin + WEEK
    ]
    if free:
        starts_at = free[number * STRIDE % len(free)]
        held = hold_slot(offer=offer, client=client, starts_at=starts_at, now=booked_at)
        booking = confirm_booking(booking=held, now=booked_at, companions=_companions(entry))
        _live_on(booking, entry, booked_at, now)


def _companions(entry: dict[str, Any]) -> Companions:
    return Companions(people=tuple(_person(account) for account in entry.get("with", ())))


def _live_on(booking: Booking, entry: dict[str, Any], booked_at: datetime, now: datetime) -> None:
    """What became of it: coaches agree, somebody cancels, and afterwards it is said who came."""
    if booking.is_requested(booked_at) and not entry.get("asked"):
        accept_request(booking=booking, now=booked_at)
    if entry.get("cancelled"):
        cancel_booking(booking=booking, now=booked_at + DAY)
    elif booking.event.ends_at < now:
        mark_attendance(
            booking=booking, attended=not entry.get("missed"), now=booking.event.ends_at
        )


def _minutes(reading: str) -> int:
    hours, minutes = reading.split(":")
    return int(hours) * 60 + int(minutes)


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
