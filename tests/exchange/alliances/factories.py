"""Makes partners, duties and meetings for tests. Everything is flushed, nothing committed."""

from datetime import date, datetime, timedelta
from itertools import count

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from exchange.alliances.duties.models import Duty
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.meetings.services import MeetingDetails, call_meeting
from exchange.alliances.partners.models import Commitment, Contact, Partner, PartnerKind
from organisations.models import Municipality, Person
from tests.house.clock import START

_numbers = count(1)
LATER = START + timedelta(days=10)


def make_partner(municipality: Municipality, **given: object) -> Partner:
    values = {
        "name": f"Partner {next(_numbers)}",
        "kind": PartnerKind.COUNSELLING,
        "remit": "Hört zu und hilft weiter.",
        "phone": "030 23125 200",
        "created_at": START,
    }
    return _saved(Partner(municipality=municipality, **(values | given)))


def make_contact(partner: Partner, **given: object) -> Contact:
    values = {
        "name": f"Samira Benali {next(_numbers)}",
        "phone": "030 23125 201",
        "released": True,
        "confirmed_at": START,
    }
    return _saved(Contact(partner=partner, **(values | given)))


def make_commitment(partner: Partner, **given: object) -> Commitment:
    values = {"text": "Ruft zurück", "due_on": None, "agreed_at": START}
    return _saved(Commitment(partner=partner, **(values | given)))


def make_duty(key: str | None = None, municipality: Municipality | None = None) -> Duty:
    """A shipped duty, or with a municipality one of its own."""
    number = next(_numbers)
    text = Bilingual(de=f"Aufgabe {number}", en=f"Duty {number}")
    own = municipality.id if municipality else None
    return _saved(
        Duty(
            key=None if own else key or f"duty_{number}",
            municipality_id=own,
            position=number,
            title=text,
            description=text,
        )
    )


def make_meeting(
    municipality: Municipality,
    *people: Person,
    actor: Person,
    starts_at: datetime = LATER,
    **given: object,
) -> Meeting:
    details = {
        "title": "Sitzung der Allianz",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "zone": "Europe/Berlin",
        "place": "Rathaus",
        "people": people,
    }
    return call_meeting(
        municipality=municipality,
        details=MeetingDetails(**(details | given)),
        actor=actor,
        now=START,
    )


def make_task(meeting: Meeting, *, due_on: date, **given: object) -> MeetingTask:
    values = {"text": "Notfallkarte drucken", "created_at": START}
    return _saved(MeetingTask(meeting=meeting, due_on=due_on, **(values | given)))


def _saved(thing):
    db.session.add(thing)
    db.session.flush()
    return thing
