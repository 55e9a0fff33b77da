"""Courses to look at: an added questionnaire, and passages of known values at known times."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.kernel.db import db
from assessments.administrations import services
from assessments.administrations.queries import Opened
from assessments.instruments.definition import Instrument, read_instrument
from assessments.instruments.models import ImportedInstrument
from organisations.models import Person
from tests.assessments.instruments.definitions import band, definition, item, scale, written
from tests.house.clock import START

KEYS = [f"q{number}" for number in range(1, 6)]

#: Five questions from 0 to 5, their sum times four: from 0 to 100, with bands and a known error.
WELL_BEING = {
    "key": "well-being",
    "title": {"de": "Wohlbefinden", "en": "Well-being"},
    "scale": scale(0, 5),
    "items": [item(key) for key in KEYS],
    "scores": [{"key": "index", "items": KEYS, "method": "sum", "factor": 4, "min_answered": 4}],
    "bands": {"index": [band("low", 50.5), band("good")]},
    "reliability": {"index": {"mdc": 23.6, "source": "a test"}},
}


def add_questionnaire(**members: object) -> Instrument:
    """One that people can have filled in, as `definition` describes it."""
    text = written(definition(**(WELL_BEING | members)))
    instrument = read_instrument(text)
    db.session.add(
        ImportedInstrument(
            key=instrument.key,
            version=instrument.version,
            definition=text.decode(),
            imported_at=START,
        )
    )
    db.session.flush()
    return instrument


def begin(person: Person, instrument: Instrument, answers: Sequence[int | None], now: datetime):
    """A draft with these answers, one after the other."""
    services.begin_assessment(person=person, instrument=instrument, actor=person, now=now)
    keys = (item.key for item in instrument.items)
    services.keep_answers(
        person=person,
        instrument_key=instrument.key,
        answers=dict(zip(keys, answers, strict=False)),
        actor=person,
    )


def pass_through(
    person: Person,
    instrument: Instrument,
    answers: Sequence[int | None],
    *,
    weeks_ago: int = 0,
    note: str = "",
) -> Opened:
    """A finished self-assessment with these answers."""
    now = START.astimezone(UTC) - timedelta(weeks=weeks_ago)
    begin(person, instrument, answers, now)
    return services.finish_assessment(
        person=person, instrument=instrument, note=note, actor=person, now=now
    )
