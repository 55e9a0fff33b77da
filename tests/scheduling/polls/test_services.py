"""Looking for a date: who is asked, what they answer, and what follows from the choice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from organisations.accounts.queries import find_email_of
from organisations.roles.services import end_role
from scheduling.models import Occupancy
from scheduling.polls import queries, services
from scheduling.polls.errors import (
    AnsweringIsOver,
    DeadlineTooLate,
    LastProposal,
    NotOrganiser,
    PollAlreadyOpen,
    PollIsOver,
    ProposalIsGone,
    ProposalIsOver,
    ProposedTwice,
)
from scheduling.polls.events import DateChosen, PollCalledOff
from scheduling.polls.models import Choice, DatePoll, DateProposal, PollAnswer, PollStatus
from scheduling.services import schedule_event
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.polls.factories import DAY, make_answers, make_poll

YES, MAYBE, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO


@pytest.fixture
def people(app):
    return [make_account().person for _number in range(3)]


def mails_to(person):
    address = select(OutboxMessage).where(OutboxMessage.recipient == find_email_of(person))
    return db.session.scalars(address.order_by(OutboxMessage.id)).all()


def test_whoever_is_asked_gets_a_discreet_mail_and_the_organiser_none(people):
    organiser, second, _third = people
    poll = make_poll(organiser, *people)
    [mail] = mails_to(second)
    assert mail.subject == "Nachricht aus KommA"
    assert poll.title.de not in mail.body
    assert poll.public_id in mail.body
    assert mails_to(organiser) == []


def test_an_answer_can_be_changed_and_is_one(people):
    poll = make_poll(*people)
    make_answers(poll, people[1], YES, MAYBE, NO)
    make_answers(poll, people[1], NO, NO, YES)
    assert [queries.list_answers(poll)[one.id][people[1].id] for one in poll.proposals] == [
        *(NO, NO, YES)
    ]
    assert db.session.scalar(select(func.count()).select_from(PollAnswer)) == 3


def test_only_who_is_asked_answers_and_only_until_the_deadline(people):
    organiser, member, stranger = people
    poll = make_poll(organiser, member)
    with pytest.raises(NotFound):
        make_answers(poll, stranger, YES, YES, YES)
    with pytest.raises(AnsweringIsOver):
        make_answers(poll, member, YES, YES, YES, now=poll.closes_at)
    services.move_deadline(
        poll=poll, closes_at=poll.closes_at + DAY, actor=organiser, now=poll.closes_at
    )
    make_answers(poll, member, YES, YES, YES, now=poll.closes_at - DAY)


def test_the_chosen_date_becomes_the_owners_event_and_comes_into_calendars(app, people):
    organiser, second, third = people
    poll = make_poll(organiser, *people, subject="supper", subject_key="soup")
    make_answers(poll, second, NO, YES, MAYBE)
    make_answers(poll, third, NO, MAYBE, YES)
    told = []

    def schedule(chosen):
        if chosen.subject == "supper":
            told.append(chosen)
            event = schedule_event(
                owner="supper",
                title=Bilingual(de="Essen", en="Supper"),
                starts_at=chosen.starts_at,
                ends_at=chosen.ends_at,
                zone=chosen.zone,
                place="",
                occupants=people,
                now=chosen.now,
            )
            services.note_event(poll_id=chosen.poll_id, event=event)

    app.extensions["komma"].bus.subscribe(DateChosen, schedule)
    proposal = poll.proposals[1]
    services.choose_date(poll=poll, proposal=proposal, actor=organiser, now=START)
    [chosen] = told
    assert (chosen.subject_key, chosen.coming_ids) == ("soup", (second.id, third.id))
    assert chosen.ends_at - chosen.starts_at == timedelta(minutes=90)
    assert poll.event.starts_at == proposal.starts_at
    assert db.session.scalar(select(func.count()).select_from(Occupancy)) == 3
    invited, date = mails_to(second)
    assert date.calendar_method == "REQUEST"
    assert not invited.calendar_method


def test_after_the_choice_nothing_changes_any_more(people):
    organiser, member, late = people
    poll = make_poll(organiser, member, late)
    make_answers(poll, member, YES, NO, NO)
    first, second, _third = poll.proposals
    services.choose_date(poll=poll, proposal=first, actor=organiser, now=START)
    for change in (
        lambda: make_answers(poll, member, NO, NO, NO),
        lambda: services.choose_date(poll=poll, proposal=second, actor=organiser, now=START),
        lambda: services.add_people(poll=poll, people=[late], now=START),
        lambda: services.call_off(poll=poll, actor=organiser, now=START),
    ):
        with pytest.raises(PollIsOver):
            change()


def test_the_database_itself_keeps_answers_and_the_one_choice(people):
    """Whatever commands forget: triggers, foreign keys and a partial index hold it."""
    organiser, member, late = people
    poll = make_poll(organiser, member, late)
    make_answers(poll, member, YES, NO, NO)
    first, second, _third = poll.proposals
    services.choose_date(poll=poll, proposal=first, actor=organiser, now=START)
    new = {
        "poll_id": poll.id,
        "proposal_id": first.id,
        "person_id": late.id,
        "choice": YES,
    }
    for statement in (
        update(PollAnswer).values(choice=NO),
        insert(PollAnswer).values(new | {"poll_status": PollStatus.OPEN}),
        insert(PollAnswer).values(new | {"poll_status": PollStatus.CHOSEN}),
        update(DateProposal).where(DateProposal.id == second.id).values(chosen=True),
        update(DatePoll).values(status=PollStatus.OPEN, ended_at=None),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
    assert queries.list_answers(poll)[first.id] == {member.id: YES}


def test_only_the_organiser_chooses_and_nothing_that_has_begun(people):
    organiser, member, _third = people
    poll = make_poll(organiser, member)
    with pytest.raises(NotOrganiser):
        services.choose_date(poll=poll, proposal=poll.proposals[0], actor=member, now=START)
    with pytest.raises(ProposalIsOver):
        services.choose_date(
            poll=poll,
            proposal=poll.proposals[0],
            actor=organiser,
            now=poll.proposals[0].starts_at,
        )
    assert poll.is_open


def test_who_has_answered_is_told_of_new_and_withdrawn_times(people):
    organiser, answered, silent = people
    poll = make_poll(organiser, answered, silent)
    make_answers(poll, answered, YES, NO, NO)
    services.add_proposals(
        poll=poll, proposals=[START + 10 * DAY], actor=organiser, now=START + DAY
    )
    gone = poll.proposals[0]
    services.withdraw_proposal(poll=poll, proposal=gone, actor=organiser, now=START + DAY)
    assert len(mails_to(answered)) == 3
    assert len(mails_to(silent)) == 1
    assert [len(given) for given in queries.list_answers(poll).values()] == [1, 1]
    waiting = queries.find_poll_waiting_for(answered, START + DAY)
    assert waiting.answers, "of the new time they have said nothing"
    with pytest.raises(ProposalIsGone):
        services.answer(poll=poll, person=answered, choices={gone: YES}, now=START)


def test_proposals_that_make_no_sense_are_refused_at_their_field(people):
    organiser, member, _third = people
    poll = make_poll(organiser, member)
    known = poll.proposals[0].starts_at

    def add(*times):
        services.add_proposals(poll=poll, proposals=times, actor=organiser, now=START)

    for error, times in (
        (ProposedTwice, [known]),
        (ProposalIsOver, [START]),
        (DeadlineTooLate, [poll.closes_at]),
    ):
        with pytest.raises(error) as refusal:
            add(*times)
        assert refusal.value.field == "proposals"
    for proposal in poll.proposals[1:]:
        services.withdraw_proposal(poll=poll, proposal=proposal, actor=organiser, now=START)
    with pytest.raises(LastProposal):
        services.withdraw_proposal(
            poll=poll, proposal=poll.proposals[0], actor=organiser, now=START
        )


def test_for_one_thing_one_poll_is_open_at_a_time(app, people):
    ends = []
    app.extensions["komma"].bus.subscribe(PollCalledOff, ends.append)
    first = make_poll(*people, subject_key="one")
    with pytest.raises(PollAlreadyOpen):
        make_poll(*people, subject_key="one")
    services.call_off(poll=first, actor=people[0], now=START)
    assert [end.subject_key for end in ends] == ["one"]
    assert len(mails_to(people[1])) == 2
    again = make_poll(*people, subject_key="one", now=START + timedelta(minutes=1))
    assert queries.find_poll(subject="test", subject_key="one") == again
    services.forget_polls(subject="test", subject_keys=["one"])
    assert queries.find_poll(subject="test", subject_key="one") is None


def test_who_leaves_takes_their_answers_along(people):
    organiser, member, _third = people
    poll = make_poll(organiser, member)
    make_answers(poll, member, YES, YES, YES)
    services.remove_people(poll=poll, people=[member])
    assert queries.list_answers(poll) == {}
    with pytest.raises(NotFound):
        queries.get_poll_for(member, poll.public_id)


def test_who_takes_part_in_nothing_any_more_is_not_waited_for(app):
    leaving, organiser = make_account(Role.TRAINEE), make_account(Role.TRAINEE)
    poll = make_poll(organiser.person, leaving.person)
    end_role(grant=leaving.grants[0], actor=organiser.person, now=START)
    assert queries.list_members(poll) == []
