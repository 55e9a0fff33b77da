"""What registrations hold of a person: after they have an account only a late request."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from organisations.accounts.models import Account
from organisations.registration.models import Registration, RegistrationRequest
from organisations.registration.retention import KEPT_REGISTRATIONS

_TABLES = (Registration, RegistrationRequest)


def export_registrations(person_id: int) -> list[dict[str, Any]]:
    """What was sent with the person's address and is not answered or decided yet."""
    return [
        {
            "given_name": row.given_name,
            "family_name": row.family_name,
            "function": row.function,
            "sent_at": row.created_at.isoformat(),
        }
        for table in _TABLES
        for row in db.session.scalars(
            select(table)
            .join(Account, Account.email == table.email)
            .where(Account.person_id == person_id)
            .order_by(table.id)
        )
    ]


def erase_registrations(person_id: int) -> None:
    """Forget it; to be called while the person's account still has the address."""
    email = select(Account.email).where(Account.person_id == person_id).scalar_subquery()
    for table in _TABLES:
        db.session.execute(delete(table).where(table.email == email))


REGISTRATIONS = PersonalData(
    name="registration",
    label=_l("Registrierungen"),
    purpose=_l("Entscheiden, ob jemand ein Konto bekommt"),
    export=export_registrations,
    erase=erase_registrations,
    retention=_l(
        "Bis entschieden ist, höchstens %(registrations)s.", registrations=KEPT_REGISTRATIONS.shown
    ),
)
