"""What happens elsewhere, and what follows for cases.

Whoever leaves a municipality or the programme handles its cases no more. Where they are the only
one, they stay named, since somebody must be; but they see nothing until they are back
(`queries.get_case_for`). What was deleted stays deleted when a backup brings its rows back.
"""

from datetime import datetime

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.vault import SubjectsErased
from exchange.procedures.cases.deleting import delete_cases
from exchange.procedures.cases.handing_over import let_go
from exchange.procedures.cases.models import Case, CaseHandler
from organisations.models import Person
from organisations.people.events import MunicipalityChanged
from organisations.roles.events import RoleEnded


def municipality_changed(event: MunicipalityChanged) -> None:
    """Cases of the municipality that the person has left are none of theirs."""
    _release(event.person, event.now, Case.municipality_id != (event.person.municipality_id or 0))


def role_ended(event: RoleEnded) -> None:
    """Without any role there is no way in."""
    if not event.remaining:
        _release(event.person, event.now)


def subjects_erased(event: SubjectsErased) -> None:
    """Delete the cases that nobody can read any more."""
    ids = [
        case_id
        for case_id, public_id in db.session.execute(select(Case.id, Case.public_id))
        if Case(public_id=public_id).vault_subject in event.subjects
    ]
    delete_cases(ids, now=clock.now())


def _release(person: Person, now: datetime, *conditions: object) -> None:
    cases = db.session.scalars(
        select(Case)
        .join(CaseHandler, CaseHandler.case_id == Case.id)
        .where(CaseHandler.person_id == person.id, Case.handler_count > 1, *conditions)
    ).all()
    for case in cases:
        let_go(case=case, person=person, now=now)


HANDLERS = (
    (MunicipalityChanged, municipality_changed),
    (RoleEnded, role_ended),
    (SubjectsErased, subjects_erased),
)
