"""How long addresses of guests are kept."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from scheduling.coaching.models import Booking, BookingGuest
from scheduling.models import Event


def forget_guests(*, before: datetime, most: int) -> int:
    """Forget at most `most` guests of appointments that ended before then; returns how many."""
    over = select(Booking.id).join(Booking.event).where(Event.ends_at < before)
    return delete_rows(BookingGuest, BookingGuest.booking_id.in_(over), most=most)


KEPT_GUESTS = RetentionRule(
    kind="coaching_guests",
    label=_l("Mailadressen von Gästen, die zu einem Coaching mitkommen"),
    counts_from=_l("nach dem Termin"),
    usual=Period(30, Unit.DAYS),
    least=1,
    most=180,
    delete=forget_guests,
)
