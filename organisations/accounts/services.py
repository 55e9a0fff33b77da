"""Commands of sign-in: check a password, begin and end a session, remember failures."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from sqlalchemy import delete

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from app.kernel.throttle import Limit, check_limit, remember_failure
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.models import Account, RoleGrant, SignInSession
from organisations.models import Municipality, Person

SESSION_LIFETIME = timedelta(hours=12)
_THROTTLED_FOR = timedelta(minutes=15)
_THROTTLED = _l("Zu viele Anmeldeversuche. Bitte warten Sie einige Minuten.")
FAILURES_PER_ADDRESS = Limit("sign_in_address", 10, _THROTTLED_FOR, _THROTTLED)
FAILURES_PER_ORIGIN = Limit("sign_in_origin", 60, _THROTTLED_FOR, _THROTTLED)

_hasher = PasswordHasher()  # argon2id with the library's RFC 9106 parameters
_quick_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests only


def hash_password(password: str) -> str:
    """The argon2id hash of `password`. Slow on purpose: call it outside of writing transactions."""
    return (_quick_hasher if current_app.testing else _hasher).hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` has that hash; takes as long where there is no account and no hash."""
    nobody = _hash_of_nobody()
    try:
        return _hasher.verify(password_hash or nobody, password)
    except VerificationError:
        return False


@cache
def _hash_of_nobody() -> str:
    """Verified against where no account exists. Made once, whoever signs in first."""
    return _hasher.hash(secrets.token_urlsafe())


def create_account(*, person: Person, email: str, password_hash: str) -> Account:
    """An account of `person` that signs in with `email` (compared in lower case)."""
    account = Account(person=person, email=email.strip().lower(), password_hash=password_hash)
    db.session.add(account)
    return account


def grant_role(
    *, person: Person, role: Role, municipality: Municipality | None = None
) -> RoleGrant:
    """Give `person` the role, for one municipality where the role is scoped to one."""
    if person.id is None:
        db.session.flush()
    grant = RoleGrant(person_id=person.id, role=role, municipality=municipality)
    db.session.add(grant)
    return grant


def begin_session(*, account: Account, now: datetime) -> str:
    """Begin a sign-in session; returns its token, which is not stored."""
    token = new_token()
    db.session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    db.session.add(
        SignInSession(
            account_id=account.id,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
    )
    return token


def end_session(*, token: str) -> None:
    """End the sign-in session of `token`, wherever its cookie may still lie."""
    db.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def check_throttle(*, email: str, origin: str, now: datetime) -> None:
    """Raise TooManyAttempts where `email` or `origin` failed too often in the last 15 minutes."""
    check_limit(FAILURES_PER_ADDRESS, email, now=now)
    check_limit(FAILURES_PER_ORIGIN, origin, now=now)


def remember_failed_sign_in(*, email: str, origin: str, now: datetime) -> None:
    """Count a failed attempt for the address and for where it came from."""
    remember_failure(FAILURES_PER_ADDRESS, email, now=now)
    remember_failure(FAILURES_PER_ORIGIN, origin, now=now)
