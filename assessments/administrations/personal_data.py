"""What self-assessments hold of a person: exported opened, erased with their keys."""

from typing import Any

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from assessments.administrations import services
from assessments.administrations.queries import list_all
from assessments.administrations.sealed import open_each
from organisations.models import Person


def export_assessments(person_id: int) -> list[dict[str, Any]]:
    """The person's self-assessments, oldest first, with answers, scores and notes."""
    found = list_all(db.session.get_one(Person, person_id))
    contents = open_each(found)
    return [
        {
            "instrument": each.instrument_key,
            "version": each.instrument_version,
            "started_at": each.started_at.isoformat(),
            "taken_at": each.taken_at.isoformat() if each.taken_at else None,
            "answers": dict(contents[each.id].answers) if each.id in contents else {},
            "scores": dict(contents[each.id].scores) if each.id in contents else {},
            "note": contents[each.id].note if each.id in contents else "",
        }
        for each in found
    ]


def erase_assessments(person_id: int) -> None:
    """Delete them all, with their keys."""
    person = db.session.get_one(Person, person_id)
    services.delete_all_assessments(person=person, actor=person, now=clock.now())


ASSESSMENTS = PersonalData(
    name="assessments",
    label=_l("Selbsteinschätzungen"),
    purpose=_l("Den eigenen Verlauf der Widerstandskraft sehen, freiwillig und nur für sich"),
    export=export_assessments,
    erase=erase_assessments,
    retention=_l("Bis Sie sie löschen."),
    sealed=_l("Antworten, Werte und Notizen"),
)
