"""The office sets how long things are kept, within bounds, and sees how much went."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import SENT_MAILS
from app.kernel.retention import Deletion, RetentionPeriod, get_chosen, list_rules, today
from app.pages.retention.services import PeriodOutOfBounds, set_period
from courses.learning.retention import KEPT_REFLECTIONS
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

PAGE = "/manage/retention"


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


def audited() -> list[dict]:
    query = select(AuditEntry.details).where(AuditEntry.action == "retention.changed")
    return list(db.session.scalars(query))


def test_the_page_tells_what_is_kept_how_long_and_how_much_went(office):
    for days_ago, count in ((1, 3), (10, 4), (60, 5)):
        day = today(START) - timedelta(days=days_ago)
        db.session.add(Deletion(day=day, kind="sent_mails", count=count))
    page = office.get(PAGE).text
    for rule in list_rules():
        assert str(rule.label) in page
        assert f"{PAGE}/{rule.kind}" in page
    row = page[page.index(str(SENT_MAILS.label)) :].split("</tr>")[0]
    assert "30 Tage" in row
    assert ">7<" in row


def test_what_the_office_sets_counts_and_is_audited(office):
    saved = office.post(f"{PAGE}/sent_mails", data={"amount": "14"})
    assert saved.location == PAGE
    assert "14 Tage" in office.get(PAGE).text
    assert "14 Tage nach dem" in " ".join(office.get("/privacy").text.split())
    assert audited() == [{"before": "30", "after": "14", "unit": "days"}]
    office.post(f"{PAGE}/sent_mails", data={"amount": "14"})
    assert len(audited()) == 1
    entry = office.get("/manage/audit").text
    assert str(SENT_MAILS.label) in entry
    assert "gezählt in: Tage" in entry


@pytest.mark.parametrize("amount", ["0", "181", "-5", "1.5", "", "viele", "9" * 30])
def test_nothing_beyond_the_bounds_is_taken(office, amount):
    refused = office.post(f"{PAGE}/sent_mails", data={"amount": amount})
    assert refused.status_code == 422
    assert db.session.query(RetentionPeriod).count() == 0
    assert audited() == []


def test_there_is_no_page_for_a_kind_that_there_is_not(office):
    assert office.get(f"{PAGE}/everything").status_code == 404
    assert office.post(f"{PAGE}/everything", data={"amount": "1"}).status_code == 404


def test_a_shorter_period_of_ones_own_writing_is_announced(personas):
    actor, day = personas.office.person, today(START)
    set_period(rule=KEPT_REFLECTIONS, amount=24, actor=actor, now=START)
    chosen = get_chosen(KEPT_REFLECTIONS, day)
    assert (chosen.current.amount, chosen.coming.amount) == (60, 24)
    assert chosen.coming_from == day + KEPT_REFLECTIONS.notice
    assert get_chosen(KEPT_REFLECTIONS, chosen.coming_from).current.amount == 24
    assert "(ab " in str(KEPT_REFLECTIONS.shown)
    # Shortened twice: the notice begins anew, and what counts meanwhile is what counted.
    set_period(rule=KEPT_REFLECTIONS, amount=12, actor=actor, now=START + timedelta(days=30))
    chosen = get_chosen(KEPT_REFLECTIONS, day + timedelta(days=30))
    assert (chosen.current.amount, chosen.coming.amount) == (60, 12)
    set_period(rule=KEPT_REFLECTIONS, amount=72, actor=actor, now=START + timedelta(days=31))
    chosen = get_chosen(KEPT_REFLECTIONS, day + timedelta(days=31))
    assert (chosen.current.amount, chosen.coming) == (72, None)


def test_the_command_holds_the_bounds_itself(personas):
    with pytest.raises(PeriodOutOfBounds):
        set_period(rule=KEPT_REFLECTIONS, amount=1, actor=personas.office.person, now=START)


def test_the_page_asks_the_database_as_often_whatever_went(office):
    with recorded_queries() as few:
        office.get(PAGE)
    for days_ago in range(20):
        day = today(START) - timedelta(days=days_ago)
        db.session.add_all(Deletion(day=day, kind=rule.kind, count=1) for rule in list_rules())
    db.session.commit()
    with recorded_queries() as many:
        office.get(PAGE)
    assert len(many) <= len(few)


def test_nobody_else_sets_or_sees_them(personas):
    for account in (personas.owner, personas.trainer, personas.coordinator):
        client = personas.client(account)
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}/sent_mails", data={"amount": "14"}).status_code == 403


def test_texts_show_the_period_and_leave_what_they_do_not_know(app):
    from app.pages.texts.rendering import render_text

    assert "30 Tage" in render_text("{{period:sent_mails}}")
    assert "{{period:nothing}}" in render_text("{{period:nothing}}")
