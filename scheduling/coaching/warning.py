"""What a coach should know after they changed when they work."""

from datetime import date

from flask import flash

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import zone_of
from organisations.accounts.current import current_person
from scheduling.coaching.taken_time import count_bookings_per_day


def warn_of_bookings(first: date, last: date) -> None:
    """Say so where appointments are booked from `first` to `last`: nothing calls them off."""
    coach = current_person()
    booked = count_bookings_per_day({coach.id: zone_of(coach)}, clock.now())[coach.id]
    if not any(first <= day <= last for day in booked):
        return
    if first == last:
        text = _("Für diesen Tag sind schon Termine gebucht. Sagen Sie ab, was Sie nicht halten.")
    else:
        text = _("In dieser Zeit sind schon Termine gebucht. Sagen Sie ab, was Sie nicht halten.")
    flash(text, "warning")
