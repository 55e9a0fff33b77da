"""The audit trail: who did what to which object, and when. Entries are added and never changed.

An entry gets its place in the chain when its transaction commits, see `app.kernel.audit_chain`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import PUBLIC_ID_LENGTH, BigId
from app.kernel.db import Model, db
from app.kernel.ddl import append_only

HASH_LENGTH = 64


class AuditEntry(Model):
    """One act. `actor_public_id` is the acting person's, or empty for the system itself.

    `details` never holds answers, notes or other content that belongs to a person. `position`,
    `previous_hash` and `hash` are empty until the transaction commits, and final from then on.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint(
            "(position IS NULL) = (hash IS NULL) AND (position IS NULL) = (previous_hash IS NULL)",
            name="in_the_chain",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="", index=True)
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_public_id: Mapped[str] = mapped_column(String(40), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))


# The one change is that an entry takes its place in the chain, while nobody else sees it yet.
append_only("audit_entries", changes_refused_when="OLD.position IS NOT NULL")


def record(
    action: str, thing: Any, *, actor: Any | None, now: datetime, **details: str | int
) -> AuditEntry:
    """Add an entry about `thing` (anything with a public id) to the current transaction."""
    entry = AuditEntry(
        at=now,
        actor_public_id=actor.public_id if actor is not None else "",
        action=action,
        object_type=type(thing).__name__,
        object_public_id=thing.public_id,
        details=details,
    )
    db.session.add(entry)
    return entry
