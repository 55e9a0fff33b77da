"""What is held of shared levels: exported in plain words, erased with the person."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Enrolment
from courses.needs.sharing.models import LevelShare
from courses.needs.sharing.queries import SHOWN_AFTERWARDS
from courses.needs.sharing.sealed import open_levels
from organisations.queries import find_names


def export_shares(person_id: int) -> list[dict[str, Any]]:
    """Which levels the person shares in which cohort, since when, and with whom."""
    shares = db.session.scalars(
        select(LevelShare)
        .join(LevelShare.enrolment)
        .where(Enrolment.person_id == person_id)
        .options(joinedload(LevelShare.enrolment))
        .order_by(LevelShare.shared_at, LevelShare.enrolment_id)
    ).all()
    return [_as_document(share) for share in shares]


def erase_shares(person_id: int) -> None:
    """Delete all that the person shares."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(delete(LevelShare).where(LevelShare.enrolment_id.in_(own)))
    db.session.flush()


def _as_document(share: LevelShare) -> dict[str, Any]:
    shared = open_levels(share)
    names = find_names(shared.trainers) if shared else {}
    return {
        "cohort": share.enrolment.cohort.public_id,
        "shared_at": share.shared_at.isoformat(),
        "levels": dict(shared.levels) if shared else {},
        "assessed_at": shared.assessed_at.isoformat() if shared else None,
        "with": sorted(names.values()),
    }


LEVEL_SHARES = PersonalData(
    name="level_shares",
    label=_l("Stufen, die Sie mit einer Kursleitung teilen"),
    purpose=_l("Der Kursleitung sagen, was man schon kann, freiwillig"),
    export=export_shares,
    erase=erase_shares,
    retention=_l(
        "Bis Sie es beenden oder den Durchgang verlassen, höchstens %(days)s Tage nach dem "
        "letzten Termin.",
        days=SHOWN_AFTERWARDS.days,
    ),
    sealed=_l("Stufen und mit wem Sie sie teilen"),
)
