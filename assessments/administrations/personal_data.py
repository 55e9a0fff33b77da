"""What self-assessments hold of a person: exported opened, erased with their keys."""

from typing import Any

from sqlalchemy import delete

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from assessments.administrations import services
from assessments.administrations.models import AssessmentBinder
from assessments.administrations.queries import find_binder, list_opened
from organisations.models import Person


def export_assessments(person_id: int) -> list[dict[str, Any]]:
    """The person's self-assessments, oldest first, with answers, scores and notes."""
    return [
        {
            "instrument": each.contents.instrument_key,
            "version": each.contents.instrument_version,
            "week": each.week.isoformat(),
            "finished": each.finished,
            "answers": dict(each.contents.answers),
            "scores": dict(each.contents.scores),
            "note": each.contents.note,
        }
        for each in list_opened(db.session.get_one(Person, person_id))
    ]


def erase_assessments(person_id: int) -> None:
    """Delete them all, with their keys."""
    person, now = db.session.get_one(Person, person_id), clock.now()
    if find_binder(person) is not None:
        services.delete_all_assessments(person=person, actor=person, now=now)
    db.session.execute(delete(AssessmentBinder).where(AssessmentBinder.person_id == person_id))
    db.session.flush()


ASSESSMENTS = PersonalData(
    name="assessments",
    export=export_assessments,
    erase=erase_assessments,
    retention=_l("Selbsteinschätzungen: bis Sie sie löschen."),
)
