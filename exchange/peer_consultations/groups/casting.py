"""Who has which role: cast before the session begins or in its first phase, handed on later.

A partial unique index holds that there is one of each but the advisers.
"""

from sqlalchemy import update

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import NotFound
from exchange.peer_consultations.groups import queries
from exchange.peer_consultations.groups.errors import (
    CaseIsWritten,
    NotPlanned,
    NotYours,
    RoleTaken,
)
from exchange.peer_consultations.groups.models import Consultation, Member, Role
from exchange.peer_consultations.groups.services import note_change, take
from exchange.peer_consultations.groups.written import PeerCase
from organisations.models import Person


def cast_role(*, consultation: Consultation, person: Person, role: Role, actor: Person) -> Member:
    """Give `person` the role; whoever had it takes theirs in exchange.

    For themselves, members take what is free. Who organises or moderates gives any to anybody.
    Raises NotFound, NotPlanned once it is over, NotYours, RoleTaken, and CaseIsWritten where
    the one who gives the case has written it.
    """
    acting = take(consultation, actor, in_any_state=True)
    if not consultation.takes_roles:
        raise NotPlanned(NotPlanned.MESSAGE)
    members = queries.list_members(consultation)
    member = next((one for one in members if one.person_id == person.id), None)
    if member is None:
        raise NotFound
    holder = next((one for one in members if one.role == role), None)
    if role == Role.ADVISER or holder is member:
        holder = None
    directs = acting.role == Role.MODERATOR or consultation.organiser_public_id == actor.public_id
    if not directs and person.id != actor.id:
        raise NotYours(NotYours.MESSAGE)
    if not directs and holder is not None:
        raise RoleTaken(RoleTaken.MESSAGE, field="role")
    if member.role == role:
        return member
    if Role.CASE_GIVER in (member.role, role) and _find_author_id(consultation) is not None:
        raise CaseIsWritten(CaseIsWritten.MESSAGE, field="role")
    former = member.role
    with conflicts_explained():
        if holder is not None:
            _set(holder, Role.ADVISER)
        _set(member, role)
        if holder is not None:
            _set(holder, Role(former))
        note_change(consultation)
    return member


def _find_author_id(consultation: Consultation) -> int | None:
    case = db.session.query(PeerCase.author_id).filter_by(consultation_id=consultation.id)
    return case.scalar()


def _set(member: Member, role: Role) -> None:
    db.session.execute(
        update(Member)
        .where(
            Member.consultation_id == member.consultation_id, Member.person_id == member.person_id
        )
        .values(role=role)
        .execution_options(synchronize_session="fetch")
    )
