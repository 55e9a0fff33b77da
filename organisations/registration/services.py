"""Commands of those who register: send, be answered by mail, confirm the address.

What somebody sends is written down and nothing else, so that the page takes as long and says the
same whatever the address is. A job answers, and only by mail to that address.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from app.kernel import outbox
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import Stranger
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from app.kernel.mail_text import render_mail
from app.kernel.retention import delete_rows
from app.kernel.throttle import Limit, check_limit, remember_failure
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.queries import find_account_by_email
from organisations.models import Function, Municipality
from organisations.municipalities.mail_domains import domain_of
from organisations.municipalities.queries import find_municipality_by_domain
from organisations.registration import queries
from organisations.registration.models import (
    Registration,
    RegistrationRequest,
    RegistrationStatus,
)

ANSWER_JOB = "registration.answer"
LINK_HOLDS_FOR = timedelta(hours=24)
_HOUR = timedelta(hours=1)
_THROTTLED = _l("Zu viele Registrierungen in kurzer Zeit. Bitte versuchen Sie es später wieder.")
PER_ADDRESS = Limit("registration_address", 3, _HOUR, _THROTTLED)
#: A whole town hall may share one origin.
PER_ORIGIN = Limit("registration_origin", 60, _HOUR, _THROTTLED)


class LinkOver(DomainError):
    """The link is used, expired or replaced by a newer one."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_l("Dieser Link gilt nicht mehr."))


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody says of themselves."""

    given_name: str
    family_name: str
    email: str
    function: Function
    language: str


def request_registration(*, details: Details, origin: str, now: datetime) -> RegistrationRequest:
    """Take down what somebody sent, whatever the address; a job answers by mail.

    Raises TooManyAttempts where the address or the origin sent too much in the last hour.
    """
    for limit, subject in ((PER_ADDRESS, details.email), (PER_ORIGIN, origin)):
        check_limit(limit, subject, now=now)
        remember_failure(limit, subject, now=now)
    request = RegistrationRequest(**asdict(details), created_at=now)
    request.email = details.email.strip().lower()
    db.session.add(request)
    wake_after_commit(ANSWER_JOB)
    return request


def answer_request(*, request: RegistrationRequest, now: datetime) -> Registration | None:
    """Answer what somebody sent: a link to confirm the address, or a word that they are known.

    Where the address belongs to no municipality, nobody gets a mail. The request is forgotten in
    every case; of two workers at once, one answers.
    """
    taken = db.session.execute(
        delete(RegistrationRequest)
        .where(RegistrationRequest.id == request.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expunge(request)
    if taken.rowcount != 1:
        return None
    account = find_account_by_email(request.email)
    if account is not None:
        _mail("registration/known", request.email, account.person.language, now)
        return None
    municipality = find_municipality_by_domain(domain_of(request.email))
    return _register(request, municipality, now) if municipality else None


def confirm_address(*, token: str, now: datetime) -> Registration:
    """The address is theirs: from now on they wait, and the coordination is told.

    Two clicks at once: one UPDATE wins, and the other finds it done. Raises LinkOver.
    """
    confirmed = db.session.execute(
        update(Registration)
        .where(
            Registration.token_hash == token_hash(token),
            Registration.status == RegistrationStatus.UNCONFIRMED,
            Registration.link_expires_at > now,
        )
        .values(status=RegistrationStatus.WAITING, confirmed_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    registration = queries.find_to_confirm(token, now=now)
    if registration is None:
        raise LinkOver
    if confirmed.rowcount == 1:
        for account in queries.list_deciders(registration.municipality):
            _mail("registration/somebody_waits", account.email, account.person.language, now)
    return registration


def forget_registrations(*, before: datetime, most: int) -> int:
    """Forget at most `most` of each table that began before then, decided or not; returns how many.

    A rule of retention says when that is.
    """
    tables = (Registration, RegistrationRequest)
    return sum(delete_rows(table, table.created_at < before, most=most) for table in tables)


def _register(
    request: RegistrationRequest, municipality: Municipality, now: datetime
) -> Registration | None:
    known = queries.find_registration_by_email(request.email)
    if known is not None and known.status == RegistrationStatus.WAITING:
        _mail("registration/still_waiting", request.email, known.language, now)
        return None
    if known is not None:  # a new link replaces the old one, and so does what was said with it
        db.session.delete(known)
        db.session.flush()
    token = new_token()
    registration = Registration(
        municipality=municipality,
        given_name=request.given_name,
        family_name=request.family_name,
        email=request.email,
        function=request.function,
        language=request.language,
        status=RegistrationStatus.UNCONFIRMED,
        token_hash=token_hash(token),
        link_expires_at=now + LINK_HOLDS_FOR,
        created_at=now,
    )
    db.session.add(registration)
    _mail(
        "registration/confirm",
        request.email,
        request.language,
        now,
        token=token,
        expires_at=registration.link_expires_at,
    )
    return registration


def _mail(template: str, recipient: str, language: str, now: datetime, **context: object) -> None:
    """No mail names the one who registers: anybody may type anything as a name."""
    subject, body = render_mail(template, reader=Stranger(language), **context)
    outbox.enqueue(recipient=recipient, subject=subject, body=body, now=now)
