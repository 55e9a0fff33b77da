"""Mails are rows first: written in the transaction that causes them, sent by a job afterwards.

Nothing is mailed for work that rolled back, and nothing is lost when a process is killed: a
message is claimed with one conditional UPDATE, sent, and then marked as sent.
"""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app
from sqlalchemy import String, Text, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import Identified
from app.kernel.db import Model, db
from app.kernel.errors import ConfigurationError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows

log = structlog.get_logger("komma.outbox")

JOB_NAME = "outbox.deliver"
CLAIM_FOR = timedelta(minutes=5)
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
MOST_ATTEMPTS = 12
SMTP_TIMEOUT_SECONDS = 20

Send = Callable[[EmailMessage], None]


class OutboxMessage(Identified, Model):
    """One mail to one address, rendered, waiting or sent.

    It may carry an iCalendar file for the recipient's calendar programme; `calendar_method` is the
    file's METHOD (RFC 5546 §1.4). Answers go to `reply_to`, else to the sender.
    """

    __tablename__ = "outbox_messages"

    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    calendar_method: Mapped[str | None] = mapped_column(String(20))
    calendar_body: Mapped[str | None] = mapped_column(Text)
    reply_to: Mapped[str | None] = mapped_column(String(320))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


def enqueue(*, recipient: str, subject: str, body: str, now: datetime) -> OutboxMessage:
    """Put a mail into the outbox; the job is woken once this transaction has committed."""
    message = OutboxMessage(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        created_at=now,
        due_at=now,
    )
    db.session.add(message)
    wake_after_commit(JOB_NAME)
    return message


def attach_calendar(message: OutboxMessage, *, method: str, calendar: bytes) -> None:
    """Have `message`, not sent yet, carry the iCalendar file `calendar` with this METHOD."""
    message.calendar_method = method
    message.calendar_body = calendar.decode()


def take_as_sent() -> None:
    """Note every waiting mail as sent when it was written: a demo's invented past is not mailed."""
    db.session.flush()
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None))
        .values(sent_at=OutboxMessage.created_at)
        .execution_options(synchronize_session="fetch")
    )


def withdraw_waiting(recipient: str) -> None:
    """Forget every mail to `recipient` that has not been sent yet."""
    db.session.flush()
    db.session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.recipient == recipient, OutboxMessage.sent_at.is_(None)
        )
    )


def deliver_due(now: datetime, send: Send | None = None) -> int:
    """Send what is due; returns how many mails were handed to the mail server.

    Each message has transactions of its own. Without MAIL_URL (demo) the messages stay where the
    demo's mail page shows them.
    """
    settings = current_app.extensions["komma"].settings
    if send is None:
        if not settings.mail_url:
            return 0
        send = smtp_sender(settings.mail_url)
    sent = 0
    while (claimed := _claim_next(now)) is not None:
        sent += _send_one(claimed, send, now)
    return sent


def _claim_next(now: datetime) -> int | None:
    """Claim the oldest due message with one conditional UPDATE; None when nothing is due."""
    free = or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now)
    waiting = (OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None))
    while True:
        candidate = db.session.scalar(
            select(OutboxMessage.id)
            .where(*waiting, free, OutboxMessage.due_at <= now)
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(1)
        )
        if candidate is None:
            db.session.rollback()
            return None
        claimed = db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == candidate, *waiting, free)
            .values(claimed_until=now + CLAIM_FOR, attempts=OutboxMessage.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        db.session.commit()
        if claimed.rowcount == 1:
            return candidate


def _send_one(message_id: int, send: Send, now: datetime) -> int:
    message = db.session.get(OutboxMessage, message_id, populate_existing=True)
    if message is None:
        db.session.rollback()
        return 0  # withdrawn just now
    attempts = message.attempts
    try:
        mail = _as_mail(message)
        db.session.rollback()  # no transaction stays open while the mail server thinks
        send(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # ValueError: an address that no mail can carry; it must not hold up the others.
        db.session.rollback()
        _put_back(message_id, attempts, now)
        log.warning("mail_not_sent", error=type(error).__name__, attempts=attempts)
        return 0
    _note(message_id, sent_at=now)
    return 1


def _put_back(message_id: int, attempts: int, now: datetime) -> None:
    given_up = attempts >= MOST_ATTEMPTS
    _note(
        message_id,
        claimed_until=None,
        due_at=now + min(FIRST_RETRY * 2 ** (attempts - 1), LAST_RETRY),
        given_up_at=now if given_up else None,
    )


def _note(message_id: int, **values: datetime | None) -> None:
    """Write down what became of a mail, unless it has been withdrawn meanwhile."""
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(**values))
    db.session.commit()


def delete_done_mails(*, before: datetime, most: int) -> int:
    """Delete at most `most` mails that were sent or given up before then; returns how many."""
    done = or_(OutboxMessage.sent_at < before, OutboxMessage.given_up_at < before)
    return delete_rows(OutboxMessage, done, most=most)


SENT_MAILS = RetentionRule(
    kind="sent_mails",
    label=_l("Mails, die verschickt sind"),
    counts_from=_l("nach dem Versand"),
    usual=Period(30, Unit.DAYS),
    least=1,
    most=180,
    delete=delete_done_mails,
)


def _as_mail(message: OutboxMessage) -> EmailMessage:
    settings = current_app.extensions["komma"].settings
    mail = EmailMessage()
    mail["From"] = settings.mail_sender
    mail["To"] = message.recipient
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.public_id}@{urlsplit(settings.base_url).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no out-of-office replies, please
    # Not every server takes eight bits, and smtplib would not ask.
    mail.set_content(message.body, cte="quoted-printable")
    if message.calendar_method and message.calendar_body:
        _add_calendar(mail, message.calendar_method, message.calendar_body)
    return mail


def _add_calendar(mail: EmailMessage, method: str, calendar: str) -> None:
    """RFC 6047 §2.4: the text as an alternative, its type naming the METHOD once more.

    The same as a file besides, for programmes that only know attachments.
    """
    mail.add_alternative(
        calendar, subtype="calendar", cte="quoted-printable", params={"method": method}
    )
    mail.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="komma.ics"
    )


def smtp_sender(mail_url: str) -> Send:
    """A function that sends by the server of `mail_url`: `smtp://` or `smtps://user:pass@host:port`.

    `smtp://` uses STARTTLS where the server offers it. Raises ConfigurationError for other schemes.
    """
    address = urlsplit(mail_url)
    if address.scheme not in {"smtp", "smtps"} or not address.hostname:
        raise ConfigurationError("MAIL_URL", "must read smtp://host:port or smtps://host:port")
    host = address.hostname

    def connect() -> smtplib.SMTP:
        if address.scheme == "smtps":
            return smtplib.SMTP_SSL(
                host,
                address.port or 465,
                timeout=SMTP_TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(host, address.port or 587, timeout=SMTP_TIMEOUT_SECONDS)

    def send(mail: EmailMessage) -> None:
        with connect() as server:
            server.ehlo_or_helo_if_needed()
            if address.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(mail)

    return send
