"""Commands of sign-in: check and set a password, begin and end a session."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from sqlalchemy import delete

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.permissions import Role
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.browsers import UNKNOWN, Browser
from organisations.accounts.models import Account, RoleGrant, SignInSession
from organisations.models import Municipality, Person

CODE_AWAITED_FOR = timedelta(minutes=10)

_hasher = PasswordHasher()  # argon2id with the library's RFC 9106 parameters
_quick_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests only


def hash_password(password: str) -> str:
    """The argon2id hash of `password`. Slow on purpose: call it outside of writing transactions."""
    return _current_hasher().hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether `password` has that hash; takes as long where there is no account and no hash."""
    hasher = _current_hasher()
    nobody = _hash_of_nobody(hasher)
    try:
        return hasher.verify(password_hash or nobody, password)
    except VerificationError:
        return False


def _current_hasher() -> PasswordHasher:
    return _quick_hasher if current_app.testing else _hasher


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """Verified against where no account exists. Made once, whoever signs in first."""
    return hasher.hash(secrets.token_urlsafe())


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


def set_password(*, account: Account, password_hash: str, actor: Person, now: datetime) -> None:
    """Give `account` the password of that hash; whoever was signed in before is so no longer."""
    account.password_hash = password_hash
    end_sessions(account=account)
    audit.record("account.password_set", account, actor=actor, now=now)


def begin_session(*, account: Account, now: datetime, browser: Browser = UNKNOWN) -> str:
    """Begin a sign-in session; returns its token, which is not stored."""
    lifetime: timedelta = current_app.extensions["komma"].settings.session_lifetime
    return _begin(account, browser, now, until=now + lifetime, awaits_code=False)


def begin_awaiting_code(*, account: Account, now: datetime, browser: Browser) -> str:
    """Begin a session that opens nothing but the page that asks for the second factor."""
    return _begin(account, browser, now, until=now + CODE_AWAITED_FOR, awaits_code=True)


def end_session(*, token: str) -> None:
    """End the sign-in session of `token`, wherever its cookie may still lie."""
    db.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))


def end_session_of(*, account: Account, public_id: str) -> None:
    """End one session of `account`. Raises NotFound for anyone else's and for one that is over."""
    ended = db.session.execute(
        delete(SignInSession).where(
            SignInSession.account_id == account.id, SignInSession.public_id == public_id
        )
    )
    if ended.rowcount != 1:
        raise NotFound


def end_sessions(*, account: Account, but: SignInSession | None = None) -> None:
    """End all sessions of `account`, or all others than `but`."""
    kept = but.id if but else None
    db.session.execute(
        delete(SignInSession).where(
            SignInSession.account_id == account.id, SignInSession.id.is_distinct_from(kept)
        )
    )


def _begin(
    account: Account, browser: Browser, now: datetime, *, until: datetime, awaits_code: bool
) -> str:
    token = new_token()
    db.session.add(
        SignInSession(
            account_id=account.id,
            token_hash=token_hash(token),
            created_at=now,
            last_used_at=now,
            expires_at=until,
            awaits_code=awaits_code,
            browser=browser.name,
            system=browser.system,
        )
    )
    return token
