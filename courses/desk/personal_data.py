"""What is held of those who work at the desk: what they announced, laid out and noted."""

from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort
from courses.desk.announcements.models import Announcement
from courses.desk.materials.models import Material
from courses.desk.notes.models import CohortNotes
from organisations.models import Person


def export_desk_work(person_id: int) -> list[dict[str, Any]]:
    """What the person announced and laid out, and on which cohorts they noted something last.

    The notes themselves are shared by those who train the cohort.
    """
    author = db.session.get_one(Person, person_id).public_id
    rows = [
        *_rows(Announcement, author, "announced", Announcement.title, Announcement.sent_at),
        *_rows(Material, author, "laid_out", Material.title, Material.created_at),
        *_rows(CohortNotes, author, "noted", None, CohortNotes.changed_at),
    ]
    return sorted(rows, key=lambda row: row["at"])


def keep_desk_work(person_id: int) -> None:
    """Erase nothing: what is kept are random identifiers that mean nobody once they are gone."""


def _rows(model: Any, author: str, did: str, title: Any, at: Any) -> list[dict[str, Any]]:
    columns = (Cohort.public_id, at, *((title,) if title is not None else ()))
    found = db.session.execute(
        select(*columns)
        .join(Cohort, Cohort.id == model.cohort_id)
        .where(model.author_public_id == author)
    )
    return [
        {"did": did, "cohort": cohort, "at": instant.isoformat()}
        | ({"title": rest[0]} if rest else {})
        for cohort, instant, *rest in found
    ]


DESK_WORK = PersonalData(
    name="desk",
    label=_l("Mitteilungen, Unterlagen und Notizen der Kursleitung"),
    purpose=_l("Einen Durchgang vorbereiten und leiten"),
    export=export_desk_work,
    erase=keep_desk_work,
    retention=_l(
        "Sie bleiben beim Durchgang. Nach der Löschung des Kontos gehört die Kennung daran "
        "niemandem."
    ),
    sealed=_l("Notizen der Kursleitungen zu einem Durchgang"),
)
