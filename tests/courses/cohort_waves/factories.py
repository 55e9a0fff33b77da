"""Cohorts to be asked, and people who answer. Everything is flushed, nothing committed."""

from datetime import timedelta

from app.kernel.permissions import Role
from assessments.administrations import services as assessments
from assessments.instruments.shelf import resilience_check
from assessments.waves.queries import find_by_label
from courses.cohort_waves.models import CohortWave
from courses.cohorts.models import Cohort
from organisations.models import Person
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_account

DAY = timedelta(days=1)


def make_asked_cohort(
    *, people: int = 8, in_days: float = 10, role: Role = Role.TRAINEE, **given: object
) -> Cohort:
    """A cohort of three hours that begins `in_days` days after START, with people in it."""
    cohort = make_cohort(starts_at=START + in_days * DAY, **({"capacity": people + 4} | given))
    for _ in range(people):
        make_enrolment(cohort=cohort, person=make_account(role).person)
    return cohort


def answer(person: Person, row: CohortWave, now, point: int = 4) -> None:
    """Have the person take a self-assessment and give a copy."""
    instrument = resilience_check()
    act = {"person": person, "actor": person}
    assessments.begin_assessment(instrument=instrument, now=now, **act)
    assessments.keep_answers(
        instrument_key=instrument.key,
        answers={item.key: point for item in instrument.items},
        **act,
    )
    assessments.finish_assessment(
        instrument=instrument, note="", now=now, wave=find_by_label(row.wave_label), **act
    )
