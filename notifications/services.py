"""Tell a person something by mail: in their language, discreetly, by way of the outbox."""

from datetime import datetime

from app.kernel import outbox
from app.kernel.mail_text import render_mail
from app.kernel.outbox import OutboxMessage
from organisations.accounts.queries import find_email_of
from organisations.models import Person


def notify(
    *, person: Person, template: str, now: datetime, **context: object
) -> OutboxMessage | None:
    """Put a mail to `person` into the outbox, in the current transaction.

    `template` is `<package>/<name>` and lies at `<package>/mail/<name>.txt`; it extends
    `notifications/mail_base.txt` and is given `person`, `link` and `context`. Returns None where
    the person has no address.
    """
    address = find_email_of(person)
    if address is None:
        return None
    subject, body = render_mail(template, language=person.language, person=person, **context)
    return outbox.enqueue(recipient=address, subject=subject, body=body, now=now)
