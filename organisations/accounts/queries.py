"""Reads of accounts and of who is signed in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.tokens import token_hash
from organisations.accounts.models import Account, Invitation, RoleGrant, SignInSession
from organisations.models import Person


def find_account_by_email(email: str) -> Account | None:
    """The account that signs in with `email`, however it is capitalised."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get_account_by_email(email: str) -> Account:
    """The account that signs in with `email`. Raises NotFound where there is none."""
    account = find_account_by_email(email)
    if account is None:
        raise NotFound
    return account


def find_account_with(email: str, password_hash: str) -> Account | None:
    """The account of `email` if its password is still the one of that hash, held until the end.

    A password may be changed while an old one is checked; nobody gets in with that one any more.
    """
    return db.session.scalar(
        select(Account)
        .where(Account.email == email.strip().lower(), Account.password_hash == password_hash)
        .with_for_update()
    )


def find_session(token: str, *, now: datetime, idle: timedelta) -> SignInSession | None:
    """The session `token` with its account, person and roles.

    None where it has ended, expired by `now`, lain unused for `idle`, or still awaits a code. The
    roles are those that hold now: one that is over counts no more, swept up or not.
    """
    holds = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now)
    return db.session.scalar(
        _live_sessions(now, idle)
        .where(SignInSession.token_hash == token_hash(token))
        .options(
            joinedload(SignInSession.account)
            .joinedload(Account.person)
            .joinedload(Person.municipality),
            joinedload(SignInSession.account).selectinload(Account.grants.and_(holds)),
        )
    )


def find_session_awaiting_code(token: str, *, now: datetime) -> SignInSession | None:
    """The session `token` of somebody whose second factor is asked for, with their account."""
    return db.session.scalar(
        select(SignInSession)
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.awaits_code.is_(True),
            SignInSession.expires_at > now,
        )
        .options(joinedload(SignInSession.account).joinedload(Account.person))
    )


def list_sessions_of(
    account: Account, *, now: datetime, idle: timedelta
) -> Sequence[SignInSession]:
    """The browsers in which `account` is signed in, latest used first."""
    return db.session.scalars(
        _live_sessions(now, idle)
        .where(SignInSession.account_id == account.id)
        .order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())
    ).all()


def _live_sessions(now: datetime, idle: timedelta) -> Select[tuple[SignInSession]]:
    return select(SignInSession).where(
        SignInSession.awaits_code.is_(False),
        SignInSession.expires_at > now,
        SignInSession.last_used_at > now - idle,
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
