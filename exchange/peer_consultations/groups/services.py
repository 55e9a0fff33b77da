"""Commands on groups: open one, invite, come in, leave, call off. Each takes the group's lock.

None of this is written to the trail that the office reads: it would tell who consults whom.
"""

from datetime import date, datetime

from sqlalchemy import delete, update

from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import NotFound
from exchange.peer_consultations.groups import queries
from exchange.peer_consultations.groups.deleting import (
    delete_cases,
    delete_consultations,
    delete_reflections,
)
from exchange.peer_consultations.groups.errors import (
    GroupIsFull,
    NotPlanned,
    NotYours,
    TooManyInvitations,
)
from exchange.peer_consultations.groups.models import (
    EVENT_OWNER,
    MOST,
    Consultation,
    Invitation,
    Member,
    Role,
    State,
)
from exchange.peer_consultations.groups.written import PeerCase, Reflection
from notifications.services import notify
from organisations.models import Person
from scheduling.polls.models import DatePoll
from scheduling.polls.queries import find_poll
from scheduling.polls.services import add_people, remove_people
from scheduling.polls.services import call_off as end_poll
from scheduling.services import cancel_event, occupy, release

INVITED_MAIL = "peer_consultations/invited"

#: More may be invited than places are free, since not everybody comes.
SPARE_INVITATIONS = 4


def open_consultation(
    *, topic: str, delete_on: date, role: Role, actor: Person, now: datetime
) -> Consultation:
    """A group about `topic`, of `actor` alone as yet, who organises it."""
    consultation = Consultation(
        topic=topic,
        organiser_public_id=actor.public_id,
        opened_at=now,
        delete_on=delete_on,
        member_count=1,
    )
    db.session.add(consultation)
    db.session.flush()
    db.session.add(
        Member(consultation_id=consultation.id, person_id=actor.id, role=role, joined_at=now)
    )
    db.session.flush()
    return consultation


def invite_person(
    *, consultation: Consultation, person: Person, suggested: bool, actor: Person, now: datetime
) -> bool:
    """Ask `person` to come in, by a neutral mail; False where they were asked before.

    Raises NotFound for who is no member, NotYours, NotPlanned, GroupIsFull, TooManyInvitations.
    """
    take(consultation, actor)
    require_organiser(consultation, actor)
    free = MOST - consultation.member_count
    if free <= 0:
        raise GroupIsFull(GroupIsFull.MESSAGE)
    if queries.count_waiting(consultation) >= free + SPARE_INVITATIONS:
        raise TooManyInvitations(TooManyInvitations.MESSAGE)
    if queries.find_member(consultation, person) is not None:
        return False
    insert = INSERT[db.engine.dialect.name](Invitation).values(
        consultation_id=consultation.id, person_id=person.id, suggested=suggested, invited_at=now
    )
    asked = insert.on_conflict_do_nothing().returning(Invitation.public_id)
    if db.session.scalar(asked) is None:
        return False
    notify(person=person, template=INVITED_MAIL, now=now)
    return True


def accept_invitation(*, invitation: Invitation, now: datetime) -> Member:
    """Come in as an adviser: from now on the members know each other's names.

    Raises NotFound where the invitation is gone, NotPlanned and GroupIsFull.
    """
    consultation, person = invitation.consultation, invitation.person
    lock_with_poll(consultation)
    gone = db.session.execute(
        delete(Invitation)
        .where(Invitation.id == invitation.id, Invitation.declined_at.is_(None))
        .execution_options(synchronize_session="fetch")
    )
    if gone.rowcount != 1:
        raise NotFound
    db.session.refresh(consultation)
    _require_planned(consultation)
    with conflicts_explained():
        _count(consultation, 1)
        member = Member(consultation_id=consultation.id, person_id=person.id, joined_at=now)
        db.session.add(member)
    if consultation.event is not None:
        occupy(event=consultation.event, person=person, now=now)
    poll = find_open_poll(consultation)
    if poll is not None:
        add_people(poll=poll, people=[person], now=now)
    return member


def decline_invitation(*, invitation: Invitation, now: datetime) -> None:
    """Stay away; nobody is told. Raises NotFound where the invitation is gone."""
    declined = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.declined_at.is_(None))
        .values(declined_at=now)
        .execution_options(synchronize_session=False)
    )
    if declined.rowcount != 1:
        raise NotFound


