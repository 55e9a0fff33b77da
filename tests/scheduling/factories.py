"""Makes events and calendar subscriptions for tests. Everything is flushed, nothing committed."""

from datetime import datetime, timedelta
from itertools import count

from app.kernel.i18n import Bilingual
from organisations.models import Person
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
    """A subscription of `person` with its token; discreet only where asked for."""
    values = {
        "label": "Diensthandy",
        "discreet": False,
        "form_key": f"key-{next(_numbers)}",
        "now": START,
    }
    return subscribe(person=person, **(values | given))  # type: ignore[arg-type]
