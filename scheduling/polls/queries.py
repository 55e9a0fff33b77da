"""Reads of date polls: by what they are for, for those who are asked, and all answers of one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Person
from scheduling.polls.models import (
    Choice,
    DatePoll,
    DateProposal,
    PollAnswer,
    PollMember,
    PollStatus,
)


def find_poll(*, subject: str, subject_key: str) -> DatePoll | None:
    """The newest poll about what `subject` and `subject_key` name, open or not."""
    return db.session.scalar(
        select(DatePoll)
        .where(DatePoll.subject == subject, DatePoll.subject_key == subject_key)
        .order_by(DatePoll.opened_at.desc(), DatePoll.id.desc())
        .limit(1)
    )


def get_poll_for(person: Person, public_id: str) -> DatePoll:
    """A poll that `person` organises or is asked in. Raises NotFound for everybody else."""
    poll = db.session.scalar(
        select(DatePoll)
        .where(
            DatePoll.public_id == public_id,
            or_(DatePoll.organiser_id == person.id, _asks(person)),
        )
        .options(selectinload(DatePoll.proposals), joinedload(DatePoll.organiser))
    )
    if poll is None:
        raise NotFound
    return poll


def get_organised_poll(person: Person, public_id: str) -> DatePoll:
    """A poll that `person` organises. Raises NotFound for all others, also who is asked in it."""
    poll = get_poll_for(person, public_id)
    if poll.organiser_id != person.id:
        raise NotFound
    return poll


def get_proposal(poll: DatePoll, public_id: str) -> DateProposal:
    """One of the poll's proposals. Raises NotFound, also for those of another poll."""
    found = next((one for one in poll.proposals if one.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def find_member(poll: DatePoll, person: Person) -> PollMember | None:
    """The row that says that `person` is asked."""
    return db.session.get(PollMember, (poll.id, person.id))


def list_members(poll: DatePoll) -> Sequence[PollMember]:
    """Who is asked, by name; one query."""
    return db.session.scalars(
        select(PollMember)
        .join(PollMember.person)
        .where(PollMember.poll_id == poll.id)
        .options(contains_eager(PollMember.person).joinedload(Person.municipality))
        .order_by(Person.sort_name, Person.id)
    ).all()


def list_answers(poll: DatePoll) -> Mapping[int, Mapping[int, Choice]]:
    """By id of the proposal: what people answered, by their ids; one query."""
    rows = db.session.execute(
        select(PollAnswer.proposal_id, PollAnswer.person_id, PollAnswer.choice).where(
            PollAnswer.poll_id == poll.id
        )
    )
    answers: dict[int, dict[int, Choice]] = defaultdict(dict)
    for proposal_id, person_id, choice in rows:
        answers[proposal_id][person_id] = Choice(choice)
    return answers


@dataclass(frozen=True)
class OwnPoll:
    """An open poll of somebody: they still have to answer, or can choose the date, or wait."""

    poll: DatePoll
    answers: bool = False
    chooses: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is this person's turn."""
        return self.answers or self.chooses


def list_open_polls_of(person: Person, now: datetime) -> list[OwnPoll]:
    """Open polls that `person` organises or is asked in, those first in which it is their turn.

    By their deadline; one query. Whoever can choose and has not answered is asked to answer first.
    """
    to_answer = and_(
        DatePoll.closes_at > now,
        select(PollMember.poll_id)
        .where(PollMember.poll_id == DatePoll.id, PollMember.person_id == person.id, _lacks())
        .exists(),
    )
    to_choose = and_(DatePoll.organiser_id == person.id, is_ready(now))
    rows = db.session.execute(
        select(DatePoll, to_answer, func.coalesce(to_choose, false()))
        .where(
            DatePoll.status == PollStatus.OPEN,
            or_(DatePoll.organiser_id == person.id, _asks(person)),
        )
        .order_by(DatePoll.closes_at, DatePoll.id)
    )
    own = [OwnPoll(poll, bool(answers), bool(chooses)) for poll, answers, chooses in rows]
    return sorted(own, key=lambda one: (not one.answers, not one.chooses))


def find_poll_waiting_for(person: Person, now: datetime) -> OwnPoll | None:
    """The most pressing poll in which it is the person's turn; one query."""
    return next((one for one in list_open_polls_of(person, now) if one.waits), None)


def list_ready_polls(now: datetime) -> Sequence[DatePoll]:
    """Open polls whose organisers are to be told that they can choose now."""
    return db.session.scalars(
        select(DatePoll)
        .where(
            DatePoll.status == PollStatus.OPEN,
            DatePoll.ready_told_at.is_(None),
            DatePoll.organiser_id.is_not(None),
            is_ready(now),
        )
        .order_by(DatePoll.id)
    ).all()


def has_everybody_answered(poll: DatePoll) -> bool:
    """Whether every member has answered every proposal."""
    lacking = select(PollMember.person_id).where(PollMember.poll_id == poll.id, _lacks())
    return db.session.scalar(lacking.limit(1)) is None


def list_members_to_remind(*, now: datetime, closing_before: datetime) -> Sequence[PollMember]:
    """Who has not answered whole in an open poll that takes answers until `closing_before`.

    Those who were reminded of this deadline are left out.
    """
    return db.session.scalars(
        select(PollMember)
        .join(DatePoll, DatePoll.id == PollMember.poll_id)
        .where(
            DatePoll.status == PollStatus.OPEN,
            DatePoll.closes_at > now,
            DatePoll.closes_at <= closing_before,
            PollMember.reminded_at.is_(None),
            _lacks(),
        )
        .order_by(PollMember.poll_id, PollMember.person_id)
    ).all()


def is_ready(now: datetime) -> ColumnElement[bool]:
    """Whether nothing is left to wait for: the deadline is over, or everybody has answered."""
    missing = exists(
        select(PollMember.poll_id).where(PollMember.poll_id == DatePoll.id, _lacks())
    ).correlate(DatePoll)
    return or_(DatePoll.closes_at <= now, ~missing)


def _lacks() -> ColumnElement[bool]:
    """Whether the member has not answered every proposal."""
    proposals = (
        select(func.count())
        .select_from(DateProposal)
        .where(DateProposal.poll_id == PollMember.poll_id)
        .correlate(PollMember)
        .scalar_subquery()
    )
    answers = (
        select(func.count())
        .select_from(PollAnswer)
        .where(PollAnswer.poll_id == PollMember.poll_id)
        .where(PollAnswer.person_id == PollMember.person_id)
        .correlate(PollMember)
        .scalar_subquery()
    )
    return answers < proposals


def _asks(person: Person) -> ColumnElement[bool]:
    return exists(
        select(PollMember.poll_id).where(
            PollMember.poll_id == DatePoll.id, PollMember.person_id == person.id
        )
    )
