"""Makes events and calendar subscriptions for tests. Everything is flushed, nothing committed."""

from datetime import datetime, timedelta
from itertools import count

from app.kernel.i18n import Bilingual
from organisations.models import Person
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
