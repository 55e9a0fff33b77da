"""What only the organisers of a visit know: when guests arrive, who awaits them, what is to be
heeded. Sealed in the vault under the visit; with its key it becomes unreadable in every copy.
"""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Model
from exchange.meetings.dates.models import BodyMeeting

#: For what the vault keeps them: they do not fit in another's place.
PURPOSE = "travel notes"


class TravelNotes(Model):
    """Sealed notes on a visit; `revision` counts how often they were saved."""

    __tablename__ = "visit_travel_notes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("body_meetings.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[BodyMeeting] = relationship()


def vault_subject(meeting: BodyMeeting) -> str:
    """The subject under which the vault keeps what is noted of a visit."""
    return f"visit:{meeting.public_id}"
