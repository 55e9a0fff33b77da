"""What is held of who keeps whose appointments: given out and forgotten on both sides."""

from typing import Any

from sqlalchemy import delete, or_, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from organisations.deputies.models import Deputyship
from organisations.deputies.retention import KEPT_DEPUTYSHIPS
from organisations.deputies.services import end_deputyship


def export_deputyships(person_id: int) -> dict[str, Any]:
    """Whom the person named and who named them, oldest first."""
    query = select(Deputyship).order_by(Deputyship.id)
    named = db.session.scalars(query.where(Deputyship.principal_id == person_id))
    named_by = db.session.scalars(query.where(Deputyship.deputy_id == person_id))
    return {
        "deputies": [_deputyship(one, one.deputy.name) for one in named],
        "deputy_for": [_deputyship(one, one.principal.name) for one in named_by],
    }


def erase_deputyships(person_id: int) -> None:
    """Forget them all; those that last end first, so that nobody keeps a role without one."""
    theirs = or_(Deputyship.principal_id == person_id, Deputyship.deputy_id == person_id)
    live = select(Deputyship).where(theirs, Deputyship.ended_at.is_(None))
    for deputyship in db.session.scalars(live.order_by(Deputyship.deputy_id)).all():
        end_deputyship(deputyship=deputyship, actor=None, now=clock.now())
    db.session.execute(delete(Deputyship).where(theirs))


def _deputyship(deputyship: Deputyship, name: str) -> dict[str, Any]:
    ended_at = deputyship.ended_at
    return {
        "name": name,
        "created_at": deputyship.created_at.isoformat(),
        "ended_at": ended_at.isoformat() if ended_at else None,
    }


DEPUTYSHIPS = PersonalData(
    name="deputies",
    label=_l("Stellvertretungen für Termine"),
    purpose=_l("Anderen erlauben, Ihre Termine zu führen"),
    export=export_deputyships,
    erase=erase_deputyships,
    retention=_l(
        "Bis sie enden, danach höchstens %(ended_deputyships)s.",
        ended_deputyships=KEPT_DEPUTYSHIPS.shown,
    ),
)
