"""Notes of which dates a mail may be due. What it says, a job finds out: nobody waits for it."""

from sqlalchemy import ColumnElement, update

from app.kernel.db import INSERT, db
from app.kernel.jobs import wake_after_commit
from scheduling.discretion import AREAS
from scheduling.events import EventChanged, PeopleOccupied, PersonReleased
from scheduling.invitations.models import CalendarInvitation
from scheduling.invitations.services import JOB_NAME


def note_who_is_in(event: PeopleOccupied) -> None:
    """Those who are taken up now may have to be invited."""
    if _tells_by_itself(event.owner):
        return
    new = {"event_id": event.event_id, "pending": True, "in_calendar": False}
    note = INSERT[db.engine.dialect.name](CalendarInvitation.__table__)
    db.session.execute(
        note.on_conflict_do_update(
            index_elements=["event_id", "person_id"], set_={"pending": True}
        ),
        [new | {"person_id": person_id} for person_id in sorted(event.person_ids)],
    )
    wake_after_commit(JOB_NAME)


def note_who_is_out(event: PersonReleased) -> None:
    """Whose calendar holds the date has to take it out again."""
    _note(event, CalendarInvitation.person_id == event.person_id)


def note_change(event: EventChanged) -> None:
    """Whose calendar holds the date has to change it."""
    _note(event)


def _note(event: PersonReleased | EventChanged, *which: ColumnElement[bool]) -> None:
    if _tells_by_itself(event.owner):
        return
    db.session.execute(
        update(CalendarInvitation)
        .where(CalendarInvitation.event_id == event.event_id, *which)
        .values(pending=True)
        .execution_options(synchronize_session=False)
    )
    wake_after_commit(JOB_NAME)


def _tells_by_itself(owner: str) -> bool:
    """Whether `owner` sends mails with calendar files of its own, as coaching does."""
    return owner in AREAS


HANDLERS = (
    (PeopleOccupied, note_who_is_in),
    (PersonReleased, note_who_is_out),
    (EventChanged, note_change),
)
