"""What triggers refuse is refused by the database itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import broken_constraint
from tests.organisations.factories import make_person


def test_an_audit_entry_cannot_be_changed(app, clock):
    person = make_person()
    audit.record("person.seen", person, actor=None, now=clock.now())
    db.session.flush()
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(text("UPDATE audit_entries SET action = 'nothing happened'"))
    assert broken_constraint(refused.value) == "audit_entries_are_final"
