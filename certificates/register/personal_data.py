"""What the register holds of a person: exported as it is, erased whole."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from certificates.printing.document import JsonObject
from certificates.register.models import Certificate, CorrectionRequest, HolderName, VoidCredential
from certificates.register.queries import is_void


def export_certificates(person_id: int) -> list[JsonObject]:
    """The certificates of a person, superseded ones too: what they say, what became of them."""
    certificates = db.session.scalars(
        select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id)
    )
    return [
        {
            "certificate": certificate.data,
            "status": certificate.status,
            "revocation_reason": certificate.revocation_reason,
            "issued_at": certificate.issued_at.isoformat(),
            "superseded_at": _instant(certificate.superseded_at),
            "revoked_at": _instant(certificate.revoked_at),
            "first_downloaded_at": _instant(certificate.first_downloaded_at),
            "expiry_reminded_days": certificate.expiry_reminded_days,
            "name_shown": certificate.name_shown,
        }
        for certificate in certificates
    ]


def erase_certificates(person_id: int) -> None:
    """Delete the person's certificates, after which their codes are unknown.

    What was void stays so, by the random name of its credential alone: copies may be about.
    What they issued to others or revoked stays: it is the others'. Who did it is forgotten.
    """
    void = select(Certificate.credential_id).where(Certificate.person_id == person_id, is_void())
    db.session.execute(insert(VoidCredential).from_select(["credential_id"], void))
    db.session.execute(delete(Certificate).where(Certificate.person_id == person_id))
    for column in (Certificate.issued_by_id, Certificate.revoked_by_id):
        db.session.execute(
            update(Certificate).where(column == person_id).values({column.key: None})
        )


def export_corrections(person_id: int) -> list[JsonObject]:
    """What the person wished corrected on their certificates, and what was answered."""
    requests = db.session.execute(
        select(CorrectionRequest, Certificate.code)
        .join(CorrectionRequest.certificate)
        .where(Certificate.person_id == person_id)
        .order_by(CorrectionRequest.id)
    )
    return [
        {
            "certificate": code,
            "wish": request.wish,
            "asked_at": request.asked_at.isoformat(),
            "state": request.state,
            "answer": request.answer,
            "closed_at": _instant(request.closed_at),
        }
        for request, code in requests
    ]


def erase_corrections(person_id: int) -> None:
    """Delete the person's wishes and the answers to them."""
    own = select(Certificate.id).where(Certificate.person_id == person_id)
    db.session.execute(
        delete(CorrectionRequest)
        .where(CorrectionRequest.certificate_id.in_(own))
        .execution_options(synchronize_session=False)
    )


def export_holder_name(person_id: int) -> str | None:
    """The name that the person wishes on their certificates, or None."""
    return db.session.scalar(select(HolderName.name).where(HolderName.person_id == person_id))


def erase_holder_name(person_id: int) -> None:
    """Forget the name."""
    db.session.execute(delete(HolderName).where(HolderName.person_id == person_id))


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


CERTIFICATES = PersonalData(
    name="certificates",
    label=_l("Teilnahmebescheinigungen"),
    purpose=_l("Teilnahmen nachweisen"),
    export=export_certificates,
    erase=erase_certificates,
    retention=_l("Sie bleiben prüfbar, bis das Konto gelöscht wird."),
)
HOLDER_NAMES = PersonalData(
    name="holder_names",
    label=_l("Gewünschter Name auf Bescheinigungen"),
    purpose=_l("Bescheinigungen auf den richtigen Namen ausstellen"),
    export=export_holder_name,
    erase=erase_holder_name,
    retention=_l("Bis Sie ihn ändern oder Ihr Konto gelöscht wird."),
)
CORRECTIONS = PersonalData(
    name="certificate_corrections",
    label=_l("Bitten um Korrektur einer Bescheinigung"),
    purpose=_l("Fehler auf Bescheinigungen berichtigen"),
    export=export_corrections,
    erase=erase_corrections,
    retention=_l("Sie bleiben, bis das Konto gelöscht wird."),
)
