"""Commands around links by mail: ask for one, send it, use it up."""

from datetime import datetime, timedelta

from sqlalchemy import Row, delete, select

from app.kernel import audit, outbox
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from app.kernel.mail_text import render_mail
from app.kernel.throttle import Limit, check_limit, remember_failure
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.models import Account
from organisations.accounts.queries import find_account_by_email
from organisations.accounts.services import set_password
from organisations.mail_links.models import MailLink, MailLinkRequest, Purpose
from organisations.mail_links.queries import find_link

JOB_NAME = "mail_links.send"
VALID_FOR = {Purpose.SIGN_IN: timedelta(minutes=15), Purpose.RESET: timedelta(hours=1)}
MOST_PER_ADDRESS = 3
MOST_PER_ORIGIN = 30

_ENOUGH = _l(
    "An diese Adresse sind gerade schon mehrere Links gegangen. Jeder davon gilt. Bitte sehen Sie "
    "in Ihr Postfach, auch in den Ordner für unerwünschte Mails."
)
_TOO_MANY = _l("Zu viele Anfragen. Bitte warten Sie einige Minuten.")
#: Counted for as long as a link is good: whoever is refused has one in their mailbox, whoever
#: asked for it. So nobody is kept out by someone else's asking.
PER_ADDRESS = {
    purpose: Limit(f"mail_link_{purpose}", MOST_PER_ADDRESS, valid_for, _ENOUGH)
    for purpose, valid_for in VALID_FOR.items()
}
PER_ORIGIN = Limit("mail_link_origin", MOST_PER_ORIGIN, timedelta(minutes=15), _TOO_MANY)


class LinkOver(DomainError):
    """The link is used, expired, or was for an address that is no longer the account's."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_l("Dieser Link gilt nicht mehr."))


def ask_for_link(*, email: str, purpose: Purpose, origin: str, now: datetime) -> None:
    """Note that somebody at `origin` wants a link for `email`; a job sends it.

    Whether there is such an account is not asked here but in the job: the answer is the same for
    every address, and takes as long. Raises TooManyAttempts, for every address alike.
    """
    check_limit(PER_ADDRESS[purpose], email, now=now)
    check_limit(PER_ORIGIN, origin, now=now)
    remember_failure(PER_ADDRESS[purpose], email, now=now)
    remember_failure(PER_ORIGIN, origin, now=now)
    db.session.add(MailLinkRequest(email=email, purpose=purpose, asked_at=now))
    wake_after_commit(JOB_NAME)


def send_links(now: datetime) -> int:
    """Send what was asked for; returns how many links were mailed. Commits each.

    A request is claimed by deleting it in the transaction that mails its link: two workers do not
    both send it, and one that is killed leaves it to the next.
    """
    db.session.execute(delete(MailLink).where(MailLink.expires_at <= now))
    sent = 0
    while (asked := _find_next()) is not None:
        claimed = db.session.execute(
            delete(MailLinkRequest).where(MailLinkRequest.id == asked.id)
        ).rowcount
        if claimed and now - asked.asked_at < VALID_FOR[Purpose(asked.purpose)]:
            sent += _send_link(asked.email, Purpose(asked.purpose), now)
        db.session.commit()
    return sent


def use_sign_in_link(*, token: str, now: datetime) -> Account:
    """Use the link up; returns whose it is. Raises LinkOver, for all but one of several at once."""
    account = _use_up(token, Purpose.SIGN_IN, now)
    audit.record("account.link_used", account, actor=account.person, now=now)
    return account


def reset_password(*, token: str, password_hash: str, now: datetime) -> Account:
    """Set a new password by the link, which is used up; all other links and sessions end.

    Returns whose it is. Raises LinkOver, for all but one of several at once.
    """
    account = _use_up(token, Purpose.RESET, now)
    end_links(account=account)
    set_password(account=account, password_hash=password_hash, actor=account.person, now=now)
    return account


def end_links(*, account: Account) -> None:
    """Make all mailed links of `account` worthless."""
    db.session.execute(delete(MailLink).where(MailLink.account_id == account.id))


def _find_next() -> Row[tuple[int, str, str, datetime]] | None:
    asked = MailLinkRequest
    return db.session.execute(
        select(asked.id, asked.email, asked.purpose, asked.asked_at).order_by(asked.id).limit(1)
    ).first()


def _send_link(email: str, purpose: Purpose, now: datetime) -> int:
    account = find_account_by_email(email)
    if account is None:
        return 0
    if not account.has_password:
        # Invited, but the invitation is lost or over: this link is as good a proof.
        purpose = Purpose.RESET
    token = new_token()
    link = MailLink(
        account_id=account.id,
        purpose=purpose,
        email=account.email,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + VALID_FOR[purpose],
    )
    db.session.add(link)
    person = account.person
    subject, body = render_mail(
        f"mail_links/{purpose}",
        reader=person,
        person=person,
        token=token,
        expires_at=link.expires_at,
    )
    outbox.enqueue(recipient=account.email, subject=subject, body=body, now=now)
    return 1


def _use_up(token: str, purpose: Purpose, now: datetime) -> Account:
    link = find_link(token, purpose, now=now)
    if link is None:
        raise LinkOver
    account = link.account
    used = db.session.execute(delete(MailLink).where(MailLink.id == link.id))
    if used.rowcount != 1:
        raise LinkOver
    return account
