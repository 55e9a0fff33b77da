"""What designs hold of a person: who saved which version."""

from sqlalchemy import select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from certificates.designs.models import CertificateDesign, DesignVersion
from certificates.printing.document import JsonObject


def export_versions(person_id: int) -> list[JsonObject]:
    """Which versions of which designs the person saved, and when."""
    versions = db.session.execute(
        select(CertificateDesign.name, DesignVersion.number, DesignVersion.saved_at)
        .join(DesignVersion.design)
        .where(DesignVersion.saved_by_id == person_id)
        .order_by(DesignVersion.id)
    )
    return [
        {"design": name, "version": number, "saved_at": saved_at.isoformat()}
        for name, number, saved_at in versions
    ]


def erase_versions(person_id: int) -> None:
    """Forget who saved them; the versions stay, since certificates were printed with them."""
    db.session.execute(
        update(DesignVersion).where(DesignVersion.saved_by_id == person_id).values(saved_by_id=None)
    )


DESIGN_VERSIONS = PersonalData(
    name="design_versions",
    label=_l("Gespeicherte Vorlagen für Bescheinigungen"),
    purpose=_l("Nachvollziehen, wer eine Vorlage geändert hat"),
    export=export_versions,
    erase=erase_versions,
    retention=_l("Der Vermerk bleibt, bis das Konto gelöscht wird."),
)
