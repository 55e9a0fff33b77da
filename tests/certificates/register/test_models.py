"""What the database holds of certificates whatever the code does."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel.db import conflicts_explained, db
from certificates.register.errors import AlreadyIssued
from certificates.register.models import Certificate, NameShown
from tests.certificates.factories import PDF, make_certificate, make_past_cohort


@pytest.fixture
def certificate(personas) -> Certificate:
    cohort = make_past_cohort(trainer=personas.trainer.person)
    return make_certificate(person=personas.owner.person, cohort=cohort)


def change(column: str, value: object) -> None:
    """Past the mapper, as a careless script would."""
    db.session.execute(
        text(f"UPDATE certificates SET {column} = :value"),  # noqa: S608 - a test's own column
        {"value": value},
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("data", '{"version": 1}'),
        ("pdf", b"another"),
        ("code", "0" * 28),
        ("issued_at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_what_was_issued_cannot_be_changed(certificate, column, value):
    with pytest.raises(IntegrityError, match="certificates_are_final"), db.session.begin_nested():
        change(column, value)
    db.session.expire(certificate)
    assert certificate.pdf == PDF


def test_a_certificate_cannot_go_to_another_person_or_cohort(certificate, personas):
    other = make_past_cohort(trainer=personas.trainer.person)
    for column, value in (
        ("person_id", personas.colleague.person_id),
        ("cohort_id", other.id),
    ):
        with (
            pytest.raises(IntegrityError, match="certificates_are_final"),
            db.session.begin_nested(),
        ):
            change(column, value)


def test_the_mapper_cannot_change_the_data_either(certificate):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        certificate.data = certificate.data | {"holder_name": "Jemand anderes"}


def test_what_the_holder_decides_can_change(certificate):
    certificate.name_shown = NameShown.FULL
    db.session.flush()
    db.session.expire(certificate)
    assert certificate.name_shown == NameShown.FULL


def test_there_is_one_per_person_and_cohort(certificate, personas):
    with pytest.raises(AlreadyIssued), conflicts_explained():
        make_certificate(person=personas.owner.person, cohort=certificate.cohort)


def test_the_bytes_are_read_only_when_they_are_wanted(certificate):
    db.session.expire_all()
    loaded = db.session.get_one(Certificate, certificate.id)
    assert "pdf" not in loaded.__dict__
    assert loaded.pdf == PDF


@pytest.mark.parametrize(
    ("shown", "name"),
    [(NameShown.NOTHING, None), (NameShown.INITIALS, "A. B. 1."), (NameShown.FULL, "Ada B. 1.")],
)
def test_the_public_name_is_what_the_holder_chose(personas, shown, name):
    personas.owner.person.family_name = "B. 1."
    cohort = make_past_cohort(trainer=personas.trainer.person)
    certificate = make_certificate(person=personas.owner.person, cohort=cohort, name_shown=shown)
    assert certificate.public_name == name
