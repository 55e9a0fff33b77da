"""Reads of what people's calendars have been told by mail."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from scheduling.invitations.models import CalendarInvitation


def list_pending_ids() -> Sequence[int]:
    """Of which dates a mail may be due, oldest first."""
    query = select(CalendarInvitation.id).where(CalendarInvitation.pending)
    return db.session.scalars(query.order_by(CalendarInvitation.id)).all()
