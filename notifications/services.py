"""Tell a person something by mail: in their language, as they wish, by way of the outbox."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, update

from app.kernel import outbox
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.i18n import zone_of
from app.kernel.jobs import wake_after_commit
from app.kernel.mail_text import render_mail
from app.kernel.outbox import OutboxMessage
from notifications.events import TrainingsDiscretionChanged
from notifications.kinds import kind_of, list_kinds
from notifications.models import NotificationWishes, PendingNotification
from notifications.queries import NAMES, find_row, get_wishes
from notifications.wishes import CalendarBy, Timing, Wishes
from organisations.accounts.queries import find_email_of
from organisations.models import Person

DIGEST_JOB = "notifications.digest"
DIGEST_TEMPLATE = "notifications/digest"


def notify(
    *, person: Person, template: str, now: datetime, **context: object
) -> OutboxMessage | None:
    """Put a mail to `person` into the outbox or aside for their digest, in this transaction.

    `template` is `<package>/<name>` and lies at `<package>/mail/<name>.txt`; it extends
    `notifications/mail_base.txt`, belongs to a NotificationKind, and is given `person`, `link`,
    `discreet` and `context`. Returns None where no mail goes out now: the person has no address,
    does not want it, or reads it later with the digest. Raises ValueError for a template that
    belongs to no kind.
    """
    kind, wishes = kind_of(template), get_wishes(person)
    address, timing = find_email_of(person), kind.timing_for(wishes)
    if address is None or timing is Timing.NEVER:
        return None
    context = {"reader": person, "person": person} | context
    if kind.may_wait:
        due_at = wishes.due_at(timing, now=now, zone=zone_of(person))
        if due_at > now:
            _subject, text = render_mail(template, discreet=True, gathered=True, **context)
            _put_aside(person, kind.key, text, now=now, due_at=due_at)
            return None
    subject, body = render_mail(template, discreet=wishes.is_discreet_about(kind.area), **context)
    return outbox.enqueue(recipient=address, subject=subject, body=body, now=now)


def send_digest(*, person: Person, now: datetime) -> OutboxMessage | None:
    """Put what waits for `person` and is due into the outbox as one mail.

    Nothing is lost and nothing told twice: taking the news and writing the mail are one
    transaction, and of two workers the second finds the news taken. Returns None where nothing is
    due (any more) or the person has no address.
    """
    taken = db.session.execute(
        delete(PendingNotification)
        .where(PendingNotification.person_id == person.id, PendingNotification.due_at <= now)
        .returning(PendingNotification.id, PendingNotification.text)
    ).all()
    address = find_email_of(person)
    if not taken or address is None:
        return None
    subject, body = render_mail(
        DIGEST_TEMPLATE,
        reader=person,
        person=person,
        discreet=True,
        news=[text.strip() for _id, text in sorted(map(tuple, taken))],
    )
    return outbox.enqueue(recipient=address, subject=subject, body=body, now=now)


def save_wishes(*, person: Person, wishes: Wishes, now: datetime) -> Wishes:
    """Keep what `person` wishes from now on; what waits for them waits as they wish it now.

    What calendars show changes at once: their feeds are told, and the entries carry the instant.
    """
    lock(f"notification_wishes:{person.public_id}")
    before = get_wishes(person)
    row = find_row(person.id) or NotificationWishes(person_id=person.id)
    for name in NAMES:
        setattr(row, name, getattr(wishes, name))
    row.timings = dict(wishes.timings)
    row.discretion_changed_at = before.discretion_changed_at if wishes.looks_like(before) else now
    db.session.add(row)
    _move_what_waits(person, wishes, now)
    if wishes.discreet_trainings != before.discreet_trainings:
        publish(TrainingsDiscretionChanged(person.id, wishes.discreet_trainings))
    db.session.flush()
    return get_wishes(person)


def change_calendar_by(*, person: Person, calendar_by: CalendarBy, now: datetime) -> Wishes:
    """Have dates come into the person's calendar by `calendar_by`; other wishes stay."""
    wishes = get_wishes(person)
    if wishes.calendar_by is calendar_by:
        return wishes
    return save_wishes(person=person, wishes=replace(wishes, calendar_by=calendar_by), now=now)


def _put_aside(person: Person, kind: str, text: str, *, now: datetime, due_at: datetime) -> None:
    db.session.add(
        PendingNotification(person=person, kind=kind, text=text, created_at=now, due_at=due_at)
    )


def _move_what_waits(person: Person, wishes: Wishes, now: datetime) -> None:
    """By UPDATE, not by object: a worker may be taking the rows at this moment."""
    for kind in list_kinds():
        due_at = wishes.due_at(kind.timing_for(wishes), now=now, zone=zone_of(person))
        db.session.execute(
            update(PendingNotification)
            .where(PendingNotification.person_id == person.id, PendingNotification.kind == kind.key)
            .values(due_at=due_at)
            .execution_options(synchronize_session=False)
        )
    wake_after_commit(DIGEST_JOB)
