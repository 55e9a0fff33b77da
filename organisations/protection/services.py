"""Commands that hide a person's contact details from all but the office, and show them again."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel import audit, outbox
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.mail_text import render_mail
from organisations.accounts.queries import find_email_of
from organisations.models import Person


class AskedBy(StrEnum):
    """How a person told the office that they no longer want to be protected."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    LETTER = "letter"


@dataclass(frozen=True)
class Request:
    """That a person asked the office to end their protection: how, and on which day.

    No words of theirs: the audit trail, where it is kept for good, is no place for them.
    """

    asked_by: AskedBy
    asked_on: date


def hide_contact(*, person: Person, actor: Person, now: datetime) -> Person:
    """Hide the person's contact details from all but the office. Harmless to repeat."""
    if not person.contact_hidden:
        person.contact_hidden = True
        audit.record("contact.hidden", person, actor=actor, now=now)
        db.session.flush()
    return person


def show_own_contact(*, person: Person, now: datetime) -> Person:
    """End the protection of the one who asks for it themselves. Harmless to repeat."""
    if person.contact_hidden:
        person.contact_hidden = False
        audit.record("contact.shown", person, actor=person, now=now)
        db.session.flush()
    return person


def show_contact_on_request(
    *, person: Person, request: Request, actor: Person, now: datetime
) -> Person:
    """End the person's protection, as they asked the office to do; a mail tells them.

    So they learn of it where nobody asked in truth. Raises DomainError at `asked_on` for a day that
    is yet to come. Harmless to repeat.
    """
    if request.asked_on > now.astimezone(programme_zone()).date():
        raise DomainError(_l("Dieser Tag kommt erst noch."), field="asked_on")
    if not person.contact_hidden:
        return person
    person.contact_hidden = False
    audit.record(
        "contact.shown",
        person,
        actor=actor,
        now=now,
        asked_by=request.asked_by.value,
        asked_on=request.asked_on.isoformat(),
    )
    _tell_of_end(person, now)
    db.session.flush()
    return person


def _tell_of_end(person: Person, now: datetime) -> None:
    """By the outbox directly: what concerns a person's own safety cannot be put off."""
    address = find_email_of(person)
    if address is not None:
        subject, body = render_mail("protection/ended", reader=person, person=person)
        outbox.enqueue(recipient=address, subject=subject, body=body, now=now)
