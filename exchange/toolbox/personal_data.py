"""What the toolbox holds of a person: what they wrote, said and released. Texts are the
municipality's."""

from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.toolbox.models import MunicipalText, TextComment, TextVersion
from exchange.toolbox.retention import KEPT_DRAFTS
from organisations.models import Person


def export_texts(person_id: int) -> list[dict[str, Any]]:
    """What the person wrote, said and released, and when."""
    public_id = db.session.get_one(Person, person_id).public_id
    versions = db.session.execute(
        select(MunicipalText.public_id, TextVersion)
        .join(MunicipalText, MunicipalText.id == TextVersion.text_id)
        .where(TextVersion.author_public_id == public_id)
        .order_by(TextVersion.id)
    )
    comments = db.session.execute(
        select(MunicipalText.public_id, TextComment)
        .join(MunicipalText, MunicipalText.id == TextComment.text_id)
        .where(TextComment.author_public_id == public_id)
        .order_by(TextComment.id)
    )
    released = db.session.scalars(
        select(MunicipalText)
        .where(MunicipalText.released_by == public_id)
        .order_by(MunicipalText.id)
    )
    return [
        *(
            {"text": text, "did": "wrote", "version": one.number, "at": one.saved_at.isoformat()}
            | {"title": one.title, "body": one.body}
            for text, one in versions
        ),
        *(
            {"text": text, "did": "commented", "comment": one.comment}
            | {"at": one.made_at.isoformat()}
            for text, one in comments
        ),
        *(
            {"text": one.public_id, "did": "released", "at": one.released_at.isoformat()}
            for one in released
            if one.released_at
        ),
    ]


def keep_texts(person_id: int) -> None:
    """Erase nothing: what is kept are random identifiers that mean nobody once they are gone."""


TEXTS = PersonalData(
    name="municipal_texts",
    label=_l("Texte der Kommune: wer sie geschrieben, besprochen und freigegeben hat"),
    purpose=_l("Sagen können, wer einen öffentlichen Text verantwortet"),
    export=export_texts,
    erase=keep_texts,
    retention=_l(
        "Entwürfe: %(period)s nach der letzten Änderung. Freigegebenes bleibt. Nach der Löschung "
        "des Kontos gehört die Kennung daran niemandem.",
        period=KEPT_DRAFTS.shown,
    ),
)
