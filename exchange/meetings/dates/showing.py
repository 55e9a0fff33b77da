"""A meeting as one person sees it: a protected visit keeps what and where from most of them."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.i18n import localised
from exchange.meetings.bodies.access import Reader
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.services import DISCREET_TITLE


@dataclass(frozen=True)
class SeenMeeting:
    """`knows` says whether the one who looks may learn what it is and where."""

    meeting: BodyMeeting
    knows: bool

    @property
    def title(self) -> str:
        return self.meeting.title if self.knows else localised(DISCREET_TITLE)

    @property
    def place(self) -> str:
        return self.meeting.place if self.knows else ""

    @property
    def starts_at(self) -> datetime:
        return self.meeting.event.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.meeting.event.ends_at


def seen_by(reader: Reader, meeting: BodyMeeting) -> SeenMeeting:
    """How `reader` sees `meeting`: whoever plans it, acts for its host or organises it knows all.

    In one statement at most, for a protected visit whose `organisers` are not loaded.
    """
    if not meeting.is_discreet or reader.plans_all or meeting.host_id in reader.host_ids:
        return SeenMeeting(meeting, knows=True)
    named = {one.person_id for one in meeting.organisers}
    return SeenMeeting(meeting, knows=reader.person.id in named)
