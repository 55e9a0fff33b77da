"""What learning at one's own pace holds of a person."""

from typing import Any

from sqlalchemy import delete

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.learning.models import UnitCompletion
from courses.learning.queries import list_completions


def export_completions(person_id: int) -> list[dict[str, Any]]:
    """The learning units that the person has completed, oldest first."""
    return [
        {
            "course": completion.unit.course.slug,
            "unit": completion.unit.key,
            "completed_at": completion.completed_at.isoformat(),
        }
        for completion in list_completions(person_id)
    ]


def erase_completions(person_id: int) -> None:
    """Delete them all."""
    db.session.execute(delete(UnitCompletion).where(UnitCompletion.person_id == person_id))
    db.session.flush()


COMPLETIONS = PersonalData(
    name="learning",
    export=export_completions,
    erase=erase_completions,
    retention=_l("Bearbeitete Lerneinheiten: bis Sie sie löschen lassen."),
)
