"""Column types and identifiers that every table uses."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from app.kernel.audit import AuditEntry
from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import broken_constraint
from app.kernel.i18n import Bilingual
from organisations.models import Team
from tests.organisations.factories import make_account, make_municipality, make_person, make_team


def entry(at: datetime) -> AuditEntry:
    return AuditEntry(at=at, action="a", object_type="b", object_public_id="c")


def test_instants_come_back_in_utc_whatever_zone_they_were_given_in(app):
    at = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    db.session.add(entry(at))
    db.session.commit()
    read = db.session.query(AuditEntry).one().at
    assert read == at
    assert read.tzinfo is UTC


def test_a_naive_instant_is_refused(app):
    db.session.add(entry(datetime(2026, 3, 29, 3, 30)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="needs a time zone"):
        db.session.flush()
    db.session.rollback()


def test_texts_keep_both_languages(app):
    team = make_team(municipality=make_municipality(), name="Bürgerbüro")
    db.session.commit()
    assert db.session.get_one(Team, team.id).name == Bilingual(de="Bürgerbüro", en="Bürgerbüro")
    with pytest.raises(ValueError, match="both languages"):
        Bilingual(de="nur deutsch", en=" ")


def test_public_ids_are_random_and_fit_an_address():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(public_id) == 16 for public_id in ids)


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (lambda: make_person(function="king"), "ck_people_function"),
        (lambda: make_account(email=make_account().email), "uq_accounts_email"),
    ],
)
def test_a_broken_constraint_is_known_by_its_name_on_both_databases(app, break_it, name):
    with pytest.raises(IntegrityError) as refused:
        break_it()
    assert broken_constraint(refused.value) == name
    db.session.rollback()
