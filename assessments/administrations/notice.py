"""What everybody reads before the first question, and on every screen after it."""

from dataclasses import dataclass

from flask import current_app, url_for

from app.kernel import clock
from app.kernel.i18n import Message, programme_zone
from assessments.administrations.personal_data import ASSESSMENTS
from assessments.instruments.definition import Instrument
from assessments.waves.models import Wave
from assessments.waves.queries import list_open_for
from assessments.waves.rules import current_k
from organisations.models import Person

STAFF_COUNCIL_SHEET = "staff_council.sheet"


@dataclass(frozen=True)
class Notice:
    """What differs from place to place: the waves that are open for the reader, and their k.

    `kept` says how long self-assessments are kept; `sheet` is the address of what the staff council
    reads, where there is such a page.
    """

    waves: list[Wave]
    k: int
    kept: Message
    sheet: str | None


def notice_for(person: Person, instrument: Instrument) -> Notice:
    """The notice beside `instrument`, with the least k that is promised to `person`."""
    waves = open_waves(person, instrument)
    known = STAFF_COUNCIL_SHEET in current_app.view_functions
    return Notice(
        waves=waves,
        kept=ASSESSMENTS.retention,
        k=min((wave.k for wave in waves), default=current_k()),
        sheet=url_for(STAFF_COUNCIL_SHEET) if known else None,
    )


def open_waves(person: Person, instrument: Instrument) -> list[Wave]:
    """The waves to which `person` may give a copy today."""
    today = clock.now().astimezone(programme_zone()).date()
    return list(list_open_for(person, instrument.key, today))
