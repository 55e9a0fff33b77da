"""What teams' paths hold of a person: who started, proposed and decided. A plan names nobody."""

from typing import Any

from sqlalchemy import or_, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.team_paths.models import TeamPath
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""


def export_team_paths(person_id: int) -> list[dict[str, Any]]:
    """What the person did with paths of teams, oldest first."""
    public_id = _public_id(person_id)
    paths = db.session.scalars(
        select(TeamPath)
        .where(
            or_(
                TeamPath.started_by == public_id,
                TeamPath.proposed_by == public_id,
                TeamPath.decided_by == public_id,
            )
        )
        .order_by(TeamPath.id)
    )
    return [
        {
            "team": path.team.name.de,
            "started_at": path.started_at.isoformat(),
            "started": path.started_by == public_id,
            "proposed": path.proposed_by == public_id,
            "decided": path.decided_by == public_id,
            "reason": path.reason if path.decided_by == public_id else "",
        }
        for path in paths
    ]


def erase_team_paths(person_id: int) -> None:
    """Forget that it was the person, and the words they wrote; what was planned is the team's."""
    public_id = _public_id(person_id)
    db.session.execute(
        update(TeamPath)
        .where(TeamPath.decided_by == public_id)
        .values(decided_by=NOBODY, reason="")
    )
    for name in ("started_by", "proposed_by"):
        column = getattr(TeamPath, name)
        db.session.execute(update(TeamPath).where(column == public_id).values({name: NOBODY}))
    db.session.flush()


def _public_id(person_id: int) -> str | None:
    return db.session.scalar(select(Person.public_id).where(Person.id == person_id))


TEAM_PATHS = PersonalData(
    name="team_paths",
    label=_l("Lernpfade von Teams: wer sie gestartet, vorgeschlagen und genehmigt hat"),
    purpose=_l("Das Lernen eines Teams planen"),
    export=export_team_paths,
    erase=erase_team_paths,
    retention=_l("So lange wie das Team. Ein Plan nennt niemanden und keine Stufe einer Person."),
)
