"""Commands on the second factor: set it up, ask for it, take it away."""

from datetime import datetime

from sqlalchemy import delete, update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.tokens import token_hash
from app.kernel.vault import Unreadable, current_vault
from organisations.accounts.models import Account
from organisations.accounts.security_notice import (
    RECOVERY_CODES_NEW,
    SECOND_FACTOR_OFF,
    SECOND_FACTOR_ON,
    SECOND_FACTOR_RESET,
    tell,
)
from organisations.accounts.services import end_sessions
from organisations.models import Person
from organisations.second_factor import codes
from organisations.second_factor.models import RecoveryCode, SecondFactor
from organisations.second_factor.queries import find_second_factor

PURPOSE = "second factor"


class WrongCode(DomainError):
    """Not the code of this moment, or one that has been used."""

    def __init__(self) -> None:
        super().__init__(
            _l("Dieser Code gilt nicht. Bitte nehmen Sie den, den die App jetzt zeigt."),
            field="code",
        )


class OwnSecondFactor(DomainError):
    """The office resets others' second factor; for one's own it takes the password."""

    def __init__(self) -> None:
        super().__init__(_l("Ihren eigenen zweiten Faktor schalten Sie in Ihrem Konto ab."))


def begin_set_up(*, account: Account, now: datetime) -> None:
    """Make a secret for an app to share, in place of one that was never confirmed.

    Harmless where the account has a second factor already: that one stays.
    """
    lock(f"second_factor:{account.public_id}")
    if account.second_factor_since is not None:
        return
    _remove(account, now)
    factor = SecondFactor(account_id=account.id, public_id=new_public_id())
    secret = codes.new_secret().encode()
    factor.sealed = current_vault().seal(factor.vault_subject, PURPOSE, secret)
    db.session.add(factor)
    db.session.flush()


def find_new_secret(account: Account) -> str | None:
    """The secret that is being set up, for the app to read; None where there is none to show."""
    factor = find_second_factor(account)
    if factor is None or account.second_factor_since is not None:
        return None
    return _find_secret(factor)


def turn_on(*, account: Account, code: str, now: datetime) -> list[str]:
    """Have the second factor count from now on; returns the codes for paper, stored nowhere.

    `code` shows that the app has the secret. All sessions end: they began without it. Raises
    WrongCode, also where nothing is being set up or somebody was quicker.
    """
    factor = find_second_factor(account)
    if factor is None or account.second_factor_since is not None:
        raise WrongCode
    _use_step(factor, codes.plain(code), now)
    account.second_factor_since = now
    end_sessions(account=account)
    audit.record("second_factor.on", account, actor=account.person, now=now)
    tell(account=account, happened=SECOND_FACTOR_ON, now=now)
    return _replace_recovery_codes(account)


def use_code(*, account: Account, typed: str, now: datetime) -> None:
    """Take a code from the app, or one from paper, as shown. Each is good once. Raises WrongCode.

    Of two who send the same at once, one UPDATE wins.
    """
    code = codes.plain(typed)
    if not codes.is_from_app(code):
        _use_recovery_code(account, code, now)
        return
    factor = find_second_factor(account)
    if factor is None:
        raise WrongCode
    _use_step(factor, code, now)


def renew_recovery_codes(*, account: Account, now: datetime) -> list[str]:
    """New codes for paper; the old ones end. Returns them, for they are stored nowhere."""
    audit.record("second_factor.codes_renewed", account, actor=account.person, now=now)
    tell(account=account, happened=RECOVERY_CODES_NEW, now=now)
    return _replace_recovery_codes(account)


def turn_off(*, account: Account, now: datetime) -> None:
    """Have the password do alone again. Harmless to repeat."""
    if account.second_factor_since is None:
        return
    _remove(account, now)
    audit.record("second_factor.off", account, actor=account.person, now=now)
    tell(account=account, happened=SECOND_FACTOR_OFF, now=now)


def reset_second_factor(*, account: Account, actor: Person, now: datetime) -> None:
    """Help somebody who lost phone and paper: the second factor is gone, all sessions end.

    The person learns of it by mail. Harmless to repeat. Raises OwnSecondFactor.
    """
    if account.person_id == actor.id:
        raise OwnSecondFactor
    if account.second_factor_since is None:
        return
    _remove(account, now)
    end_sessions(account=account)
    audit.record("second_factor.reset", account, actor=actor, now=now)
    tell(account=account, happened=SECOND_FACTOR_RESET, now=now)


def _remove(account: Account, now: datetime) -> None:
    factor = find_second_factor(account)
    account.second_factor_since = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    if factor is not None:
        db.session.delete(factor)
        db.session.flush()
        current_vault().erase(factor.vault_subject, now=now)


def _find_secret(factor: SecondFactor) -> str | None:
    try:
        return current_vault().open(factor.vault_subject, PURPOSE, factor.sealed).decode()
    except Unreadable:
        return None  # its key is gone: codes on paper still work, and the office can help


def _use_step(factor: SecondFactor, code: str, now: datetime) -> None:
    secret = _find_secret(factor)
    step = codes.find_step(secret, code, now=now) if secret else None
    if step is None:
        raise WrongCode
    used = db.session.execute(
        update(SecondFactor)
        .where(SecondFactor.id == factor.id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    if used.rowcount != 1:
        raise WrongCode


def _use_recovery_code(account: Account, code: str, now: datetime) -> None:
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == token_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    if used.rowcount != 1:
        raise WrongCode
    audit.record("second_factor.recovery_code_used", account, actor=account.person, now=now)


def _replace_recovery_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    made = codes.new_recovery_codes()
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=token_hash(codes.plain(code)))
        for code in made
    )
    db.session.flush()
    return made
