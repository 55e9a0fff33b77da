"""What lists of people hold of the one who uploaded them."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from organisations.roster.models import RosterUpload


def export_uploads(person_id: int) -> list[dict[str, Any]]:
    """Which lists the person has uploaded; whom these name is not theirs to have exported."""
    uploads = db.session.scalars(
        select(RosterUpload).where(RosterUpload.owner_id == person_id).order_by(RosterUpload.id)
    )
    return [
        {
            "file_name": upload.file_name,
            "uploaded_at": upload.created_at.isoformat(),
            "rows": len(upload.rows),
        }
        for upload in uploads
    ]


def erase_uploads(person_id: int) -> None:
    """Forget the lists that the person has uploaded."""
    db.session.execute(delete(RosterUpload).where(RosterUpload.owner_id == person_id))


UPLOADS = PersonalData(
    name="roster",
    label=_l("Hochgeladene Personallisten"),
    purpose=_l("Viele Personen auf einmal anlegen oder anmelden"),
    export=export_uploads,
    erase=erase_uploads,
    retention=_l("Höchstens einen Tag."),
)
