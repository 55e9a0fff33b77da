"""Sends what people's calendars are to be told by mail."""

from datetime import datetime

import structlog

from app.kernel.db import db
from scheduling.invitations.models import CalendarInvitation
from scheduling.invitations.queries import list_pending_ids
from scheduling.invitations.services import send_invitation

log = structlog.get_logger("komma.invitations")


def send_invitations(now: datetime) -> int:
    """Send what is due at `now`; returns how many mails that made.

    Each has a transaction of its own, so that no person's mail hangs on another's: one that cannot
    be written is logged and tried again with the next sweep.
    """
    sent = 0
    for invitation_id in list_pending_ids():
        try:
            sent += _send(invitation_id, now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("invitation_not_written", invitation=invitation_id)
    return sent


def _send(invitation_id: int, now: datetime) -> bool:
    invitation = db.session.get(CalendarInvitation, invitation_id)
    if invitation is None:
        return False  # forgotten just now
    return send_invitation(invitation=invitation, now=now) is not None
