"""What is held of those who lead cohorts: which, and which sessions of them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort, CohortTrainer, Session, SessionTrainer


def export_leading(person_id: int) -> list[dict[str, Any]]:
    """The sessions that the person leads or has led, by cohort and date."""
    chosen = select(SessionTrainer.session_id).where(SessionTrainer.person_id == person_id)
    trained = select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == person_id)
    sessions = db.session.scalars(
        select(Session)
        .where(Session.id.in_(chosen) | Session.cohort_id.in_(trained))
        .order_by(Session.cohort_id, Session.position)
        .options(
            joinedload(Session.event),
            joinedload(Session.cohort).joinedload(Cohort.version),
            joinedload(Session.cohort).selectinload(Cohort.trainers),
            selectinload(Session.chosen_trainers),
        )
    )
    return [
        {"course": one.cohort.title.de, "starts_at": one.event.starts_at.isoformat()}
        for one in sessions
        if person_id in {leader.id for leader in one.leaders}
    ]


def keep_leading(person_id: int) -> None:
    """Erase nothing: who led a session stays a row, whose person has no name any more."""


LEADING = PersonalData(
    name="leading",
    label=_l("Durchgänge, die jemand leitet"),
    purpose=_l("Wissen, wer einen Termin leitet"),
    export=export_leading,
    erase=keep_leading,
    retention=_l("So lange wie der Durchgang. Der Name wird mit dem Konto gelöscht."),
)
