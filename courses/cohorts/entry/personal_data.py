"""What is held of a person around the ways into cohorts: exceptions and approvals."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.entry.models import ApprovalDecision, PrerequisiteWaiver
from courses.cohorts.models import Cohort, Enrolment


def export_entry(person_id: int) -> dict[str, Any]:
    """What the person asked for, and what was said to it."""
    waivers = db.session.scalars(
        select(PrerequisiteWaiver)
        .where(PrerequisiteWaiver.person_id == person_id)
        .options(joinedload(PrerequisiteWaiver.cohort).joinedload(Cohort.version))
        .order_by(PrerequisiteWaiver.id)
    )
    decisions = db.session.scalars(
        select(ApprovalDecision)
        .join(ApprovalDecision.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(ApprovalDecision.enrolment_id)
    )
    return {
        "exceptions": [
            {
                "course": one.cohort.title.de,
                "asked_at": one.asked_at.isoformat(),
                "note": one.note,
                "state": one.state,
            }
            for one in waivers
        ],
        "approvals": [
            {
                "course": one.enrolment.cohort.title.de,
                "approved": one.approved,
                "reason": one.reason,
                "decided_at": one.decided_at.isoformat(),
            }
            for one in decisions
        ],
    }


def erase_entry(person_id: int) -> None:
    """Forget it. To be called before the enrolments go to which it refers."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(delete(ApprovalDecision).where(ApprovalDecision.enrolment_id.in_(own)))
    db.session.execute(delete(PrerequisiteWaiver).where(PrerequisiteWaiver.person_id == person_id))
    db.session.flush()


ENTRY = PersonalData(
    name="entry",
    label=_l("Genehmigungen und Ausnahmen zu Durchgängen"),
    purpose=_l("Entscheiden, wer teilnehmen kann"),
    export=export_entry,
    erase=erase_entry,
    retention=_l(
        "Bis das Konto gelöscht wird. Nachrichten an die Kursleitung: bis sie entschieden hat."
    ),
)
