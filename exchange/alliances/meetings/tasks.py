"""Commands on tasks: give one, change it, tick it off; and reminders of what is due."""

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel import audit
from app.kernel.db import INSERT, db
from app.kernel.errors import NotFound
from app.kernel.jobs import wake_after_commit
from app.kernel.retention import today
from exchange.alliances.meetings.models import Meeting, MeetingTask, ReminderStage, TaskReminder
from exchange.alliances.meetings.queries import REMINDED_BEFORE
from exchange.alliances.partners.models import Partner
from exchange.alliances.reach import list_managers
from notifications.services import notify
from organisations.models import Person

JOB_NAME = "alliances.remind"
GIVEN_MAIL = "alliances/task_given"
DUE_MAIL = "alliances/task_due"


@dataclass(frozen=True)
class TaskDetails:
    """What is to be done until which day, and whose it is."""

    text: str
    due_on: date
    owner: Person | Partner | None


def give_task(
    *, meeting: Meeting, details: TaskDetails, actor: Person, now: datetime
) -> MeetingTask:
    """A task that comes out of `meeting`; the person it is for is told by mail.

    Raises NotFound for an owner of another municipality.
    """
    _require_at_home(meeting, details)
    task = MeetingTask(meeting=meeting, created_at=now, **_columns(details))
    db.session.add(task)
    db.session.flush()
    audit.record("alliance_task.given", task, actor=actor, now=now)
    _tell_owner(task, actor, now)
    return task


def change_task(
    *, task: MeetingTask, details: TaskDetails, actor: Person, now: datetime
) -> MeetingTask:
    """Say otherwise what is to be done, until when or by whom; a new owner is told."""
    _require_at_home(task.meeting, details)
    before = task.person
    for name, value in _columns(details).items():
        setattr(task, name, value)
    db.session.flush()
    audit.record("alliance_task.changed", task, actor=actor, now=now)
    if task.person is not before:
        _tell_owner(task, actor, now)
    wake_after_commit(JOB_NAME)
    return task


def finish_task(*, task: MeetingTask, actor: Person | None, now: datetime) -> MeetingTask:
    """Tick the task off; `actor` is None for a guest of the partner. Harmless to repeat."""
    if task.done_at is None:
        task.done_at = now
        db.session.flush()
        audit.record("alliance_task.done", task, actor=actor, now=now)
    return task


def reopen_task(*, task: MeetingTask, actor: Person | None, now: datetime) -> MeetingTask:
    """Have the task be open again. Harmless to repeat."""
    if task.done_at is not None:
        task.done_at = None
        db.session.flush()
        audit.record("alliance_task.reopened", task, actor=actor, now=now)
    return task


def remind_of_task(*, task: MeetingTask, stage: ReminderStage, now: datetime) -> bool:
    """Write the reminder to whom the task is for; of a partner's, to who manages the alliance.

    Of two workers the constraint lets one write it.
    """
    if not _note_reminder(task, stage):
        return False
    people = [task.person] if task.person else list_managers(task.meeting.municipality)
    for person in people:
        notify(person=person, template=DUE_MAIL, now=now, task=task, stage=stage)
    return True


def _note_reminder(task: MeetingTask, stage: ReminderStage) -> bool:
    """Note that somebody is reminded; False where they have been."""
    note = INSERT[db.engine.dialect.name](TaskReminder.__table__).on_conflict_do_nothing()
    values = {"task_id": task.id, "due_on": task.due_on, "stage": stage}
    return db.session.scalar(note.values(values).returning(TaskReminder.id)) is not None


def _tell_owner(task: MeetingTask, actor: Person, now: datetime) -> None:
    """Whoever learns of a task that is due soon need not be reminded of that at once."""
    if task.due_on <= today(now) + REMINDED_BEFORE:
        _note_reminder(task, ReminderStage.SOON)
    if task.person is not None and task.person.id != actor.id:
        notify(person=task.person, template=GIVEN_MAIL, now=now, task=task)


def _columns(details: TaskDetails) -> dict[str, object]:
    owner = details.owner
    return {
        "text": details.text,
        "due_on": details.due_on,
        "person": owner if isinstance(owner, Person) else None,
        "partner": owner if isinstance(owner, Partner) else None,
    }


def _require_at_home(meeting: Meeting, details: TaskDetails) -> None:
    owner = details.owner
    if owner is not None and owner.municipality_id != meeting.municipality_id:
        raise NotFound
