"""Puts calendar files into mails, with an address for the answer where the operator has one."""

import base64
import hashlib
import hmac
from email.utils import parseaddr

from flask import current_app

from app.kernel.outbox import OutboxMessage, attach_calendar
from scheduling.calendar_file import CalendarEntry
from scheduling.invitation import Method, Participant, write_invitation

SECRET_BYTES = 16


def attach_invitation(
    message: OutboxMessage, entry: CalendarEntry, *, method: Method, name: str
) -> None:
    """Have `message` bring `entry` into its recipient's calendar, change it there or take it out.

    `name` is what they are called. The file names nobody but whoever it is sent to.
    """
    sender = current_app.extensions["komma"].settings.mail_sender
    calendar = write_invitation(
        entry,
        method=method,
        organiser=Participant(*parseaddr(sender)),
        attendee=Participant(name, message.recipient),
    )
    attach_calendar(message, method=method, calendar=calendar)
    message.reply_to = reply_address(entry.uid, message.recipient)


def reply_address(uid: str, recipient: str) -> str | None:
    """Where `recipient` answers an invitation to the event of `uid`; None where nobody reads it.

    The secret belongs to both and can be computed again: whoever reads an answer takes UID and
    ATTENDEE from it (RFC 5546 §3.2.3) and compares. It is in letters that mail servers may write
    large or small.
    """
    form = current_app.extensions["komma"].settings.reply_address
    if not form:
        return None
    key = str(current_app.config["SECRET_KEY"]).encode()
    parts = ("calendar_reply", uid, recipient.lower())
    digest = hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()[:SECRET_BYTES]
    return form.replace("{secret}", base64.b32encode(digest).decode().rstrip("=").lower())
