"""What triggers refuse is refused by the database itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import broken_constraint
from tests.organisations.factories import make_person


@pytest.fixture
def entry(app, clock):
    """An entry of the audit trail that is committed, in the words of the session."""
    made = audit.record("person.seen", make_person(), actor=None, now=clock.now())
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE audit_entries SET action = 'nothing happened'", "audit_entries_are_final"),
        ("UPDATE audit_entries SET position = NULL", "audit_entries_are_final"),
        ("DELETE FROM audit_entries", "audit_entries_stay"),
    ],
)
def test_an_audit_entry_cannot_be_changed_or_deleted(entry, statement, refusal):
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(text(statement))
    assert broken_constraint(refused.value) == refusal


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_sqlite_does_not_replace_an_audit_entry(entry):
    replace = "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries"
    with pytest.raises(IntegrityError, match="audit_entries_stay"), db.session.begin_nested():
        db.session.execute(text(replace))


@pytest.mark.parametrize("dialect", [pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_postgresql_does_not_empty_the_audit_trail(entry):
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(text("TRUNCATE audit_entries"))
    assert broken_constraint(refused.value) == "audit_entries_are_not_emptied"
