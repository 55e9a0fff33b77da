"""The audit trail: who did what to which object, and when. Rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model, db
from app.kernel.ddl import Trigger, declare_trigger


class AuditEntry(Model):
    """One act. `actor_public_id` is the acting person's, or empty for the system itself.

    `details` never holds answers, notes or other content that belongs to a person.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_public_id: Mapped[str] = mapped_column(String(16), default="")
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_public_id: Mapped[str] = mapped_column(String(40), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


declare_trigger(
    Trigger(
        name="audit_entries_are_final",
        table="audit_entries",
        timing="BEFORE UPDATE",
        message="audit_entries_are_final",
    )
)


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
