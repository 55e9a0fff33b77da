"""Accounts, roles and sign-in sessions."""

from datetime import datetime
from functools import cached_property

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.permissions import Role
from organisations.models import Municipality, Person


class Account(UserMixin, Identified, Model):
    """The way a person signs in. `email` is stored in lower case; the hash is argon2id.

    An empty hash means that the person has not set a password yet: nothing matches it.
    Since `second_factor_since` a password or a mailed link alone lets nobody in.
    """

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    second_factor_since: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(
        primaryjoin="Account.person_id == foreign(RoleGrant.person_id)", viewonly=True
    )

    @property
    def has_password(self) -> bool:
        return bool(self.password_hash)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants)


class RoleGrant(Identified, Model):
    """A role of a person. SCOPED_ROLES hold for one municipality; some end by themselves."""

    __tablename__ = "role_grants"
    __table_args__ = (
        check_in("role", Role),
        # In a plain unique constraint a role without a municipality would never equal itself.
        Index(
            "uq_role_grants_person_role",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("municipality_id IS NULL"),
            postgresql_where=text("municipality_id IS NULL"),
        ),
        UniqueConstraint("person_id", "role", "municipality_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    ends_at: Mapped[datetime | None] = mapped_column(index=True)

    municipality: Mapped[Municipality | None] = relationship()


class SignInSession(Identified, Model):
    """One signed-in browser. Only the hash of its token is kept; ending it ends the sign-in.

    While `awaits_code` it opens nothing yet: the second factor is missing. Of the browser only the
    family is kept, empty where it is unknown.
    """

    __tablename__ = "sign_in_sessions"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    awaits_code: Mapped[bool] = mapped_column(default=False)
    browser: Mapped[str] = mapped_column(String(20), default="")
    system: Mapped[str] = mapped_column(String(20), default="")

    account: Mapped[Account] = relationship()


class Invitation(Model):
    """A link by which a person sets their first password: once, until it expires.

    Only the hash of its token is kept. It holds for the address it was sent to and no other.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