def leave(*, consultation: Consultation, person: Person, now: datetime) -> None:
    """Go, with one's case and reflection. The last one takes the consultation along.

    Who organised it hands that on to whoever came first of the others. Raises NotFound.
    """
    lock_with_poll(consultation)
    take(consultation, person, in_any_state=True)
    members = [one for one in queries.list_members(consultation) if one.person_id != person.id]
    if not members:
        delete_consultations([consultation.id], now=now)
        return
    delete_cases(
        PeerCase.consultation_id == consultation.id, PeerCase.author_id == person.id, now=now
    )
    delete_reflections(
        Reflection.consultation_id == consultation.id, Reflection.person_id == person.id, now=now
    )
    db.session.execute(
        delete(Member)
        .where(Member.consultation_id == consultation.id, Member.person_id == person.id)
        .execution_options(synchronize_session="fetch")
    )
    _count(consultation, -1)
    note_change(consultation)
    poll = find_open_poll(consultation)
    if poll is not None:
        remove_people(poll=poll, people=[person])
        if poll.organiser_id == person.id:
            end_poll(poll=poll, actor=None, now=now)
    if consultation.organiser_public_id == person.public_id:
        consultation.organiser_public_id = members[0].person.public_id
    if consultation.event is not None:
        release(event=consultation.event, person=person, now=now)
    db.session.flush()
    db.session.expire(consultation, ["members"])


def call_off(*, consultation: Consultation, actor: Person, now: datetime) -> Consultation:
    """Have it not take place; calendars learn of it. Raises NotFound, NotYours and NotPlanned."""
    lock_with_poll(consultation)
    take(consultation, actor)
    require_organiser(consultation, actor)
    consultation.state = State.CALLED_OFF
    if consultation.event is not None:
        cancel_event(event=consultation.event, now=now)
    poll = find_open_poll(consultation)
    if poll is not None:
        end_poll(poll=poll, actor=None, now=now)
    delete_cases(PeerCase.consultation_id == consultation.id, now=now)
    db.session.execute(
        delete(Invitation)
        .where(Invitation.consultation_id == consultation.id)
        .execution_options(synchronize_session="fetch")
    )
    db.session.flush()
    return consultation


def take(consultation: Consultation, actor: Person, *, in_any_state: bool = False) -> Member:
    """Hold the consultation until the transaction ends, as it is in the database now.

    Returns the membership of `actor`. Raises NotFound for who is no member (any more), or where it
    is gone, and NotPlanned.
    """
    lock(consultation.lock_key)
    member = queries.find_member(consultation, actor)
    if member is None:
        raise NotFound
    db.session.refresh(consultation)
    if not in_any_state:
        _require_planned(consultation)
    return member


def hold(consultation: Consultation) -> None:
    """Hold a planned consultation for nobody in particular. Raises NotPlanned."""
    lock(consultation.lock_key)
    db.session.refresh(consultation)
    _require_planned(consultation)


def note_change(consultation: Consultation) -> None:
    """Have those who look on at a session learn that something is different."""
    consultation.revision += 1
    db.session.flush()


def require_organiser(consultation: Consultation, actor: Person) -> None:
    """Raises NotYours for everybody but who organises the consultation."""
    if consultation.organiser_public_id != actor.public_id:
        raise NotYours(NotYours.MESSAGE)


def lock_with_poll(consultation: Consultation) -> None:
    """The poll first, as who chooses a date does: nobody waits for each other."""
    poll = find_open_poll(consultation)
    lock(*([poll.lock_key] if poll else []), consultation.lock_key)


def find_open_poll(consultation: Consultation) -> DatePoll | None:
    poll = find_poll(subject=EVENT_OWNER, subject_key=consultation.public_id)
    return poll if poll is not None and poll.is_open else None


def _require_planned(consultation: Consultation) -> None:
    if not consultation.is_planned:
        raise NotPlanned(NotPlanned.MESSAGE)


def _count(consultation: Consultation, change: int) -> None:
    db.session.execute(
        update(Consultation)
        .where(Consultation.id == consultation.id)
        .values(member_count=Consultation.member_count + change)
        .execution_options(synchronize_session="fetch")
    )
