"""Commands on deputies: name one, and end it."""

from datetime import datetime

from app.kernel import audit, outbox
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.accounts.queries import find_email_of
from organisations.deputies import queries
from organisations.deputies.models import Deputyship
from organisations.models import Person
from organisations.people.queries import list_grants
from organisations.roles.services import end_role, give_role

explain_constraint(
    "ck_deputyships_not_oneself",
    _l("Das ist Ihre eigene Adresse. Bitte nennen Sie jemand anderen."),
    field="email",
)
explain_constraint(
    "uq_deputyships_live", _l("Diese Person führt Ihre Termine schon."), field="email"
)


class NoSuchColleague(DomainError):
    """No account has the address, or one of another municipality: nobody shall learn which."""

    def __init__(self) -> None:
        super().__init__(
            _l("Unter dieser Adresse finden wir in Ihrer Kommune niemanden mit einem Konto."),
            field="email",
        )


def name_deputy(*, principal: Person, email: str, now: datetime) -> Deputyship:
    """Let the colleague who signs in with `email` keep the appointments of `principal`.

    They get the role if they lack it, and a mail that says for whom. Raises NoSuchColleague, and
    DomainError at `email` for oneself and for who is named already.
    """
    deputy = queries.find_colleague(principal, email)
    if deputy is None:
        raise NoSuchColleague
    _lock(deputy)
    with conflicts_explained():
        deputyship = Deputyship(principal=principal, deputy=deputy, created_at=now)
        db.session.add(deputyship)
    audit.record("deputyship.begun", deputyship, actor=principal, now=now)
    if _find_role(deputy) is None:
        give_role(person=deputy, role=Role.DEPUTY, municipality=None, actor=principal, now=now)
    _tell_of_naming(deputyship, now)
    db.session.flush()
    return deputyship


def end_deputyship(*, deputyship: Deputyship, actor: Person | None, now: datetime) -> None:
    """End it at once, and with somebody's last one their role. Harmless to repeat.

    `actor` is None where what it rested on has ended by itself.
    """
    deputy = deputyship.deputy
    _lock(deputy)
    db.session.refresh(deputyship)
    if deputyship.ended_at is not None:
        return
    deputyship.ended_at = now
    audit.record("deputyship.ended", deputyship, actor=actor, now=now)
    db.session.flush()
    grant = _find_role(deputy)
    if grant is not None and not queries.list_deputyships_of(deputy):
        end_role(grant=grant, actor=actor, now=now)


def _lock(deputy: Person) -> None:
    """One after the other: the role is given with the first deputyship and ends with the last."""
    lock(f"deputy:{deputy.public_id}")


def _find_role(deputy: Person) -> RoleGrant | None:
    grants = list_grants(deputy)
    return next((grant for grant in grants if grant.role == Role.DEPUTY), None)


def _tell_of_naming(deputyship: Deputyship, now: datetime) -> None:
    """By the outbox itself, not as a notification: what somebody may do now is not to be paused."""
    deputy = deputyship.deputy
    address = find_email_of(deputy)
    if address is not None:
        subject, body = render_mail(
            "deputies/named",
            reader=deputy,
            person=deputy,
            principal=deputyship.principal,
        )
        outbox.enqueue(recipient=address, subject=subject, body=body, now=now)
