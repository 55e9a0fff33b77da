"""What partners announce to the rest of the alliance."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PartnerEnded:
    """A partner belongs to the alliance no longer."""

    partner_id: int
