"""Who fails again and again waits, each for their own failures and for a while only."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.errors import TooManyAttempts
from app.kernel.throttle import FailedAttempt, Limit, check_limit, remember_failure
from tests.house.clock import START

LIMIT = Limit("test", 2, timedelta(minutes=10), "Bitte warten Sie.")
OTHER = Limit("other", 1, timedelta(hours=1), "Bitte warten Sie.")


def fail(limit: Limit, subject: str, at: timedelta = timedelta()) -> None:
    remember_failure(limit, subject, now=START + at)
    db.session.flush()


def test_the_limit_is_reached_by_ones_own_failures_only(app):
    fail(LIMIT, "Kim@example.org")
    fail(LIMIT, "somebody@example.org")
    check_limit(LIMIT, "kim@example.org", now=START)
    fail(LIMIT, "kim@example.org ")

    with pytest.raises(TooManyAttempts):
        check_limit(LIMIT, "kim@example.org", now=START)
    check_limit(LIMIT, "somebody@example.org", now=START)


def test_one_waits_until_the_first_failure_is_forgiven(app):
    fail(LIMIT, "kim")
    fail(LIMIT, "kim", timedelta(minutes=4))

    with pytest.raises(TooManyAttempts) as refusal:
        check_limit(LIMIT, "kim", now=START + timedelta(minutes=5))

    assert refusal.value.retry_after == 5 * 60
    check_limit(LIMIT, "kim", now=START + timedelta(minutes=10))


def test_limits_count_apart_and_each_for_its_own_time(app):
    fail(LIMIT, "kim")
    fail(OTHER, "kim")
    fail(LIMIT, "kim", timedelta(minutes=30))

    with pytest.raises(TooManyAttempts):
        check_limit(OTHER, "kim", now=START + timedelta(minutes=30))
    assert db.session.query(FailedAttempt).count() == 2, "what is forgiven is deleted"


def test_who_failed_cannot_be_read_from_the_table(app):
    fail(LIMIT, "kim@example.org")

    row = db.session.query(FailedAttempt).one()
    assert "kim" not in row.subject_hash
    assert len(row.subject_hash) == 64
