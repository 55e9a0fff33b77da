"""What busy calendars announce."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BusyTimesChanged:
    """When the person is busy elsewhere was read anew, or is no longer known from this calendar."""

    person_id: int
    now: datetime
