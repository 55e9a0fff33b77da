"""What the database holds of certificates whatever the code does."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import broken_constraint
from certificates.register.errors import AlreadyAsked, AlreadyIssued, AlreadyReplaced
from certificates.register.models import Certificate, CorrectionRequest, NameShown, RequestState
from tests.certificates.factories import (
    PDF,
    make_certificate,
    make_past_cohort,
    make_successor,
)
from tests.house.clock import START


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
        ("pdf_digest", "0" * 64),
        ("credential_id", "another"),
        ("valid_until", "2030-01-01"),
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


@contextmanager
def refused(constraint: str):
    """The database itself says no, whatever the code would do."""
    with pytest.raises(IntegrityError) as told, db.session.begin_nested():
        yield
    assert broken_constraint(told.value) == constraint


def test_a_second_one_is_for_who_has_none_that_counts(certificate, personas):
    person, cohort = personas.owner.person, certificate.cohort
    successor = make_successor(certificate)

    with pytest.raises(AlreadyIssued), conflicts_explained():
        make_certificate(person=person, cohort=cohort)
    assert (certificate.status, successor.status) == ("superseded", "valid")


def test_a_revoked_one_is_in_the_way_of_another_until_it_is_superseded(certificate, personas):
    certificate.revoked_at, certificate.revocation_reason = START, "Irrtum"
    db.session.flush()

    with pytest.raises(AlreadyIssued), conflicts_explained():
        make_certificate(person=personas.owner.person, cohort=certificate.cohort)
    make_successor(certificate)
    assert certificate.status == "revoked", "what was revoked stays so"


def test_a_certificate_has_one_successor_at_most(certificate, personas):
    other = make_past_cohort(trainer=personas.trainer.person)
    make_successor(certificate)

    with pytest.raises(AlreadyReplaced), conflicts_explained():
        make_certificate(
            person=personas.colleague.person, cohort=other, supersedes_id=certificate.id
        )


def test_what_a_certificate_supersedes_cannot_be_changed_later(certificate, personas):
    other = make_certificate(
        person=personas.colleague.person,
        cohort=make_past_cohort(trainer=personas.trainer.person),
    )
    with refused("certificates_keep_what_they_supersede"):
        other.supersedes_id = certificate.id
        db.session.flush()


@pytest.mark.parametrize("value", [None, "2030-01-01 00:00:00+00:00"])
def test_superseding_cannot_be_undone(certificate, value):
    make_successor(certificate)
    with refused("certificates_stay_superseded"):
        db.session.execute(
            text("UPDATE certificates SET superseded_at = :value WHERE id = :id"),
            {"value": value, "id": certificate.id},
        )


@pytest.mark.parametrize(
    "change_to",
    [
        {"revoked_at": None, "revocation_reason": None},
        {"revoked_at": START + timedelta(days=1)},
        {"revocation_reason": "doch ein anderer Grund"},
    ],
)
def test_revocation_cannot_be_undone(certificate, change_to):
    certificate.revoked_at, certificate.revocation_reason = START, "Irrtum"
    db.session.flush()
    with refused("certificates_stay_revoked"):
        db.session.execute(update(Certificate).values(change_to))


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"revoked_at": START}, "ck_certificates_revoked_with_reason"),
        (
            {"revoked_at": START, "revocation_reason": ""},
            "ck_certificates_revocation_reason_says_something",
        ),
    ],
)
def test_nothing_is_revoked_without_a_reason(certificate, given, constraint):
    with refused(constraint):
        db.session.execute(update(Certificate).values(given))


def test_one_wish_for_a_correction_waits_at_a_time(certificate):
    def ask(**given):
        db.session.add(
            CorrectionRequest(certificate=certificate, wish="Name", asked_at=START, **given)
        )
        db.session.flush()

    ask(state=RequestState.DECLINED)
    ask()
    with pytest.raises(AlreadyAsked), conflicts_explained():
        ask()


@pytest.mark.parametrize(
    ("shown", "name"),
    [(NameShown.NOTHING, None), (NameShown.INITIALS, "A. B. 1."), (NameShown.FULL, "Ada B. 1.")],
)
def test_the_public_name_is_what_the_holder_chose(personas, shown, name):
    personas.owner.person.family_name = "B. 1."
    cohort = make_past_cohort(trainer=personas.trainer.person)
    certificate = make_certificate(person=personas.owner.person, cohort=cohort, name_shown=shown)
    assert certificate.public_name == name
