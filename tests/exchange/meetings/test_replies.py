"""Invitations: answered once each, changed until the last day, reminded of once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from exchange.meetings.dates.models import Answer, MeetingReply
from exchange.meetings.replies.jobs import REMINDING_JOB
from exchange.meetings.replies.services import reply_to_invitation
from tests.exchange.meetings.factories import make_meeting
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

SOON = (START + timedelta(days=2)).date().isoformat()


@pytest.fixture
def meeting(personas, board):
    for account in (personas.owner, personas.trainer, personas.office):
        make_wishes(account.person, discreet_trainings=False)
    return make_meeting(board, actor=personas.office.person)


def mails() -> dict[str, str]:
    return {each.recipient: each.body for each in db.session.scalars(select(OutboxMessage))}


def test_people_are_invited_answer_and_change_their_answer(office, member, personas, meeting):
    page = f"/meetings/{meeting.public_id}"
    assert "nicht möglich" in member.get(page + "/reply").text
    assert office.post(page + "/invite", data={"reply_by": "2027-05-01"}).status_code == 422
    assert office.post(page + "/invite", data={"reply_by": "2026-12-01"}).status_code == 303
    assert f"{page}/reply" in mails()[personas.owner.email]
    assert "Antworten bis 01.12.2026: Frühjahrssitzung" in member.get("/").text
    sent = member.post(page + "/reply", data={"answer": "on_site", "note": "stufenlos bitte"})
    assert sent.location == page
    member.post(page + "/reply", data={"answer": "online", "note": "stufenlos bitte"})
    reply = db.session.scalars(select(MeetingReply)).one()
    assert (reply.answer, reply.note) == (Answer.ONLINE, "stufenlos bitte")
    assert "Ihre Antwort: Ja, online" in member.get(page).text
    assert "stufenlos bitte" in office.get(page + "/guests").text
    assert "online 1" in office.get(page).text
    assert member.post(page + "/reply", data={"answer": "perhaps"}).status_code == 422


def test_after_the_last_day_an_answer_stays(personas, office, meeting, clock):
    page = f"/meetings/{meeting.public_id}"
    office.post(page + "/invite", data={"reply_by": "2026-12-01"})
    clock.advance(days=9)
    late = personas.client(personas.owner).post(page + "/reply", data={"answer": "no"})
    assert late.status_code == 422
    assert "nicht mehr möglich" in late.text or "nicht möglich" in late.text
    assert db.session.scalars(select(MeetingReply)).all() == []


def test_only_who_is_invited_answers(personas, meeting):
    stranger = {"person": personas.colleague.person, "answer": Answer.NO, "note": ""}
    with pytest.raises(NotFound):
        reply_to_invitation(meeting=meeting, now=START, **stranger)


def test_whoever_is_invited_at_short_notice_is_not_reminded_at_once(office, meeting):
    office.post(f"/meetings/{meeting.public_id}/invite", data={"reply_by": SOON})
    assert run_job(REMINDING_JOB) == 0


def test_whoever_has_not_answered_is_reminded_once(personas, office, meeting, clock):
    page = f"/meetings/{meeting.public_id}"
    office.post(page + "/invite", data={"reply_by": "2026-12-01"})
    person = personas.owner.person
    reply_to_invitation(meeting=meeting, person=person, answer=Answer.ON_SITE, note="", now=START)
    db.session.query(OutboxMessage).delete()
    assert run_job(REMINDING_JOB) == 0
    clock.advance(days=6)
    assert [run_job(REMINDING_JOB) for _ in range(2)] == [1, 0]
    assert set(mails()) == {personas.trainer.email, personas.office.email}
    assert "Kommen Sie? Frühjahrssitzung" in mails()[personas.trainer.email]
