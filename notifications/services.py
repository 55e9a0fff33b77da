"""Tell a person something by mail: in their language, discreetly, by way of the outbox."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, render_template

from app.kernel import outbox
from app.kernel.i18n import in_language
from app.kernel.outbox import OutboxMessage
from organisations.accounts.queries import find_email_of
from organisations.models import Person

SUBJECT_LINE = "Subject:"


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
    package, name = template.split("/")
    with in_language(person.language):
        text = render_template(
            f"{package}/mail/{name}.txt", person=person, link=absolute_address, **context
        )
    subject, body = split_mail(text)
    return outbox.enqueue(recipient=address, subject=subject, body=body, now=now)


def split_mail(text: str) -> tuple[str, str]:
    """Subject and body of a rendered mail: `Subject: …`, an empty line, the body.

    Blocks that print nothing leave no gaps behind. Raises ValueError without a subject.
    """
    head, _, body = text.strip().partition("\n\n")
    if not head.startswith(SUBJECT_LINE) or not body.strip():
        raise ValueError("a mail begins with a subject line and an empty line")
    return head.removeprefix(SUBJECT_LINE).strip(), re.sub(r"\n\s*\n", "\n\n", body.strip()) + "\n"


def absolute_address(endpoint: str, **values: object) -> str:
    """The address of a page for use outside of KommA, by BASE_URL, in requests and jobs alike."""
    base = urlsplit(current_app.extensions["komma"].settings.base_url)
    routes = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return routes.build(endpoint, values, force_external=True)
