"""As whom somebody speaks: by function and municipality, by name only if they wish.

Whoever speaks up may be threatened for it. So the name is no part of what is published: it is
looked up when a page is shown, and is gone as soon as the person wishes or is protected.
"""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import SCOPED_ROLES, Role
from organisations.accounts.models import Account
from organisations.models import Function, Person


class SpeaksAs(StrEnum):
    """What others read of a person's part: a function in a municipality, or in the programme."""

    POLITICAL_LEADERSHIP = "political_leadership"
    EXECUTIVE = "executive"
    STAFF = "staff"
    COORDINATION = "coordination"
    TRAINER = "trainer"
    COACH = "coach"
    PROGRAMME_OFFICE = "programme_office"


LABELS: dict[str, Message] = {
    SpeaksAs.POLITICAL_LEADERSHIP: _l("Politische Leitung"),
    SpeaksAs.EXECUTIVE: _l("Führungskraft"),
    SpeaksAs.STAFF: _l("Mitarbeit"),
    SpeaksAs.COORDINATION: _l("Koordination"),
    SpeaksAs.TRAINER: _l("Training"),
    SpeaksAs.COACH: _l("Coaching"),
    SpeaksAs.PROGRAMME_OFFICE: _l("Programmbüro"),
}
_OF_THE_PROGRAMME = (
    (Role.PROGRAMME_OFFICE, SpeaksAs.PROGRAMME_OFFICE),
    (Role.TRAINER, SpeaksAs.TRAINER),
    (Role.COACH, SpeaksAs.COACH),
)


def speaks_as(account: Account) -> SpeaksAs:
    """As what the person behind `account` speaks; who leads does so also where they coordinate."""
    function = account.person.function
    if account.person.municipality_id is None:
        for role, spoken in _OF_THE_PROGRAMME:
            if role in account.roles:
                return spoken
    if SCOPED_ROLES & account.roles and function != Function.POLITICAL_LEADERSHIP:
        return SpeaksAs.COORDINATION
    return SpeaksAs(function or Function.STAFF)


def find_shown_names(public_ids: Collection[str | None]) -> dict[str, str]:
    """By public id, the names of those who may be named: they exist and are not protected.

    One statement, none where nobody wishes to be named.
    """
    wanted = sorted({public_id for public_id in public_ids if public_id})
    if not wanted:
        return {}
    people = db.session.scalars(
        select(Person).where(Person.public_id.in_(wanted), Person.contact_hidden.is_(False))
    )
    return {person.public_id: person.name for person in people}
