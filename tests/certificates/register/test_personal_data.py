"""What is held of a person can be handed over and erased."""

import pytest
from sqlalchemy import select

from app.kernel.db import db
from certificates.register.models import Certificate
from certificates.register.personal_data import CERTIFICATES
from tests.certificates.factories import (
    make_certificate,
    make_past_cohort,
)


@pytest.fixture
def cohort(personas):
    return make_past_cohort(trainer=personas.trainer.person)


def test_the_export_holds_what_each_certificate_says(personas, cohort):
    certificate = make_certificate(person=personas.owner.person, cohort=cohort)
    make_certificate(person=personas.colleague.person, cohort=cohort)

    assert CERTIFICATES.export(personas.owner.person_id) == [
        {
            "certificate": certificate.data,
            "status": "valid",
            "revocation_reason": None,
            "issued_at": "2026-11-23T09:00:00+00:00",
            "first_downloaded_at": None,
            "name_shown": "nothing",
        }
    ]


def test_erasing_takes_the_certificates_and_makes_their_codes_unknown(client, personas, cohort):
    code = make_certificate(person=personas.owner.person, cohort=cohort).code
    kept = make_certificate(person=personas.colleague.person, cohort=cohort)

    CERTIFICATES.erase(personas.owner.person_id)

    assert client.get(f"/verify/{code}").status_code == 404
    assert db.session.scalars(select(Certificate)).all() == [kept]


def test_erasing_who_issued_leaves_the_certificates_of_others(personas, cohort):
    certificate = make_certificate(person=personas.owner.person, cohort=cohort)

    CERTIFICATES.erase(personas.trainer.person_id)

    db.session.refresh(certificate)
    assert certificate.issued_by_id is None
    assert certificate.document.signatory == "Toni Beispiel"
