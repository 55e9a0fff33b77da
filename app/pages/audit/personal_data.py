"""What the audit trail holds of a person: their acts, and acts about them."""

from sqlalchemy import or_, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person


def export_acts(person_id: int) -> list[dict[str, object]]:
    """When which act was theirs or about them. Whom else it concerned is not theirs to know."""
    public_id = db.session.get_one(Person, person_id).public_id
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            or_(AuditEntry.actor_public_id == public_id, AuditEntry.object_public_id == public_id)
        )
        .order_by(AuditEntry.id)
    )
    return [
        {
            "at": entry.at.isoformat(),
            "action": entry.action,
            "acted": entry.actor_public_id == public_id,
        }
        for entry in entries
    ]


def keep_acts(person_id: int) -> None:
    """Erase nothing: entries hold a random identifier, which means nobody once the person is gone.

    An administration has to be able to say what was done, whoever did it (GDPR Art. 5 (2)).
    """


ACTS = PersonalData(
    name="audit_trail",
    label=_l("Prüfprotokoll"),
    purpose=_l("Nachweisen, wer was verwaltet hat (Art. 5 Abs. 2 DSGVO)"),
    export=export_acts,
    erase=keep_acts,
    retention=_l(
        "Einträge bleiben. Nach der Löschung des Kontos gehört die Kennung darin niemandem."
    ),
)
