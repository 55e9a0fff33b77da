"""For how many situations procedures are in force (module 2). Never anything of cases."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_PROCEDURES
from app.kernel.permissions import may
from app.kernel.progress import ProgrammePart, Stage, Standing
from exchange.procedures.writing.models import Procedure, ProcedureVersion, VersionState
from organisations.topics.models import Situation


def standings_of(municipality_ids: Collection[int], _now: datetime) -> Mapping[int, Standing]:
    """Where each municipality stands that has written a procedure; two statements."""
    situations = set(db.session.scalars(select(Situation.key)))
    states: dict[int, set[str]] = {}
    covered: dict[int, set[str]] = {}
    rows = db.session.execute(
        select(Procedure.municipality_id, ProcedureVersion.state, ProcedureVersion.content)
        .join(ProcedureVersion.procedure)
        .where(Procedure.municipality_id.in_(municipality_ids))
    )
    for at, state, content in rows:
        states.setdefault(at, set()).add(state)
        if state == VersionState.IN_FORCE:
            covered.setdefault(at, set()).update(situations & set(content["situations"]))
    return {
        at: _standing(of_one, len(covered.get(at, ())), len(situations))
        for at, of_one in states.items()
    }


def _standing(states: set[str], covered: int, situations: int) -> Standing:
    holds = VersionState.IN_FORCE in states
    if holds:
        figures = _(
            "In Kraft für %(covered)s von %(situations)s Situationen",
            covered=covered,
            situations=situations,
        )
    else:
        figures = _("In Arbeit, noch keines in Kraft")
    set_aside = VersionState.SUPERSEDED in states and not holds
    return Standing(
        stage=Stage.REACHED if holds else Stage.UNDER_WAY,
        figures=figures,
        risk=_("Was in Kraft war, gilt nicht mehr.") if set_aside else "",
    )


def _url(_public_id: str) -> str:
    return url_for("procedures.index") if may(READ_PROCEDURES) else ""


CLEARING = ProgrammePart(
    name="procedures",
    module="2",
    label=_l("Verfahren"),
    milestone=_l("Mindestens ein Verfahren ist in Kraft."),
    standings=standings_of,
    url=_url,
)
