"""What is too old is deleted once a day, in batches, and written down as numbers alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import inspect, select

from app.kernel import retention
from app.kernel.db import db
from app.kernel.feature import Feature
from app.kernel.outbox import SENT_MAILS, OutboxMessage, enqueue
from app.kernel.periods import Period, Unit
from app.kernel.retention import Deletion, RetentionPeriod, delete_due, list_rules, period_of, today
from tests.house.clock import START

DAY = timedelta(days=1)


def send(number: int, *, at=START) -> None:
    for _ in range(number):
        mail = enqueue(recipient="ada@example.org", subject="Hallo", body="Text", now=at)
        mail.sent_at = at
    db.session.commit()


def count() -> int:
    return db.session.query(OutboxMessage).count()


def written_down() -> dict[str, int]:
    return {row.kind: row.count for row in db.session.scalars(select(Deletion))}


def choose(kind: str, amount: int, **announced) -> None:
    db.session.add(RetentionPeriod(kind=kind, amount=amount, **announced))
    db.session.commit()
    retention.forget_read_periods()


@pytest.fixture
def rule(app):
    """Lets a test register a rule of its own."""
    added = []

    def add(delete, **changes) -> None:
        feature = Feature(
            name="workshop",
            retention_rules=(replace(SENT_MAILS, kind="workshop", delete=delete, **changes),),
        )
        app.extensions["komma"].features.append(feature)
        added.append(feature)

    yield add
    for feature in added:
        app.extensions["komma"].features.remove(feature)


def test_nothing_is_kept_longer_than_its_period(app):
    send(2)
    assert delete_due(START + 29 * DAY) == 0
    assert delete_due(START + 30 * DAY) == 2
    assert count() == 0
    assert written_down() == {"sent_mails": 2}


def test_a_kind_is_done_once_a_day(app):
    send(1)
    assert delete_due(START + 40 * DAY) == 1
    send(1)
    assert delete_due(START + 40 * DAY) == 0
    assert delete_due(START + 41 * DAY) == 1


def test_the_office_decides_how_long(app):
    send(1)
    choose("sent_mails", 10)
    assert period_of("sent_mails") == "10 Tage"
    assert delete_due(START + 9 * DAY) == 0
    assert delete_due(START + 10 * DAY) == 1


def test_what_is_announced_counts_from_its_day_on(app):
    send(1)
    choose("sent_mails", 5, former=20, applies_from=today(START + 8 * DAY))
    assert period_of("sent_mails").startswith("20 Tage (ab ")
    assert period_of("sent_mails").endswith(": 5 Tage)")
    assert delete_due(START + 7 * DAY) == 0
    assert delete_due(START + 8 * DAY) == 1


def test_much_goes_in_batches_that_are_written_down_together(app, monkeypatch):
    monkeypatch.setattr(retention, "ROWS_AT_A_TIME", 2)
    send(5)
    assert delete_due(START + 40 * DAY) == 5
    assert written_down() == {"sent_mails": 5}


def test_whoever_is_killed_half_way_goes_on_with_the_next_sweep(app, monkeypatch, rule):
    """Each batch stands by itself: what was deleted is counted, the rest follows, once."""
    monkeypatch.setattr(retention, "ROWS_AT_A_TIME", 2)
    batches = iter([2, 2, KeyboardInterrupt(), 2, 1])

    def delete(**_when) -> int:
        gone = next(batches)
        if isinstance(gone, BaseException):
            raise gone
        return gone

    rule(delete)
    with pytest.raises(KeyboardInterrupt):
        delete_due(START)
    db.session.rollback()
    assert written_down() == {"workshop": 4}
    assert delete_due(START) == 3
    assert written_down() == {"workshop": 7}
    assert delete_due(START) == 0


def test_what_fails_keeps_no_other_from_its_turn_and_tells_nothing_of_the_data(app, rule):
    def fail(**_when) -> int:
        raise ValueError("ada@example.org")

    rule(fail)
    send(1)
    with structlog.testing.capture_logs() as logs:
        assert delete_due(START + 40 * DAY) == 1
    assert [entry for entry in logs if entry["event"] == "not_deleted"] == [
        {"event": "not_deleted", "kind": "workshop", "error": "ValueError", "log_level": "warning"}
    ]


def test_what_is_written_down_is_a_day_a_kind_and_a_number_and_goes_itself(app):
    assert {column.key for column in inspect(Deletion).columns} == {"day", "kind", "count"}
    db.session.add(Deletion(day=today(START), kind="sent_mails", count=3))
    db.session.commit()
    delete_due(START + 1000 * DAY)
    assert written_down() == {"sent_mails": 3}
    delete_due(START + 1100 * DAY)
    assert written_down() == {"deletions": 1}


def test_every_rule_has_words_and_bounds_and_a_name_of_its_own(app):
    rules = list_rules()
    assert len({rule.kind for rule in rules}) == len(rules)
    for rule in rules:
        assert str(rule.label)
        assert str(rule.counts_from)
        assert 1 <= rule.least <= rule.usual.amount <= rule.most, rule.kind
        assert len(rule.kind) <= retention.KIND_LENGTH
        assert rule.delete(before=START - 100 * 366 * DAY, most=1) == 0, rule.kind


def test_periods_read_as_people_say_them(app):
    said = [Period(1, Unit.DAYS), Period(6, Unit.MONTHS), Period(60, Unit.MONTHS)]
    assert [retention.period_text(one) for one in said] == ["1 Tag", "6 Monate", "5 Jahre"]
