"""What is held of a person can be handed over and erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from certificates.register.models import Certificate, CorrectionRequest, HolderName
from certificates.register.personal_data import CERTIFICATES, CORRECTIONS, HOLDER_NAMES
from certificates.register.services import wish_name
from tests.certificates.factories import make_certificate, make_past_cohort, make_successor
from tests.house.clock import START


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
            "superseded_at": None,
            "revoked_at": None,
            "first_downloaded_at": None,
            "expiry_reminded_days": None,
            "name_shown": "nothing",
        }
    ]


def test_erasing_takes_the_certificates_and_makes_their_codes_unknown(client, personas, cohort):
    code = make_certificate(person=personas.owner.person, cohort=cohort).code
    kept = make_certificate(person=personas.colleague.person, cohort=cohort)

    CERTIFICATES.erase(personas.owner.person_id)

    assert client.get(f"/verify/{code}").status_code == 404
    assert db.session.scalars(select(Certificate)).all() == [kept]


def test_what_was_void_stays_so_without_a_trace_of_the_person(client, personas, cohort):
    """Somebody else may still hold a copy."""
    first = make_certificate(person=personas.owner.person, cohort=cohort)
    void, valid = first.credential_id, make_successor(first).credential_id

    CERTIFICATES.erase(personas.owner.person_id)

    published = client.get("/credentials/status.json").text
    assert void in published
    assert valid not in published


def test_the_export_holds_what_was_superseded_and_why_it_was_revoked(personas, cohort):
    first = make_certificate(person=personas.owner.person, cohort=cohort)
    first.revoked_at, first.revocation_reason = START, "Falscher Kurs"
    second = make_successor(first)
    wish = CorrectionRequest(certificate=second, wish="Bitte mit Titel", asked_at=START)
    db.session.add(wish)
    db.session.flush()

    exported = CERTIFICATES.export(personas.owner.person_id)

    assert [(one["status"], one["revocation_reason"]) for one in exported] == [
        ("revoked", "Falscher Kurs"),
        ("valid", None),
    ]
    assert CORRECTIONS.export(personas.owner.person_id) == [
        {
            "certificate": second.code,
            "wish": "Bitte mit Titel",
            "asked_at": "2026-11-23T09:00:00+00:00",
            "state": "asked",
            "answer": None,
            "closed_at": None,
        }
    ]
    assert CORRECTIONS.export(personas.colleague.person_id) == []


def test_erasing_takes_the_whole_chain_the_wishes_and_the_name(personas, cohort):
    person = personas.owner.person
    first = make_certificate(person=person, cohort=cohort)
    third = make_successor(make_successor(first), now=START + timedelta(hours=1))
    kept = make_certificate(person=personas.colleague.person, cohort=cohort)
    db.session.add_all(
        CorrectionRequest(certificate=one, wish="Bitte mit Titel", asked_at=START)
        for one in (third, kept)
    )
    wish_name(person=person, name="Dr. Ada Anders", now=START)
    assert HOLDER_NAMES.export(person.id) == "Dr. Ada Anders"

    for held in (CORRECTIONS, CERTIFICATES, HOLDER_NAMES):
        held.erase(person.id)

    db.session.expire_all()
    assert db.session.scalars(select(Certificate)).all() == [kept]
    assert [one.certificate_id for one in db.session.scalars(select(CorrectionRequest))] == [
        kept.id
    ]
    assert db.session.scalars(select(HolderName)).all() == []


def test_erasing_who_issued_leaves_the_certificates_of_others(personas, cohort):
    certificate = make_certificate(person=personas.owner.person, cohort=cohort)

    CERTIFICATES.erase(personas.trainer.person_id)

    db.session.refresh(certificate)
    assert certificate.issued_by_id is None
    assert certificate.document.signatory == "Toni Beispiel"
