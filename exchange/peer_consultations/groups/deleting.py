"""Consultations go on the day that was set when they were opened; rows and keys go together."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select

from app.kernel.db import db
from app.kernel.key_erasing import erase_with_commit
from exchange.peer_consultations.groups.models import (
    EVENT_OWNER,
    Consultation,
    Invitation,
    Member,
)
from exchange.peer_consultations.groups.written import PeerCase, PeerNote, Reflection
from scheduling.invitations.models import CalendarInvitation
from scheduling.models import Event, Occupancy
from scheduling.polls.services import forget_polls
from scheduling.services import cancel_event

AT_A_TIME = 200


def delete_consultations(consultation_ids: Collection[int], *, now: datetime) -> int:
    """Delete these with all that belongs to them, and all keys; returns how many there were."""
    delete_cases(PeerCase.consultation_id.in_(consultation_ids), now=now)
    delete_reflections(Reflection.consultation_id.in_(consultation_ids), now=now)
    keys = select(Consultation.public_id).where(Consultation.id.in_(consultation_ids))
    forget_polls(subject=EVENT_OWNER, subject_keys=db.session.scalars(keys).all())
    dates = select(Consultation.event_id).where(Consultation.id.in_(consultation_ids))
    events = db.session.scalars(select(Event).where(Event.id.in_(dates))).all()
    for part in (Invitation, Member):
        _delete(part, part.consultation_id.in_(consultation_ids))
    gone = _delete(Consultation, Consultation.id.in_(consultation_ids))
    _forget_dates(events, now)
    return gone


def delete_cases(*conditions: ColumnElement[bool], now: datetime) -> int:
    """Delete the cases that meet the conditions, with the notes about them and their keys."""
    cases = db.session.scalars(select(PeerCase).where(*conditions)).all()
    for case in cases:
        erase_with_commit(case.vault_subject, now=now)
        _delete(PeerNote, PeerNote.case_id == case.id)
        db.session.delete(case)
    db.session.flush()
    return len(cases)


def delete_reflections(*conditions: ColumnElement[bool], now: datetime) -> int:
    """Delete the reflections that meet the conditions, and their keys."""
    reflections = db.session.scalars(select(Reflection).where(*conditions)).all()
    for reflection in reflections:
        erase_with_commit(reflection.vault_subject, now=now)
        db.session.delete(reflection)
    db.session.flush()
    return len(reflections)


def delete_due(*, today: date, now: datetime) -> int:
    """Delete some of the consultations whose day has come; returns how many."""
    query = select(Consultation.id).where(Consultation.delete_on <= today).limit(AT_A_TIME)
    return delete_consultations(db.session.scalars(query).all(), now=now)


def _forget_dates(events: Sequence[Event], now: datetime) -> None:
    """Who met there is nobody's to know any more. What is to come is off, and calendars learn."""
    for event in events:
        if event.ends_at > now:
            cancel_event(event=event, now=now)
    over = [event.id for event in events if event.ends_at <= now]
    for model in (CalendarInvitation, Occupancy):
        _delete(model, model.event_id.in_(over))


def _delete(model: type, *conditions: ColumnElement[bool]) -> int:
    gone = db.session.execute(
        delete(model).where(*conditions).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)
