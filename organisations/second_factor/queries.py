"""Reads of second factors."""

from sqlalchemy import func, select

from app.kernel.db import db
from organisations.accounts.models import Account
from organisations.second_factor.models import RecoveryCode, SecondFactor


def find_second_factor(account: Account) -> SecondFactor | None:
    """The second factor of `account`, in use or still being set up."""
    return db.session.scalar(select(SecondFactor).where(SecondFactor.account_id == account.id))


def count_recovery_codes(account: Account) -> int:
    """How many of the codes on paper `account` has not used."""
    unused = (RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0
