"""Commands on visits: name who organises one, note what only these may know, delete it after."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.key_erasing import erase_with_commit
from app.kernel.vault import current_vault
from exchange.meetings.dates.models import BodyMeeting, VisitOrganiser
from exchange.meetings.visits.models import PURPOSE, TravelNotes, vault_subject
from exchange.meetings.visits.queries import Notes, list_possible_organisers, organises
from organisations.models import Person


class VisitIsOver(DomainError):
    """Of what is over nothing is noted any more: the notes are about to go."""

    def __init__(self) -> None:
        super().__init__(_l("Der Besuch ist vorbei. Notizen lassen sich nicht mehr ändern."))


class NotesChanged(DomainError):
    """Somebody else has saved since they were opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("Inzwischen hat jemand anderes gespeichert. Ihr Text steht noch im Formular.")
        )


def name_organisers(
    *, meeting: BodyMeeting, people: Collection[Person], actor: Person, now: datetime
) -> BodyMeeting:
    """Have exactly `people` organise the visit. Raises NotFound for who cannot be named."""
    possible = {person.id for person in list_possible_organisers(meeting)}
    if any(person.id not in possible for person in people):
        raise NotFound
    lock(vault_subject(meeting))
    db.session.execute(delete(VisitOrganiser).where(VisitOrganiser.meeting_id == meeting.id))
    db.session.add_all(VisitOrganiser(meeting=meeting, person=person) for person in people)
    db.session.flush()
    audit.record("visit.organisers_named", meeting, actor=actor, now=now, people=len(people))
    return meeting


def save_notes(
    *, meeting: BodyMeeting, notes: Notes, revision: int, actor: Person, now: datetime
) -> None:
    """Seal `notes` in the place of those of `revision`.

    Raises NotFound for who does not organise the visit, VisitIsOver, and NotesChanged for the
    second of two who save at once.
    """
    lock(vault_subject(meeting))
    if not organises(actor, meeting):
        raise NotFound
    if meeting.event.ends_at <= now:
        raise VisitIsOver
    row = db.session.get(TravelNotes, meeting.id, populate_existing=True)
    if (row.revision if row else 0) != revision:
        raise NotesChanged
    text = json.dumps(asdict(notes)).encode()
    sealed = current_vault().seal(vault_subject(meeting), PURPOSE, text)
    if row is None:
        db.session.add(TravelNotes(meeting_id=meeting.id, sealed=sealed, revision=1))
    else:
        row.sealed, row.revision = sealed, revision + 1
    db.session.flush()
    audit.record("visit.noted", meeting, actor=actor, now=now)


def delete_notes(meeting_ids: Collection[int], *, now: datetime) -> int:
    """Delete what is noted of these visits, and the keys with it; returns how many."""
    visits = db.session.scalars(
        select(BodyMeeting)
        .join(TravelNotes, TravelNotes.meeting_id == BodyMeeting.id)
        .where(BodyMeeting.id.in_(meeting_ids))
    ).all()
    for meeting in visits:
        erase_with_commit(vault_subject(meeting), now=now)
    db.session.execute(
        delete(TravelNotes)
        .where(TravelNotes.meeting_id.in_(meeting_ids))
        .execution_options(synchronize_session=False)
    )
    return len(visits)
