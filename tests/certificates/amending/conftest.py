"""Certificates whose people are still entitled, so that they can be replaced."""

import pytest

from certificates.issuing import drafts
from certificates.register.models import Certificate
from tests.certificates.factories import (
    PDF,
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
)


@pytest.fixture(autouse=True)
def _quick_print(monkeypatch):
    """Drawing is tested elsewhere; here it only takes time."""
    monkeypatch.setattr(drafts, "produce", lambda _order, _material: PDF)


@pytest.fixture
def certificate(personas) -> Certificate:
    """The owner's, who was there all the time."""
    cohort = make_past_cohort(trainer=personas.trainer.person)
    make_attended_enrolment(cohort=cohort, person=personas.owner.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)
