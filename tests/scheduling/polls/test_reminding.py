"""What is told by itself: one reminder before the deadline, and that the date can be chosen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.queries import find_email_of
from scheduling.polls import services
from scheduling.polls.jobs import LEAD, tell_who_is_due
from scheduling.polls.models import Choice, DatePoll, PollMember
from scheduling.polls.personal_data import erase_polls, export_polls
from scheduling.polls.retention import forget_old_polls
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.polls.factories import DAY, make_answers, make_poll

YES, NO = Choice.YES, Choice.NO
MINUTE = timedelta(minutes=1)


@pytest.fixture
def people(app):
    return [make_account().person for _number in range(3)]


def tell(now):
    """What the worker does, which begins with what is committed."""
    db.session.commit()
    return tell_who_is_due(now)


def bodies(person):
    sent = select(OutboxMessage.body).where(OutboxMessage.recipient == find_email_of(person))
    return db.session.scalars(sent.order_by(OutboxMessage.id)).all()


def test_who_has_not_answered_is_reminded_once_before_the_deadline(people):
    organiser, silent, done = people
    poll = make_poll(organiser, silent, done)
    make_answers(poll, done, YES, YES, NO)
    due = poll.closes_at - LEAD
    assert tell(due - MINUTE) == 0
    assert tell(due) == 1
    assert tell(due + MINUTE) == 0
    assert "fehlt noch Ihre Antwort" in bodies(silent)[-1]
    assert len(bodies(done)) == 1
    services.move_deadline(
        poll=poll, closes_at=poll.closes_at + DAY, actor=organiser, now=due + MINUTE
    )
    assert tell(due + DAY + MINUTE) == 1, "of another deadline anew"


def test_nobody_is_reminded_right_after_the_invitation(people):
    organiser, silent, _third = people
    poll = make_poll(organiser, silent, closes_at=START + DAY)
    assert tell(START + MINUTE) == 0
    assert len(bodies(silent)) == 1
    assert tell(poll.closes_at) == 1, "to the organiser, whose turn it is"


def test_the_organiser_is_told_once_when_all_have_answered_or_the_time_is_up(people):
    organiser, member, _third = people
    poll = make_poll(organiser, organiser, member)
    make_answers(poll, organiser, YES, YES, YES)
    assert tell(START) == 0
    make_answers(poll, member, YES, NO, NO)
    assert tell(START + MINUTE) == 1
    assert "haben alle geantwortet" in bodies(organiser)[-1]
    assert tell(poll.closes_at + MINUTE) == 0
    services.add_proposals(
        poll=poll, proposals=[START + 20 * DAY], actor=organiser, now=START + 2 * MINUTE
    )
    assert tell(START + 3 * MINUTE) == 0
    assert tell(poll.closes_at + MINUTE) == 1
    assert "Frist für Antworten vorbei" in bodies(organiser)[-1]


def test_an_organiser_who_answers_last_needs_no_mail(people):
    organiser, member, _third = people
    poll = make_poll(organiser, organiser, member)
    make_answers(poll, member, YES, NO, NO)
    make_answers(poll, organiser, YES, YES, YES)
    assert tell(START + MINUTE) == 0


def test_polls_go_some_months_after_their_end_with_all_answers(people):
    organiser, member, _third = people
    ended, fresh, left = (make_poll(organiser, member) for _number in range(3))
    make_answers(ended, member, YES, YES, YES)
    services.call_off(poll=ended, actor=organiser, now=START)
    services.call_off(poll=fresh, actor=organiser, now=START + DAY)
    assert forget_old_polls(before=START + MINUTE, most=10) == 1
    assert set(db.session.scalars(select(DatePoll.id))) == {fresh.id, left.id}
    assert forget_old_polls(before=left.closes_at + MINUTE, most=10) == 2
    assert db.session.scalars(select(PollMember)).all() == []


def test_people_get_their_answers_and_leave_none_behind(people):
    organiser, member, third = people
    poll = make_poll(organiser, organiser, member, third)
    make_answers(poll, member, YES, NO, NO)
    given = export_polls(member.id)
    assert [one["answer"] for one in given["asked"][0]["answers"]] == [YES, NO, NO]
    assert export_polls(organiser.id)["opened"][0]["title"] == poll.title.de
    erase_polls(member.id)
    assert export_polls(member.id) == {"asked": [], "opened": []}
    erase_polls(organiser.id)
    db.session.expire_all()
    assert (poll.is_open, poll.organiser) == (False, None)
    assert "ohne dass einer gewählt wurde" in bodies(third)[-1]
