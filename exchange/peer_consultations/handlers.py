"""What happens elsewhere, and what follows for consultations.

Whoever has no role any more takes part no more. What was erased stays erased when a backup brings
its rows back.
"""

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from exchange.peer_consultations.groups.deleting import delete_cases, delete_reflections
from exchange.peer_consultations.groups.models import Consultation, Member
from exchange.peer_consultations.groups.polling import date_chosen
from exchange.peer_consultations.groups.services import leave
from exchange.peer_consultations.groups.written import PeerCase, Reflection
from exchange.peer_consultations.peers.services import delete_profile
from organisations.roles.events import RoleEnded
from scheduling.polls.events import DateChosen


def role_ended(event: RoleEnded) -> None:
    """Without any role there is no way in."""
    if event.remaining:
        return
    delete_profile(person=event.person)
    consultations = db.session.scalars(
        select(Consultation)
        .join(Member, Member.consultation_id == Consultation.id)
        .where(Member.person_id == event.person.id)
    ).all()
    for consultation in consultations:
        leave(consultation=consultation, person=event.person, now=event.now)


def subjects_erased(event: SubjectsErased) -> None:
    """Delete what nobody can read any more."""
    now = clock.now()
    for model, delete in ((PeerCase, delete_cases), (Reflection, delete_reflections)):
        gone = [
            row.id
            for row in db.session.scalars(select(model))
            if row.vault_subject in event.subjects
        ]
        delete(model.id.in_(gone), now=now)


HANDLERS = (
    (RoleEnded, role_ended),
    (SubjectsErased, subjects_erased),
    (DateChosen, date_chosen),
)
