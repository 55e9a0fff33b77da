"""What scheduling holds of a person: their dates and their subscriptions."""

from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from scheduling.feeds.models import CalendarFeed
from scheduling.invitations.models import CalendarInvitation
from scheduling.models import Event, Occupancy


def export_of(person_id: int) -> dict[str, Any]:
    """Dates and subscriptions of the person, in words that can be written as JSON."""
    events = db.session.scalars(
        select(Event)
        .join(Occupancy, Occupancy.event_id == Event.id)
        .where(Occupancy.person_id == person_id)
        .order_by(Event.starts_at, Event.id)
    )
    feeds = db.session.scalars(
        select(CalendarFeed).where(CalendarFeed.person_id == person_id).order_by(CalendarFeed.id)
    )
    invitations = db.session.scalars(
        select(CalendarInvitation)
        .where(CalendarInvitation.person_id == person_id, CalendarInvitation.told_at.is_not(None))
        .order_by(CalendarInvitation.id)
    )
    return {
        "calendar_invitations": [_invitation(invitation) for invitation in invitations],
        "events": [_event(event) for event in events],
        "calendar_subscriptions": [_feed(feed) for feed in feeds],
    }


def erase(person_id: int) -> None:
    """Forget which dates the person has and had, and end their subscriptions."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    db.session.execute(delete(CalendarInvitation).where(CalendarInvitation.person_id == person_id))
    db.session.execute(delete(Occupancy).where(Occupancy.person_id == person_id))


def _event(event: Event) -> dict[str, Any]:
    return {
        "title": event.title.de,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "place": event.location,
        "online_link": event.online_link,
        "status": event.status,
    }


def _invitation(invitation: CalendarInvitation) -> dict[str, Any]:
    """Of which date a mail told the person's calendar."""
    return {
        "title": invitation.event.title.de,
        "starts_at": invitation.event.starts_at.isoformat(),
        "told_at": invitation.told_at.isoformat() if invitation.told_at else None,
        "in_calendar": invitation.in_calendar,
    }


def _feed(feed: CalendarFeed) -> dict[str, Any]:
    return {
        "label": feed.label,
        "contents": feed.contents,
        "detail": feed.detail,
        "remind_minutes": feed.remind_minutes,
        "created_at": feed.created_at.isoformat(),
        "last_used_at": feed.last_used_at.isoformat() if feed.last_used_at else None,
        "revoked_at": feed.revoked_at.isoformat() if feed.revoked_at else None,
    }
