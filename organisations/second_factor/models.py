"""The second factor of an account: the secret that an app makes codes from, and codes on paper."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified
from app.kernel.db import Model
from organisations.accounts.models import Account


class SecondFactor(Identified, Model):
    """The secret an authenticator app shares with us, sealed by the vault.

    It counts once the account says `second_factor_since`; before, it is only being set up. A code
    stands for a step of half a minute; none up to `last_step` is accepted again.
    """

    __tablename__ = "second_factors"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)

    account: Mapped[Account] = relationship()

    @property
    def vault_subject(self) -> str:
        """A subject of its own: what becomes of the person's other keys locks nobody out."""
        return f"second_factor:{self.public_id}"


class RecoveryCode(Model):
    """A code for the day when the phone is lost: good once. Only its hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
