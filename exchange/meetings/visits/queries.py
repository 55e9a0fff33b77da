"""Reads of visits: who organises them, and for these alone what is noted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.permissions import Role
from app.kernel.vault import Unreadable, current_vault
from exchange.meetings.bodies.access import Reader
from exchange.meetings.dates.models import BodyMeeting, VisitOrganiser
from exchange.meetings.dates.queries import get_meeting, get_planned_meeting
from exchange.meetings.visits.models import PURPOSE, TravelNotes, vault_subject
from organisations.accounts.models import RoleGrant
from organisations.models import Person
from scheduling.models import Occupancy


@dataclass(frozen=True)
class Notes:
    """What organisers note of a visit."""

    arrival: str = ""
    contact: str = ""
    security: str = ""


@dataclass(frozen=True)
class ReadNotes:
    """Notes with the revision they have; `lost` where they can no longer be read."""

    notes: Notes
    revision: int
    lost: bool = False


def get_planned_visit(public_id: str, reader: Reader) -> BodyMeeting:
    """A visit that the reader plans. Raises NotFound for everything else."""
    meeting = get_planned_meeting(public_id, reader)
    if not meeting.body.has_visits:
        raise NotFound
    return meeting


def get_organised_visit(public_id: str, reader: Reader) -> BodyMeeting:
    """A visit that the reader organises. Raises NotFound for everything else."""
    meeting = get_meeting(public_id, reader)
    if not organises(reader.person, meeting):
        raise NotFound
    return meeting


def organises(person: Person, meeting: BodyMeeting) -> bool:
    """Whether `person` is named to organise `meeting`."""
    named = exists().where(
        VisitOrganiser.meeting_id == meeting.id, VisitOrganiser.person_id == person.id
    )
    return bool(db.session.scalar(select(named)))


def list_organisers(meeting: BodyMeeting) -> Sequence[Person]:
    """Who organises `meeting`, by name."""
    return db.session.scalars(
        select(Person)
        .join(VisitOrganiser, VisitOrganiser.person_id == Person.id)
        .where(VisitOrganiser.meeting_id == meeting.id)
        .order_by(Person.sort_name, Person.id)
    ).all()


def list_possible_organisers(meeting: BodyMeeting) -> Sequence[Person]:
    """Whom one can name: who is invited to the visit, and the programme office; by name."""
    taken_up = exists().where(
        Occupancy.event_id == meeting.event_id, Occupancy.person_id == Person.id
    )
    office = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role == Role.PROGRAMME_OFFICE
    )
    return db.session.scalars(
        select(Person).where(or_(taken_up, office)).order_by(Person.sort_name, Person.id)
    ).all()


def read_notes(meeting: BodyMeeting) -> ReadNotes:
    """What is noted of `meeting`; nothing, in revision 0, where nothing is (any more)."""
    row = db.session.get(TravelNotes, meeting.id)
    if row is None:
        return ReadNotes(Notes(), 0)
    try:
        text = current_vault().open(vault_subject(meeting), PURPOSE, row.sealed)
    except Unreadable:
        return ReadNotes(Notes(), row.revision, lost=True)
    return ReadNotes(Notes(**json.loads(text)), row.revision)
