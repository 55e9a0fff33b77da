"""Commands on date polls: people look for a date together, one of them chooses it.

A poll serves whatever needs a date and knows nothing of it. How an owner uses it:

- `open_date_poll` with a `subject` of its own (a word such as `peer_consultation`) and the
  `subject_key`, the public id of the thing. One poll per thing is open at a time. The page of the
  poll is `date_polls.show` with its public id; `queries.find_poll` finds it by subject and key.
- When the organiser chooses, `DateChosen` is announced (`scheduling.polls.events`). The owner's
  handler looks whether `subject` is its own, schedules or moves its event, and calls `note_event`,
  so that the poll's page leads to it and the mails bring it into calendars. All of that is one
  transaction. `PollCalledOff` is announced where no date was found.
- The owner adds and removes people as they join and leave, and calls `forget_polls` where its
  thing is deleted. On the poll's page it says what the date is for by a panel at `date_poll`
  (`render(poll=…)`), which sees polls of all owners.
- `forms.ProposalFields` and the macro `proposal_fields` (`date_polls/parts.html`) are the fields
  for times, duration and deadline, for the owner's page that opens a poll.

What is due is sent by mail, as everybody wishes. Whoever changes a poll holds its lock; that
answers stay as they are once the date is chosen, and that there is one date, the database holds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from app.kernel.bus import publish
from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual
from app.kernel.jobs import wake_after_commit
from organisations.models import Person
from scheduling.models import Event
from scheduling.polls import mails, queries
from scheduling.polls.errors import (
    AnsweringIsOver,
    DeadlineIsOver,
    DeadlineTooLate,
    LastProposal,
    NoProposals,
    NotOrganiser,
    PollIsOver,
    ProposalIsGone,
    ProposalIsOver,
    ProposalTooFar,
    ProposedTwice,
    TooManyProposals,
)
from scheduling.polls.events import DateChosen, PollCalledOff
from scheduling.polls.models import (
    Choice,
    DatePoll,
    DateProposal,
    PollAnswer,
    PollMember,
    PollStatus,
)
from scheduling.services import require_zone

JOB_NAME = "date_polls.tell"
MOST_PROPOSALS = 20
FARTHEST = timedelta(days=366)


def open_date_poll(
    *,
    subject: str,
    subject_key: str,
    title: Bilingual,
    organiser: Person,
    invited: Iterable[Person],
    proposals: Sequence[datetime],
    duration: timedelta,
    zone: str,
    closes_at: datetime,
    now: datetime,
    quorum: int = 0,
) -> DatePoll:
    """A poll about times that start at `proposals` (aware), each `duration` long; invites by mail.

    `title` is what members read, also those whose mails are not discreet: it names no case.
    `organiser` chooses the date and answers only if among `invited`. `zone` is the IANA zone in
    which the times are meant, `quorum` how many have to be able to come (0: any number). Answers
    are taken until `closes_at`.
    Raises UnknownZone, NoProposals, TooManyProposals, ProposalIsOver, ProposalTooFar,
    ProposedTwice, DeadlineIsOver and DeadlineTooLate (with their fields), and PollAlreadyOpen.
    """
    require_zone(zone)
    times = sorted(set(proposals))
    _require_coming(times, now)
    _require_deadline(closes_at, times, now)
    poll = DatePoll(
        subject=subject,
        subject_key=subject_key,
        title=title,
        organiser=organiser,
        minutes=int(duration.total_seconds() // 60),
        zone=zone,
        quorum=quorum,
        opened_at=now,
        closes_at=closes_at,
    )
    with conflicts_explained():
        db.session.add(poll)
        poll.proposals = [DateProposal(starts_at=time) for time in times]
    _invite(poll, invited, now)
    return poll


def add_people(*, poll: DatePoll, people: Iterable[Person], now: datetime) -> None:
    """Ask `people`, too; who is asked already stays as they are. Raises PollIsOver."""
    _hold_open(poll)
    _invite(poll, people, now)


def remove_people(*, poll: DatePoll, people: Collection[Person]) -> None:
    """Ask `people` no longer; their answers go. Of a poll that is over, they just leave the list.

    They are told nothing: whoever removes them from the matter itself does that.
    """
    _hold(poll)
    db.session.execute(
        delete(PollMember)
        .where(PollMember.poll_id == poll.id)
        .where(PollMember.person_id.in_({person.id for person in people}))
    )
    _answers_changed()


def add_proposals(
    *, poll: DatePoll, proposals: Sequence[datetime], actor: Person, now: datetime
) -> None:
    """Propose more times; who has answered is told. What is proposed already is left out.

    Raises NotOrganiser, PollIsOver, NoProposals, TooManyProposals, ProposalIsOver and
    ProposalTooFar, and DeadlineTooLate at `proposals` for a time before the deadline.
    """
    _hold_open(poll, actor)
    known = {one.starts_at for one in poll.proposals}
    new = sorted(set(proposals) - known)
    if proposals and not new:
        raise ProposedTwice(ProposedTwice.MESSAGE, field="proposals")
    _require_coming(new, now, besides=len(known))
    if new[0] <= poll.closes_at:
        raise DeadlineTooLate(field="proposals")
    with conflicts_explained():
        poll.proposals += [DateProposal(starts_at=time) for time in new]
    db.session.expire(poll, ["proposals"])
    poll.ready_told_at = None
    mails.tell_of_change(poll, _who_answered(poll), now=now, added=new)
    db.session.flush()


def withdraw_proposal(
    *, poll: DatePoll, proposal: DateProposal, actor: Person, now: datetime
) -> None:
    """Propose a time no longer; answers to it go, and who has answered is told.

    Raises NotOrganiser, PollIsOver, ProposalIsGone and LastProposal.
    """
    _hold_open(poll, actor)
    if proposal not in poll.proposals:
        raise ProposalIsGone
    if len(poll.proposals) == 1:
        raise LastProposal
    gone = proposal.starts_at
    db.session.delete(proposal)
    db.session.flush()
    db.session.expire(poll, ["proposals"])
    mails.tell_of_change(poll, _who_answered(poll), now=now, withdrawn=[gone])
    _answers_changed()


def move_deadline(*, poll: DatePoll, closes_at: datetime, actor: Person, now: datetime) -> None:
    """Take answers until `closes_at`; who has not answered is reminded of that anew.

    Raises NotOrganiser, PollIsOver, DeadlineIsOver and DeadlineTooLate.
    """
    _hold_open(poll, actor)
    if closes_at == poll.closes_at:
        return
    _require_deadline(closes_at, [one.starts_at for one in poll.proposals], now)
    poll.closes_at, poll.ready_told_at = closes_at, None
    db.session.execute(
        update(PollMember).where(PollMember.poll_id == poll.id).values(reminded_at=None)
    )
    db.session.flush()


def answer(
    *,
    poll: DatePoll,
    person: Person,
    choices: Mapping[DateProposal, Choice],
    now: datetime,
    comment: str = "",
) -> None:
    """Keep what `person` answers to the proposals in `choices`, instead of what they said before.

    `comment` can be read by all who are asked. Raises NotFound for who is not asked, PollIsOver,
    AnsweringIsOver after the deadline, and ProposalIsGone.
    """
    _hold_open(poll)
    member = queries.find_member(poll, person)
    if member is None:
        raise NotFound
    if not poll.takes_answers(now):
        raise AnsweringIsOver
    if not {one.id for one in choices} <= {one.id for one in poll.proposals}:
        raise ProposalIsGone
    member.answered_at, member.comment = now, comment
    with conflicts_explained():
        for proposal, choice in choices.items():
            _keep_answer(poll, proposal, person, choice)
    if person.id == poll.organiser_id and queries.has_everybody_answered(poll):
        poll.ready_told_at = now  # they read it on the page that comes next
    _answers_changed()


def choose_date(*, poll: DatePoll, proposal: DateProposal, actor: Person, now: datetime) -> None:
    """End the poll with `proposal`: its owner has an event then, and everybody is told.

    Raises NotOrganiser, PollIsOver, ProposalIsGone, and ProposalIsOver for a time that has begun;
    and whatever the owner's handler raises, whereupon nothing is chosen.
    """
    _hold_open(poll, actor)
    if proposal not in poll.proposals:
        raise ProposalIsGone
    if proposal.starts_at <= now:
        raise ProposalIsOver
    members = queries.list_members(poll)
    given = queries.list_answers(poll).get(proposal.id, {})
    with conflicts_explained():
        proposal.chosen = True
        poll.status, poll.ended_at = PollStatus.CHOSEN, now
    publish(
        DateChosen(
            poll_id=poll.id,
            subject=poll.subject,
            subject_key=poll.subject_key,
            starts_at=proposal.starts_at,
            ends_at=proposal.ends_at,
            zone=poll.zone,
            member_ids=tuple(one.person_id for one in members),
            coming_ids=tuple(
                one.person_id
                for one in members
                if given.get(one.person_id) in (Choice.YES, Choice.IF_NEED_BE)
            ),
            now=now,
        )
    )
    mails.tell_of_choice(poll, proposal, (one.person for one in members), now=now)
    db.session.flush()


def note_event(*, poll_id: int, event: Event) -> None:
    """Say which event a chosen date became: by the owner, from its handler of `DateChosen`.

    The mails that tell of the date bring it into the calendars of whom the event takes up.
    """
    db.session.get_one(DatePoll, poll_id).event = event
    db.session.flush()


def call_off(*, poll: DatePoll, actor: Person | None, now: datetime) -> None:
    """Look for a date no longer; members are told. `actor` is None where its owner decides.

    Raises NotOrganiser and PollIsOver.
    """
    _hold_open(poll, actor)
    with conflicts_explained():
        poll.status, poll.ended_at = PollStatus.CALLED_OFF, now
    publish(PollCalledOff(poll.id, poll.subject, poll.subject_key, now))
    mails.tell_of_end(poll, (one.person for one in queries.list_members(poll)), now=now)
    db.session.flush()


def forget_polls(*, subject: str, subject_keys: Collection[str]) -> None:
    """Delete all polls about the things named: they are deleted themselves. Nobody is told."""
    db.session.execute(
        delete(DatePoll)
        .where(DatePoll.subject == subject, DatePoll.subject_key.in_(subject_keys))
        .execution_options(synchronize_session=False)
    )


def _invite(poll: DatePoll, people: Iterable[Person], now: datetime) -> None:
    known = {one.person_id for one in queries.list_members(poll)}
    new = [person for person in dict.fromkeys(people) if person.id not in known]
    db.session.add_all(PollMember(poll=poll, person=person, invited_at=now) for person in new)
    poll.ready_told_at = None
    db.session.flush()
    mails.tell_of_invitation(poll, new, now=now)


def _hold(poll: DatePoll) -> None:
    """Let nobody else change the poll until this transaction ends, and see it as it is."""
    lock(poll.lock_key)
    db.session.refresh(poll)
    db.session.expire(poll, ["proposals"])


def _hold_open(poll: DatePoll, actor: Person | None = None) -> None:
    _hold(poll)
    if actor is not None and actor.id != poll.organiser_id:
        raise NotOrganiser
    if not poll.is_open:
        raise PollIsOver


def _keep_answer(poll: DatePoll, proposal: DateProposal, person: Person, choice: Choice) -> None:
    insert = INSERT[db.engine.dialect.name](PollAnswer).values(
        proposal_id=proposal.id,
        person_id=person.id,
        poll_id=poll.id,
        poll_status=PollStatus.OPEN,
        choice=choice,
    )
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["proposal_id", "person_id"], set_={"choice": choice}
        )
    )


def _answers_changed() -> None:
    """Nothing may be left to wait for now: a job tells the organiser."""
    db.session.flush()
    wake_after_commit(JOB_NAME)


def _who_answered(poll: DatePoll) -> list[Person]:
    return [one.person for one in queries.list_members(poll) if one.answered_at is not None]


def _require_coming(times: Sequence[datetime], now: datetime, *, besides: int = 0) -> None:
    if not times:
        raise NoProposals
    if len(times) + besides > MOST_PROPOSALS:
        raise TooManyProposals(MOST_PROPOSALS)
    if times[0] <= now:
        raise ProposalIsOver
    if times[-1] > now + FARTHEST:
        raise ProposalTooFar


def _require_deadline(closes_at: datetime, times: Sequence[datetime], now: datetime) -> None:
    if closes_at <= now:
        raise DeadlineIsOver
    if closes_at >= min(times):
        raise DeadlineTooLate
