"""Links by mail: who asked for one, and what was sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, check_in
from app.kernel.db import Model
from organisations.accounts.models import Account


class Purpose(StrEnum):
    """What a link is good for."""

    SIGN_IN = "sign_in"
    RESET = "reset"


class MailLinkRequest(Model):
    """Somebody typed `email` and asked for a link. Gone once a job has looked whose it is."""

    __tablename__ = "mail_link_requests"
    __table_args__ = (check_in("purpose", Purpose),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    purpose: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]


class MailLink(Model):
    """A link that was mailed: good once, until it expires, for the address it was sent to.

    Only the hash of its token is kept.
    """

    __tablename__ = "mail_links"
    __table_args__ = (check_in("purpose", Purpose),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(320))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account] = relationship()
