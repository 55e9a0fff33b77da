"""Commands around the link by which a person sets their first password."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from app.kernel import audit, outbox
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.models import Account, Invitation
from organisations.accounts.queries import find_invited
from organisations.accounts.services import set_password
from organisations.models import Person

INVITED_FOR = timedelta(days=7)


class InvitationOver(DomainError):
    """The link is used, expired or replaced by a newer one."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_l("Dieser Link gilt nicht mehr."))


class PasswordIsSet(DomainError):
    """Whoever has a password needs no invitation; nobody else may replace it by one."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Person hat schon ein Passwort gesetzt."))


def invite(*, account: Account, actor: Person, now: datetime) -> Invitation:
    """Mail a link by which the person sets their first password; earlier links end.

    Raises PasswordIsSet: a second link would open somebody's account to whoever asks for it.
    """
    return invite_all(accounts=[account], actor=actor, now=now)[0]


def invite_all(*, accounts: Sequence[Account], actor: Person, now: datetime) -> list[Invitation]:
    """`invite` for each of `accounts`, in few statements. Raises PasswordIsSet where one has."""
    if any(account.has_password for account in accounts):
        raise PasswordIsSet
    db.session.flush()
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.account_id.in_([account.id for account in accounts]),
            Invitation.expires_at > now,
        )
        .values(expires_at=now)
    )
    return [_write_invitation(account, actor, now) for account in accounts]


def _write_invitation(account: Account, actor: Person, now: datetime) -> Invitation:
    token = new_token()
    invitation = Invitation(
        account_id=account.id,
        email=account.email,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + INVITED_FOR,
    )
    db.session.add(invitation)
    person = account.person
    subject, body = render_mail(
        "accounts/welcome",
        reader=person,
        person=person,
        token=token,
        expires_at=invitation.expires_at,
    )
    outbox.enqueue(recipient=account.email, subject=subject, body=body, now=now)
    audit.record("account.invited", account, actor=actor, now=now)
    return invitation


def accept_invitation(*, token: str, password_hash: str, now: datetime) -> Account:
    """Set the first password of the one who was invited, and use the link up.

    Two at once: one UPDATE wins, the other raises InvitationOver.
    """
    account = find_invited(token, now=now)
    used = db.session.execute(
        update(Invitation)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
    )
    if account is None or used.rowcount != 1:
        raise InvitationOver
    set_password(account=account, password_hash=password_hash, actor=account.person, now=now)
    return account
