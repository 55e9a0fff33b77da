"""Reads of answers to invitations."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from exchange.meetings.dates.models import Answer, BodyMeeting, MeetingReply, MeetingState
from exchange.meetings.dates.queries import list_invited
from exchange.meetings.dates.services import REMINDED_BEFORE
from organisations.models import Person
from scheduling.models import Event, Occupancy


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited, and what they have answered."""

    person: Person
    reply: MeetingReply | None


def list_guests(meeting: BodyMeeting) -> list[Guest]:
    """Everybody who is invited with their answer, by name; two statements."""
    replies = {
        reply.person_id: reply
        for reply in db.session.scalars(
            select(MeetingReply).where(MeetingReply.meeting_id == meeting.id)
        )
    }
    return [Guest(person, replies.get(person.id)) for person in list_invited(meeting)]


def count_answers(guests: Sequence[Guest]) -> dict[str, int]:
    """How often each was answered; "" stands for those who have not."""
    found = Counter(guest.reply.answer if guest.reply else "" for guest in guests)
    return {answer: found[answer] for answer in (*Answer, "")}


def find_reply(meeting: BodyMeeting, person: Person) -> MeetingReply | None:
    """What `person` has answered."""
    return db.session.scalar(
        select(MeetingReply).where(
            MeetingReply.meeting_id == meeting.id, MeetingReply.person_id == person.id
        )
    )


def list_to_remind(today: date) -> Sequence[int]:
    """The ids of meetings whose last day to answer is near, and of which nobody was reminded."""
    return db.session.scalars(
        select(BodyMeeting.id)
        .where(
            BodyMeeting.state == MeetingState.INVITED,
            BodyMeeting.reminded_at.is_(None),
            BodyMeeting.reply_by >= today,
            BodyMeeting.reply_by <= today + REMINDED_BEFORE,
        )
        .order_by(BodyMeeting.id)
    ).all()


def list_unanswered(person: Person, today: date) -> Sequence[BodyMeeting]:
    """Invitations that `person` can still answer and has not, by their last day."""
    answered = select(MeetingReply.meeting_id).where(MeetingReply.person_id == person.id)
    return db.session.scalars(
        select(BodyMeeting)
        .join(BodyMeeting.event)
        .join(Occupancy, Occupancy.event_id == Event.id)
        .where(
            Occupancy.person_id == person.id,
            BodyMeeting.state == MeetingState.INVITED,
            BodyMeeting.reply_by >= today,
            BodyMeeting.id.not_in(answered),
        )
        .options(joinedload(BodyMeeting.event), selectinload(BodyMeeting.organisers))
        .order_by(BodyMeeting.reply_by, BodyMeeting.id)
    ).all()
