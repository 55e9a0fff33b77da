"""How far municipalities have come in arriving: who coordinates, how many people there are."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy import func, or_, select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_ORGANISATIONS, MANAGE_PEOPLE
from app.kernel.permissions import Role, may
from app.kernel.progress import ProgrammePart, Stage, Standing, people_told
from organisations.accounts.models import RoleGrant
from organisations.models import Membership, Municipality, Person


def standings_of(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """Where each of them stands; three statements."""
    memberships = dict(
        db.session.execute(
            select(Municipality.id, Municipality.membership).where(
                Municipality.id.in_(municipality_ids)
            )
        ).all()
    )
    people = dict(
        db.session.execute(
            select(Person.municipality_id, func.count())
            .where(Person.municipality_id.in_(municipality_ids))
            .group_by(Person.municipality_id)
        ).all()
    )
    coordinated = set(
        db.session.scalars(
            select(RoleGrant.municipality_id).where(
                RoleGrant.role == Role.COORDINATOR,
                RoleGrant.municipality_id.in_(municipality_ids),
                or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
            )
        )
    )
    return {
        at: _standing(
            people.get(at, 0),
            coordinated=at in coordinated,
            expected=at in people or membership == Membership.MODEL,
        )
        for at, membership in memberships.items()
    }


def _standing(people: int, *, coordinated: bool, expected: bool) -> Standing:
    told = people_told(people)
    if coordinated:
        figures = _("Koordination benannt; registriert: %(people)s", people=told)
    else:
        figures = _("Keine Koordination; registriert: %(people)s", people=told)
    stage = Stage.UNDER_WAY if coordinated or people else Stage.NOT_BEGUN
    return Standing(
        stage=Stage.REACHED if coordinated and people > 1 else stage,
        figures=figures,
        risk=_("Niemand koordiniert das Programm.") if expected and not coordinated else "",
    )


def _url(public_id: str) -> str:
    if may(MANAGE_ORGANISATIONS):
        return url_for("municipalities.edit", public_id=public_id)
    return url_for("people.index") if may(MANAGE_PEOPLE) else ""


ARRIVAL = ProgrammePart(
    name="arrival",
    module="",
    label=_l("Einstieg"),
    milestone=_l("Eine Koordination ist benannt, und weitere Personen sind registriert."),
    standings=standings_of,
    url=_url,
)
