"""What consultations hold of those who take part, and of those who would like to be found."""

from typing import Any

from sqlalchemy import delete, select, update

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.peer_consultations.groups.case_texts import find_case, read_case
from exchange.peer_consultations.groups.models import Consultation, Invitation, Member
from exchange.peer_consultations.groups.notes import read_notes
from exchange.peer_consultations.groups.retention import KEPT_CONSULTATIONS
from exchange.peer_consultations.groups.services import leave
from exchange.peer_consultations.groups.written import PeerNote, Reflection
from exchange.peer_consultations.peers.models import PeerProfile
from exchange.peer_consultations.peers.queries import find_profile
from exchange.peer_consultations.reflection.services import find_reflection, read_reflection
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""


def export_consultations(person_id: int) -> dict[str, Any]:
    """What the person said of themselves, and their consultations with what they wrote there."""
    person = db.session.get_one(Person, person_id)
    members = db.session.scalars(
        select(Member)
        .join(Member.consultation)
        .where(Member.person_id == person_id)
        .order_by(Member.consultation_id)
    ).all()
    invitations = db.session.scalars(
        select(Invitation).where(Invitation.person_id == person_id).order_by(Invitation.id)
    ).all()
    profile = find_profile(person)
    return {
        "peer_profile": _profile(profile) if profile else None,
        "peer_invitations": [
            {
                "invited_at": one.invited_at.isoformat(),
                "declined_at": one.declined_at.isoformat() if one.declined_at else None,
            }
            for one in invitations
        ],
        "peer_consultations": [_consultation(member, person) for member in members],
    }


def erase_consultations(person_id: int) -> None:
    """Have the person leave all groups, with their case and reflections, and be nobody's author."""
    person, now = db.session.get_one(Person, person_id), clock.now()
    own = select(Member.consultation_id).where(Member.person_id == person_id)
    for consultation in db.session.scalars(select(Consultation).where(Consultation.id.in_(own))):
        leave(consultation=consultation, person=person, now=now)
    quietly = {"synchronize_session": False}
    for model in (Invitation, PeerProfile):
        gone = delete(model).where(model.person_id == person_id)
        db.session.execute(gone.execution_options(**quietly))
    db.session.execute(
        update(PeerNote)
        .where(PeerNote.author_public_id == person.public_id)
        .values(author_public_id=NOBODY)
        .execution_options(**quietly)
    )
    db.session.flush()


def _profile(profile: PeerProfile) -> dict[str, Any]:
    return {
        "topics": list(profile.topics),
        "hours": list(profile.hours),
        "only_others": profile.only_others,
        "agreed_at": profile.agreed_at.isoformat(),
    }


def _consultation(member: Member, person: Person) -> dict[str, Any]:
    consultation = member.consultation
    case = find_case(consultation)
    own = case is not None and case.author_id == person.id
    reflection: Reflection | None = find_reflection(consultation, person)
    return {
        "topic": consultation.topic,
        "role": member.role,
        "joined_at": member.joined_at.isoformat(),
        "delete_on": consultation.delete_on.isoformat(),
        "case": vars(read_case(case)) if case and own else None,
        "notes": [
            read.text
            for read in read_notes(case)
            if own or read.note.author_public_id == person.public_id
        ],
        "reflection": read_reflection(reflection),
    }


CONSULTATIONS = PersonalData(
    name="peer_consultations",
    label=_l("Kollegiale Beratungen, an denen Sie teilnehmen, und wie Gruppen Sie finden"),
    purpose=_l("Sich mit anderen aus Kommunen zu eigenen Fällen beraten"),
    export=export_consultations,
    erase=erase_consultations,
    retention=_l(
        "Bis zu dem Tag, der beim Öffnen gewählt wurde, höchstens %(period)s. Was Sie Gruppen von "
        "sich sagen, bis Sie es zurücknehmen. Danach bleibt, wie viele Beratungen es in einem "
        "Quartal gab.",
        period=KEPT_CONSULTATIONS.shown,
    ),
    sealed=_l("der Fall, die Mitschrift und alle Rückblicke"),
)
