"""Whoever leaves a municipality or the programme handles its cases no more.

Where they are the only one, they stay named, since somebody must be; but they see nothing until
they are back (`queries.get_case_for`).
"""

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
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


def _release(person: Person, now: datetime, *conditions: object) -> None:
    cases = db.session.scalars(
        select(Case)
        .join(CaseHandler, CaseHandler.case_id == Case.id)
        .where(CaseHandler.person_id == person.id, Case.handler_count > 1, *conditions)
    ).all()
    for case in cases:
        let_go(case=case, person=person, now=now)


HANDLERS = ((MunicipalityChanged, municipality_changed), (RoleEnded, role_ended))
