"""What is held of people's needs: exported in plain words, erased with them."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Enrolment
from courses.desk.support.models import SupportNeed
from courses.desk.support.queries import read_need
from courses.desk.support.retention import KEPT_NEEDS


def export_needs(person_id: int) -> list[dict[str, Any]]:
    """What the person said they need, for which cohort, and when."""
    needs = db.session.scalars(
        select(SupportNeed)
        .join(SupportNeed.enrolment)
        .where(Enrolment.person_id == person_id)
        .options(joinedload(SupportNeed.enrolment))
        .order_by(SupportNeed.changed_at)
    ).all()
    return [
        {
            "cohort": need.enrolment.cohort.public_id,
            "need": read_need(need.enrolment),
            "at": need.changed_at.isoformat(),
        }
        for need in needs
    ]


def erase_support_needs(person_id: int) -> None:
    """Delete them all."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(delete(SupportNeed).where(SupportNeed.enrolment_id.in_(own)))
    db.session.flush()


SUPPORT_NEEDS = PersonalData(
    name="support_needs",
    label=_l("Was jemand zum Teilnehmen braucht"),
    purpose=_l("Allen die Teilnahme ermöglichen"),
    export=export_needs,
    erase=erase_support_needs,
    retention=_l(
        "Bis Sie es löschen, höchstens %(support_needs)s nach dem letzten Termin.",
        support_needs=KEPT_NEEDS.shown,
    ),
    sealed=_l("der ganze Text"),
)
