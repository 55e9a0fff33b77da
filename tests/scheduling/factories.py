"""Makes events and calendars for tests. Everything is flushed, nothing committed."""

from datetime import datetime, timedelta
from itertools import count

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval, Source
from scheduling.feeds.choices import Detail, FeedChoice
from scheduling.feeds.services import Subscription, subscribe
from scheduling.models import Event
from scheduling.services import schedule_event
from tests.house.clock import START

_numbers = count(1)


def make_event(*occupants: Person, **given: object) -> Event:
    """An event of two hours, by default tomorrow; `starts_at` alone moves it as a whole."""
    number = next(_numbers)
    starts_at: datetime = given.pop("starts_at", START + timedelta(days=1))  # type: ignore[assignment]
    values = {
        "owner": "course_session",
        "title": Bilingual(de=f"Training {number}", en=f"Training no. {number}"),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "zone": "Europe/Berlin",
        "place": "Rathaus, Saal 2",
        "now": START,
    }
    return schedule_event(occupants=occupants, **(values | given))  # type: ignore[arg-type]


def make_feed(person: Person, **given: object) -> Subscription:
    """A subscription of `person` with its token, by default to everything with topic and place.

    What is given goes into its `FeedChoice`; `discreet` is short for a neutral word.
    """
    now, form_key = given.pop("now", START), given.pop("form_key", f"key-{next(_numbers)}")
    detail = Detail.APPOINTMENT if given.pop("discreet", False) else Detail.FULL
    choice = FeedChoice(**({"label": "Diensthandy", "detail": detail} | given))  # type: ignore[arg-type]
    return subscribe(person=person, choice=choice, form_key=form_key, now=now)  # type: ignore[arg-type]


def make_busy_calendar(
    person: Person, *intervals: tuple[datetime, datetime], **given: object
) -> BusyCalendar:
    """A calendar of `person` kept elsewhere that says they are busy during `intervals`.

    By default its address was read at START. `certain=False` is for entries that could not be read.
    """
    certain = given.pop("certain", True)
    values = {
        "label": "Outlook",
        "source": Source.ADDRESS,
        "sealed_address": b"sealed",
        "created_at": START,
        "next_at": START + timedelta(minutes=15),
        "good_at": START,
    } | given
    if values["source"] == Source.FILE:
        values |= {"sealed_address": None, "next_at": None}
    if values["good_at"] is not None:
        known_until = values["good_at"] + timedelta(days=366)  # type: ignore[operator]
        values = {"known_until": known_until, "read_in": "Europe/Berlin"} | values
    calendar = BusyCalendar(person_id=person.id, **values)
    db.session.add(calendar)
    db.session.flush()
    add_busy_times(calendar, *intervals, certain=bool(certain))
    return calendar


def add_busy_times(
    calendar: BusyCalendar, *intervals: tuple[datetime, datetime], certain: bool = True
) -> None:
    """Have `calendar` say that its owner is busy during `intervals`, too; nobody hears of it."""
    db.session.add_all(
        BusyInterval(calendar_id=calendar.id, starts_at=start, ends_at=end, certain=certain)
        for start, end in intervals
    )
    db.session.flush()
