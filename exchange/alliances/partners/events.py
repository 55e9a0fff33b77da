"""What partners announce to the rest of the alliance."""

from dataclasses import dataclass
from datetime import datetime

from organisations.models import Person


@dataclass(frozen=True)
class PartnerEnded:
    """A partner belongs to the alliance no longer."""

    partner_id: int
    actor: Person
    now: datetime


@dataclass(frozen=True)
class ContactLeft:
    """A named person at a partner is about to be forgotten, or no longer has the address.

    `actor` is None where they asked for it themselves, as a guest.
    """

    contact_id: int
    actor: Person | None
    now: datetime
