"""What collections hold of a person: that, and where, they have given their levels."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db, lock
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.group_levels.models import LevelContribution
from courses.group_levels.sealed import open_levels
from courses.group_levels.services import lock_key
from courses.needs.models import NeedsAnalysis


def export_given_levels(person_id: int) -> dict[str, Any]:
    """What waits to be counted, and which analyses have counted; in which result nobody knows."""
    contributions = db.session.scalars(
        select(LevelContribution)
        .where(LevelContribution.person_id == person_id)
        .order_by(LevelContribution.collection_id)
        .options(joinedload(LevelContribution.collection), joinedload(LevelContribution.person))
    ).all()
    waiting = [contribution.analysis_id for contribution in contributions]
    counted = db.session.scalars(
        select(NeedsAnalysis)
        .where(
            NeedsAnalysis.person_id == person_id,
            NeedsAnalysis.given.is_(True),
            NeedsAnalysis.id.not_in(waiting),
        )
        .order_by(NeedsAnalysis.id)
    )
    return {
        "waiting": [
            {
                "group": "team" if one.collection.team_id else "municipality",
                "opened_at": one.collection.opened_at.isoformat(),
                "levels": open_levels(one),
            }
            for one in contributions
        ],
        "counted": [
            {"analysis_completed_at": one.completed_at.isoformat() if one.completed_at else None}
            for one in counted
        ],
    }


def erase_given_levels(person_id: int) -> None:
    """Delete what waits to be counted. In figures that are published nobody can be found."""
    own = LevelContribution.person_id == person_id
    collections = db.session.scalars(
        select(LevelContribution.collection_id).where(own).order_by(LevelContribution.collection_id)
    ).all()
    lock(*map(lock_key, collections))
    db.session.execute(delete(LevelContribution).where(own))
    db.session.flush()


GIVEN_LEVELS = PersonalData(
    name="given_levels",
    label=_l("Stufen, die Sie zu einem Gruppenergebnis beitragen"),
    purpose=_l("Mittelwerte für Gruppen, freiwillig"),
    export=export_given_levels,
    erase=erase_given_levels,
    retention=_l(
        "Bis Sie sie zurücknehmen oder das Ergebnis feststeht. Danach gibt es nur Zahlen der "
        "Gruppe."
    ),
    sealed=_l("die Stufen"),
)
