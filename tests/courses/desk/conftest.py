"""A trainer with a cohort that begins in a week, and somebody who takes part in it."""

import pytest

from tests.courses.factories import make_cohort, make_enrolment


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def client(personas):
    """The trainer's browser."""
    return personas.client(personas.trainer)


@pytest.fixture
def cohort(trainer):
    return make_cohort(trainers=[trainer], session_minutes=(60, 60))


@pytest.fixture
def enrolment(cohort, personas):
    """The owner takes part."""
    return make_enrolment(cohort=cohort, person=personas.owner.person)


@pytest.fixture
def reader(personas, enrolment):
    """The owner's browser."""
    return personas.client(personas.owner)
