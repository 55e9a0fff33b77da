"""Self-assessments for tests, by the commands and without pages."""

from app.kernel.db import db
from assessments.administrations import services
from assessments.administrations.models import AssessmentBinder
from assessments.instruments.shelf import resilience_check
from tests.house.clock import START


def begin(person, now=START, **answers):
    """A draft with these answers."""
    instrument = resilience_check()
    services.begin_assessment(person=person, instrument=instrument, actor=person, now=now)
    return services.keep_answers(
        person=person, instrument_key=instrument.key, answers=answers, actor=person
    )


def finish(person, note="", now=START, wave=None, answer=4):
    """One that has an answer to each question."""
    instrument = resilience_check()
    begin(person, now, **{item.key: answer for item in instrument.items})
    return services.finish_assessment(
        person=person, instrument=instrument, note=note, actor=person, now=now, wave=wave
    )


def kept_binder(person):
    """The row as it is kept."""
    return db.session.get_one(AssessmentBinder, person.id, populate_existing=True).sealed
