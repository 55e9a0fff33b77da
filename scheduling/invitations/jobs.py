"""Sends what people's calendars are to be told by mail."""

from datetime import datetime

from app.kernel.db import db
from scheduling.invitations.models import CalendarInvitation
from scheduling.invitations.queries import list_pending_ids
from scheduling.invitations.services import send_invitation


def send_invitations(now: datetime) -> int:
    """Send what is due at `now`; returns how many mails that made.

    Each has a transaction of its own, so that no person's mail hangs on another's.
    """
    sent = 0
    for invitation_id in list_pending_ids():
        invitation = db.session.get(CalendarInvitation, invitation_id)
        if invitation is not None:
            sent += send_invitation(invitation=invitation, now=now) is not None
        db.session.commit()
    return sent
