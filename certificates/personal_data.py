"""What the package holds of a person: exported as it is, erased whole."""

from sqlalchemy import delete, or_, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from certificates.document import JsonObject
from certificates.models import Certificate, CertificateOrder
from courses.cohorts.models import Enrolment


def export_certificates(person_id: int) -> list[JsonObject]:
    """The certificates of a person: what they say, and what the public check shows of the name."""
    certificates = db.session.scalars(
        select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id)
    )
    return [
        {
            "certificate": certificate.data,
            "issued_at": certificate.issued_at.isoformat(),
            "first_downloaded_at": (
                certificate.first_downloaded_at.isoformat()
                if certificate.first_downloaded_at
                else None
            ),
            "name_shown": certificate.name_shown,
        }
        for certificate in certificates
    ]


def erase_certificates(person_id: int) -> None:
    """Delete the person's certificates, after which their codes are unknown; and their orders.

    What they issued to others stays: it is the others'. Only the note of who issued it goes.
    """
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(
        delete(CertificateOrder).where(
            or_(
                CertificateOrder.ordered_by_id == person_id,
                CertificateOrder.enrolment_id.in_(own),
            )
        )
    )
    db.session.execute(delete(Certificate).where(Certificate.person_id == person_id))
    db.session.execute(
        update(Certificate).where(Certificate.issued_by_id == person_id).values(issued_by_id=None)
    )


CERTIFICATES = PersonalData(
    name="certificates",
    label=_l("Teilnahmebescheinigungen"),
    purpose=_l("Teilnahmen nachweisen"),
    export=export_certificates,
    erase=erase_certificates,
    retention=_l("Sie bleiben prüfbar, bis das Konto gelöscht wird."),
)
