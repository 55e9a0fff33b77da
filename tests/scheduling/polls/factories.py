"""Makes date polls for tests. Everything is flushed, nothing committed."""

from datetime import datetime, timedelta
from itertools import count

from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.polls.models import Choice, DatePoll
from scheduling.polls.services import answer, open_date_poll
from tests.house.clock import START

_numbers = count(1)

DAY = timedelta(days=1)


def make_poll(organiser: Person, *invited: Person, **given: object) -> DatePoll:
    """A poll about three times of 90 minutes in a week, answered within five days."""
    number = next(_numbers)
    values = {
        "subject": "test",
        "subject_key": f"key-{number}",
        "title": Bilingual(de=f"Treffen {number}", en=f"Meeting no. {number}"),
        "proposals": [START + days * DAY for days in (7, 8, 9)],
        "duration": timedelta(minutes=90),
        "zone": "Europe/Berlin",
        "closes_at": START + 5 * DAY,
        "now": START,
    }
    return open_date_poll(organiser=organiser, invited=invited, **(values | given))  # type: ignore[arg-type]


def make_answers(poll: DatePoll, person: Person, *choices: Choice, now: datetime = START) -> None:
    """What `person` answers to the proposals, in the order of time."""
    answer(
        poll=poll, person=person, choices=dict(zip(poll.proposals, choices, strict=True)), now=now
    )
