"""Commands on who stands in for an absent coordinator: name somebody until a day, and end it."""

from datetime import datetime, timedelta

from app.kernel import outbox
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import programme_zone
from app.kernel.mail_text import render_mail
from app.kernel.permissions import Role
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Person
from organisations.roles.services import change_end, end_role, give_role
from organisations.substitutes.queries import find_grant


def name_substitute(
    *, account: Account, until: datetime, actor: Person, now: datetime
) -> RoleGrant:
    """Let the person do the coordinator's work in their own municipality until `until`.

    A mail tells them. Named again, they stand in until the new day. Raises NotFound for people
    without a municipality; DomainError for oneself and for who coordinates it anyway, at `last_day`
    for a time that is over.
    """
    person = account.person
    if person.municipality is None:
        raise NotFound
    if person.id == actor.id:
        raise DomainError(_l("Sich selbst können Sie nicht zur Vertretung bestimmen."))
    if until <= now:
        raise DomainError(_l("Dieser Tag ist schon vorbei."), field="last_day")
    lock(f"roles:{person.public_id}")
    if find_grant(person, Role.COORDINATOR) is not None:
        raise DomainError(_l("Diese Person gehört schon zur Koordination."))
    grant = find_grant(person, Role.SUBSTITUTE)
    if grant is not None:
        change_end(grant=grant, ends_at=until, actor=actor, now=now)
    else:
        grant = give_role(
            person=person,
            role=Role.SUBSTITUTE,
            municipality=person.municipality,
            ends_at=until,
            actor=actor,
            now=now,
        )
    _tell(account, until, now)
    db.session.flush()
    return grant


def end_substitute(*, account: Account, actor: Person, now: datetime) -> None:
    """End it before its day. Harmless to repeat."""
    lock(f"roles:{account.person.public_id}")
    grant = find_grant(account.person, Role.SUBSTITUTE)
    if grant is not None:
        end_role(grant=grant, actor=actor, now=now)


def _tell(account: Account, until: datetime, now: datetime) -> None:
    """By the outbox itself, not as a notification: what somebody may do now is not to be paused."""
    person = account.person
    subject, body = render_mail(
        "substitutes/named",
        reader=person,
        person=person,
        last_day=(until - timedelta(seconds=1)).astimezone(programme_zone()).date(),
    )
    outbox.enqueue(recipient=account.email, subject=subject, body=body, now=now)
