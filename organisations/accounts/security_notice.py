"""Tells a person by mail what has changed about their way in, so that they notice if others did."""

from datetime import datetime

from app.kernel import outbox
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from organisations.accounts.models import Account

PASSWORD_CHANGED = _l(
    "Das Passwort Ihres Kontos ist geändert. Alle anderen Browser sind abgemeldet."
)
SECOND_FACTOR_ON = _l("Für Ihr Konto ist ein zweiter Faktor eingerichtet.")
SECOND_FACTOR_OFF = _l("Der zweite Faktor Ihres Kontos ist abgeschaltet.")
SECOND_FACTOR_RESET = _l(
    "Das Programmbüro hat den zweiten Faktor Ihres Kontos zurückgesetzt. Alle Browser sind "
    "abgemeldet. Sie können ihn in Ihrem Konto neu einrichten."
)
RECOVERY_CODES_NEW = _l(
    "Für Ihr Konto gibt es neue Wiederherstellungscodes. Die alten gelten nicht mehr."
)


def tell(*, account: Account, happened: Message, now: datetime) -> None:
    """Mail `happened` to the person of `account`. It cannot be paused, unlike other mails."""
    person = account.person
    subject, body = render_mail(
        "accounts/security_notice", reader=person, person=person, happened=happened
    )
    outbox.enqueue(recipient=account.email, subject=subject, body=body, now=now)
