"""Commands of those who decide on registrations: approve or decline, once."""

from datetime import datetime

from sqlalchemy import update

from app.kernel import audit, outbox
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import Stranger
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Function, Person
from organisations.people.services import PersonDetails, create_person
from organisations.registration.models import Registration, RegistrationStatus


class AlreadyDecided(DomainError):
    """Somebody has decided on this registration before: another person, or an earlier click."""

    def __init__(self) -> None:
        super().__init__(_l("Über diese Registrierung ist schon entschieden."))


def approve_registration(*, registration: Registration, actor: Person, now: datetime) -> Account:
    """Add the person as a trainee of the municipality and invite them to set a password.

    Raises AlreadyDecided, or DomainError where the address has got an account meanwhile; nothing is
    changed then.
    """
    details = PersonDetails(
        given_name=registration.given_name,
        family_name=registration.family_name,
        email=registration.email or "",
        language=registration.language,
        function=Function(registration.function),
        job_title=None,
        municipality=registration.municipality,
        team_name=None,
        roles=frozenset({Role.TRAINEE}),
    )
    with db.session.begin_nested():
        _decide(registration, RegistrationStatus.APPROVED)
        account = create_person(details=details, actor=actor, now=now)
        audit.record("registration.approved", registration, actor=actor, now=now)
    return account


def decline_registration(
    *, registration: Registration, reason: str, actor: Person, now: datetime
) -> None:
    """Do not add the person, and tell them so, with `reason` where it is not empty.

    Raises AlreadyDecided.
    """
    recipient = registration.email or ""
    subject, body = render_mail(
        "registration/declined", reader=Stranger(registration.language), reason=reason
    )
    with db.session.begin_nested():
        _decide(registration, RegistrationStatus.DECLINED)
        outbox.enqueue(recipient=recipient, subject=subject, body=body, now=now)
        audit.record("registration.declined", registration, actor=actor, now=now)


def _decide(registration: Registration, status: RegistrationStatus) -> None:
    """Of two decisions at once, one UPDATE wins. What it leaves says nothing of the person."""
    decided = db.session.execute(
        update(Registration)
        .where(
            Registration.id == registration.id, Registration.status == RegistrationStatus.WAITING
        )
        .values(status=status, given_name="", family_name="", email=None)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(registration)
    if decided.rowcount != 1:
        raise AlreadyDecided
