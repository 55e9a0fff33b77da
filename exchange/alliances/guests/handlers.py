"""An access ends with what it hangs on: the contact, their address, the partner."""

from sqlalchemy import select

from app.kernel.db import db
from exchange.alliances.guests.models import Guest
from exchange.alliances.guests.services import withdraw_guest
from exchange.alliances.partners.events import ContactLeft, PartnerEnded
from exchange.alliances.partners.models import Contact


def contact_left(event: ContactLeft) -> None:
    _end_all(event, Guest.contact_id == event.contact_id)


def partner_ended(event: PartnerEnded) -> None:
    _end_all(event, Contact.partner_id == event.partner_id)


def _end_all(event: ContactLeft | PartnerEnded, whose: object) -> None:
    guests = db.session.scalars(
        select(Guest).join(Guest.contact).where(Guest.ended_at.is_(None), whose)  # type: ignore[arg-type]
    )
    for guest in guests.all():
        withdraw_guest(guest=guest, actor=event.actor, now=event.now)


HANDLERS = ((ContactLeft, contact_left), (PartnerEnded, partner_ended))
