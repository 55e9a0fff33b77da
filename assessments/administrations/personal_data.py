"""What self-assessments hold of a person: exported opened, erased with their keys."""

from typing import Any

from sqlalchemy import delete

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from assessments.administrations import queries, services
from assessments.administrations.models import AssessmentBinder
from assessments.administrations.retention import KEPT_ASSESSMENTS, KEPT_DRAFTS
from organisations.models import Person


def export_assessments(person_id: int) -> list[dict[str, Any]]:
    """The person's self-assessments, oldest first, with answers, scores and notes.

    One line says so where they are there and cannot be opened.
    """
    person = db.session.get_one(Person, person_id)
    if not queries.is_readable(person):
        return [{"unreadable": True}]
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
        for each in queries.list_opened(person)
    ]


def erase_assessments(person_id: int) -> None:
    """Delete them all, with their keys, their copies in open waves and the binder itself.

    Of a binder that nobody can open only the binder goes: which records are in it, nobody can tell.
    """
    person, now = db.session.get_one(Person, person_id), clock.now()
    if queries.is_readable(person) and queries.find_binder(person) is not None:
        services.delete_all_assessments(person=person, actor=person, now=now)
    db.session.execute(delete(AssessmentBinder).where(AssessmentBinder.person_id == person_id))
    db.session.flush()


ASSESSMENTS = PersonalData(
    name="assessments",
    label=_l("Selbsteinschätzungen"),
    purpose=_l("Den eigenen Verlauf der Widerstandskraft sehen, freiwillig und nur für sich"),
    export=export_assessments,
    erase=erase_assessments,
    retention=_l(
        "Bis Sie sie löschen, höchstens %(finished)s nach der Woche, in der Sie sie abgeschlossen "
        "haben. Was Sie nicht abschließen: %(drafts)s.",
        finished=KEPT_ASSESSMENTS.shown,
        drafts=KEPT_DRAFTS.shown,
    ),
    sealed=_l("Antworten, Werte und Notizen"),
)
