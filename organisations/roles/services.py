"""Commands on roles: give one, end one, and end those whose time is over."""

from datetime import datetime

from sqlalchemy import delete, select

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.models import Account, RoleGrant, SignInSession
from organisations.accounts.services import grant_role
from organisations.models import Municipality, Person
from organisations.roles.events import RoleEnded


def give_role(
    *,
    person: Person,
    role: Role,
    municipality: Municipality | None,
    ends_at: datetime | None = None,
    actor: Person,
    now: datetime,
) -> RoleGrant:
    """Give `person` the role, from their next request on, and until `ends_at` where that is set."""
    grant = grant_role(person=person, role=role, municipality=municipality)
    grant.ends_at = ends_at
    audit.record("role.granted", person, actor=actor, now=now, role=role.value)
    return grant


def change_end(
    *, grant: RoleGrant, ends_at: datetime | None, actor: Person, now: datetime
) -> RoleGrant:
    """Let a role end at another time than before. Harmless to repeat."""
    if grant.ends_at != ends_at:
        grant.ends_at = ends_at
        person = db.session.get_one(Person, grant.person_id)
        audit.record("role.end_changed", person, actor=actor, now=now, role=grant.role)
    return grant


def end_role(*, grant: RoleGrant, actor: Person | None, now: datetime) -> None:
    """End a role at once. Sign-in sessions of the person end with it, and what others make of it.

    Whoever takes a role from themselves stays signed in: it is their own doing. `actor` is None
    where time ended it.
    """
    person, role = db.session.get_one(Person, grant.person_id), Role(grant.role)
    db.session.delete(grant)
    db.session.flush()
    if person is not actor:
        accounts = select(Account.id).where(Account.person_id == person.id)
        db.session.execute(delete(SignInSession).where(SignInSession.account_id.in_(accounts)))
    audit.record("role.ended", person, actor=actor, now=now, role=role.value)
    left = db.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person.id)).all()
    publish(RoleEnded(person, role, frozenset(map(Role, left)), actor, now))


def end_expired_roles(now: datetime) -> int:
    """End every role whose time is over, each in a transaction of its own; returns how many.

    Nobody could use them any more (see `find_signed_in`); this ends what rested on them.
    """
    over = RoleGrant.ends_at <= now
    ended = 0
    while (grant := db.session.scalar(select(RoleGrant).where(over).limit(1))) is not None:
        end_role(grant=grant, actor=None, now=now)
        db.session.commit()
        ended += 1
    db.session.rollback()
    return ended
