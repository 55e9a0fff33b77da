"""Reads of meetings, their minutes and tasks, as far as the one who looks is invited."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from exchange.alliances.meetings.models import (
    Meeting,
    MeetingTask,
    ReminderStage,
    TaskReminder,
)
from exchange.alliances.reach import Alliance
from organisations.accounts.models import Account
from organisations.models import Municipality, Person
from scheduling.models import Event, Occupancy

#: How long before its day somebody is reminded of a task.
REMINDED_BEFORE = timedelta(days=3)


def list_meetings(alliance: Alliance, reader: Person) -> Sequence[Meeting]:
    """The meetings of the alliance, latest first: all for who manages it, else one's own."""
    return db.session.scalars(
        select(Meeting)
        .join(Meeting.event)
        .where(Meeting.municipality_id == alliance.municipality.id, _is_shown(alliance, reader))
        .options(joinedload(Meeting.event), selectinload(Meeting.tasks))
        .order_by(Event.starts_at.desc(), Meeting.id.desc())
    ).all()


def get_meeting(public_id: str, *, alliance: Alliance, reader: Person) -> Meeting:
    """A meeting with its tasks. Raises NotFound where the reader is neither invited nor manages."""
    meeting = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.public_id == public_id,
            Meeting.municipality_id == alliance.municipality.id,
            _is_shown(alliance, reader),
        )
        .options(
            joinedload(Meeting.event),
            selectinload(Meeting.partners),
            selectinload(Meeting.tasks).joinedload(MeetingTask.person),
            selectinload(Meeting.tasks).joinedload(MeetingTask.partner),
        )
        .execution_options(populate_existing=True)
    )
    if meeting is None:
        raise NotFound
    return meeting


def find_meeting_of_event(event: Event) -> Meeting | None:
    """The meeting that `event` is the date of."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.event_id == event.id)
        .options(joinedload(Meeting.municipality))
    )


def list_invited(meeting: Meeting) -> Sequence[Person]:
    """The people whom the meeting takes up, by name."""
    return db.session.scalars(
        select(Person)
        .join(Occupancy, Occupancy.person_id == Person.id)
        .where(Occupancy.event_id == meeting.event_id)
        .order_by(Person.sort_name, Person.id)
    ).all()


def is_invited(meeting: Meeting, person: Person) -> bool:
    """Whether the meeting takes up `person`."""
    invited = exists().where(
        Occupancy.event_id == meeting.event_id, Occupancy.person_id == person.id
    )
    return bool(db.session.scalar(select(invited)))


def list_people_of(municipality: Municipality) -> Sequence[Person]:
    """Everybody of the municipality who has an account, by name."""
    return db.session.scalars(
        select(Person)
        .where(
            Person.municipality_id == municipality.id,
            exists().where(Account.person_id == Person.id),
        )
        .order_by(Person.sort_name, Person.id)
    ).all()


def get_task(public_id: str, *, alliance: Alliance, reader: Person) -> MeetingTask:
    """A task of a meeting of the alliance: for who manages it, and for whom it is.

    Raises NotFound for everybody else's.
    """
    own = true() if alliance.manages else MeetingTask.person_id == reader.id
    task = db.session.scalar(
        select(MeetingTask)
        .join(MeetingTask.meeting)
        .where(
            MeetingTask.public_id == public_id,
            Meeting.municipality_id == alliance.municipality.id,
            own,
        )
        .options(joinedload(MeetingTask.meeting).joinedload(Meeting.event))
    )
    if task is None:
        raise NotFound
    return task


def list_open_tasks_of(person: Person, alliance: Alliance) -> Sequence[MeetingTask]:
    """What `person` has taken upon themselves in the alliance and not done yet, by day."""
    return db.session.scalars(
        select(MeetingTask)
        .join(MeetingTask.meeting)
        .where(
            MeetingTask.person_id == person.id,
            MeetingTask.done_at.is_(None),
            Meeting.municipality_id == alliance.municipality.id,
        )
        .options(
            joinedload(MeetingTask.meeting).joinedload(Meeting.event),
            joinedload(MeetingTask.person),
        )
        .order_by(MeetingTask.due_on, MeetingTask.id)
    ).all()


def list_due_ids(today: date) -> Sequence[tuple[int, ReminderStage]]:
    """Which tasks somebody is still to be reminded of on `today`, and why; two statements."""
    soon = (MeetingTask.due_on >= today, MeetingTask.due_on <= today + REMINDED_BEFORE)
    overdue = (MeetingTask.due_on < today,)
    found = []
    for stage, due in ((ReminderStage.SOON, soon), (ReminderStage.OVERDUE, overdue)):
        told = exists().where(
            TaskReminder.task_id == MeetingTask.id,
            TaskReminder.due_on == MeetingTask.due_on,
            TaskReminder.stage == stage,
        )
        ids = db.session.scalars(
            select(MeetingTask.id)
            .where(MeetingTask.done_at.is_(None), *due, ~told)
            .order_by(MeetingTask.id)
        )
        found += [(task_id, stage) for task_id in ids]
    return found


def _is_shown(alliance: Alliance, reader: Person) -> ColumnElement[bool]:
    if alliance.manages:
        return true()
    return exists().where(Occupancy.event_id == Meeting.event_id, Occupancy.person_id == reader.id)
