"""What is held of those who write the operator's texts: which versions are theirs."""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.operator_texts import OperatorText
from organisations.models import Person


def export_authorship(person_id: int) -> list[dict[str, object]]:
    """Which versions of which texts the person has saved, and when. The text is the operator's."""
    public_id = db.session.get_one(Person, person_id).public_id
    versions = db.session.scalars(
        select(OperatorText)
        .where(OperatorText.author_public_id == public_id)
        .order_by(OperatorText.id)
    )
    return [
        {
            "text": version.key,
            "language": version.language,
            "version": version.version,
            "saved_at": version.created_at.isoformat(),
        }
        for version in versions
    ]


def keep_authorship(person_id: int) -> None:
    """Erase nothing: a version holds a random identifier that means nobody once they are gone."""


AUTHORSHIP = PersonalData(
    name="operator_texts",
    label=_l("Fassungen von Texten dieser Website: wer sie geschrieben hat"),
    purpose=_l("Sagen können, wer einen Text verantwortet"),
    export=export_authorship,
    erase=keep_authorship,
    retention=_l("Sie bleiben. Nach der Löschung des Kontos gehört die Kennung daran niemandem."),
)
