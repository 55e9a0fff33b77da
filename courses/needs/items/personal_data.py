"""What is held of those who write the items: which versions they wrote."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.needs.items.models import NeedsItem, NeedsItemVersion
from organisations.models import Person


def export_authorship(person_id: int) -> list[dict[str, Any]]:
    """Which versions the person wrote any of, and when. The texts are the office's."""
    public_id = db.session.get_one(Person, person_id).public_id
    versions = db.session.scalars(
        select(NeedsItemVersion)
        .where(NeedsItemVersion.authors.contains(public_id, autoescape=True))
        .order_by(NeedsItemVersion.id)
        .options(joinedload(NeedsItemVersion.item).joinedload(NeedsItem.competency))
    )
    return [
        {
            "about": version.item.competency.key,
            "version": version.number,
            "did": "wrote",
            "at": version.changed_at.isoformat(),
        }
        for version in versions
    ]


def keep_authorship(person_id: int) -> None:
    """Erase nothing: what is kept are random identifiers that mean nobody once they are gone."""


AUTHORSHIP = PersonalData(
    name="needs_items",
    label=_l("Fassungen von Fragen der Bedarfsanalyse: wer sie geschrieben hat"),
    purpose=_l("Sagen können, wer eine Frage verantwortet"),
    export=export_authorship,
    erase=keep_authorship,
    retention=_l("Sie bleiben. Nach der Löschung des Kontos gehört die Kennung daran niemandem."),
)
