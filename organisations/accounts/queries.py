"""Reads of accounts and of who is signed in."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.tokens import token_hash
from organisations.accounts.models import Account, Invitation, RoleGrant, SignInSession
from organisations.models import Person


def find_account_by_email(email: str) -> Account | None:
    """The account that signs in with `email`, however it is capitalised."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get_account_by_email(email: str) -> Account:
    """The account that signs in with `email`. Raises NotFound where it has gone meanwhile."""
    account = find_account_by_email(email)
    if account is None:
        raise NotFound
    return account


def find_signed_in(token: str, *, now: datetime) -> Account | None:
    """The account of the session `token`, or None where it has ended or expired by `now`.

    It comes with the roles that hold now: one that is over counts no more, swept up or not.
    """
    holds = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now)
    return db.session.scalar(
        select(Account)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(SignInSession.token_hash == token_hash(token), SignInSession.expires_at > now)
        .options(
            joinedload(Account.person).joinedload(Person.municipality),
            selectinload(Account.grants.and_(holds)),
        )
    )


def find_invited(token: str, *, now: datetime) -> Account | None:
    """The account whose first password the link `token` sets.

    None where there is no such link, or where it is used, expired or for a former address.
    """
    return db.session.scalar(
        select(Account)
        .join(Invitation, Invitation.account_id == Account.id)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.email == Account.email,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
            Account.password_hash == "",
        )
        .options(joinedload(Account.person))
    )


def find_email_of(person: Person) -> str | None:
    """Where mails to `person` go."""
    return db.session.scalar(select(Account.email).where(Account.person_id == person.id))
