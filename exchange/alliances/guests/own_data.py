"""What KommA keeps of a guest, for themselves to read and to take along."""

from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from exchange.alliances.guests.models import CommitmentReport, Confirmation, Guest


def export_guest(guest: Guest) -> dict[str, Any]:
    """All of it, with instants in ISO 8601 and UTC, as JSON can hold it."""
    contact, partner = guest.contact, guest.partner
    confirmations = db.session.scalars(
        select(Confirmation).where(Confirmation.contact_id == contact.id).order_by(Confirmation.id)
    )
    reports = db.session.scalars(
        select(CommitmentReport)
        .where(CommitmentReport.contact_id == contact.id)
        .order_by(CommitmentReport.id)
    )
    return {
        "organisation": partner.name,
        "municipality": partner.municipality.name,
        "contact": {
            "name": contact.name,
            "function": contact.function,
            "phone": contact.phone,
            "email": contact.email,
            "reachability": contact.reachability,
            "emergency": contact.emergency,
            "released": contact.released,
            "confirmed_at": contact.confirmed_at.isoformat(),
        },
        "access": {
            "email": guest.email,
            "language": guest.language,
            "invited_at": guest.invited_at.isoformat(),
            "accepted_at": guest.accepted_at.isoformat() if guest.accepted_at else None,
            "ends_at": guest.ends_at.isoformat(),
        },
        "confirmations": [
            {"confirmed_at": one.confirmed_at.isoformat(), "changes": one.changes}
            for one in confirmations
        ],
        "reports": [
            {
                "reported_at": one.reported_at.isoformat(),
                "commitment": one.commitment.text,
                "state": one.state,
                "note": one.note,
            }
            for one in reports
        ],
    }
