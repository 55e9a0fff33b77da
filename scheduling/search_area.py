"""One's own appointments in the search across KommA, by their titles."""

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for

from app.kernel import clock
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_datetime, localised
from app.kernel.search import Hit, SearchArea, best_hits
from organisations.accounts.current import current_person
from scheduling.queries import list_events_of

#: What lies further back or ahead is looked up in the calendar.
BACK, AHEAD = timedelta(days=180), timedelta(days=550)


def _find(phrase: str, most: int) -> Sequence[Hit]:
    now = clock.now()
    events = list_events_of(current_person(), since=now - BACK, until=now + AHEAD)
    # What comes next first, what is over last and then the latest first.
    coming = [event for event in events if event.ends_at > now]
    over = [event for event in reversed(events) if event.ends_at <= now]
    hits = (
        Hit(
            title=localised(event.title),
            url=url_for("calendar.event", public_id=event.public_id),
            detail=local_datetime(event.starts_at),
        )
        for event in (*coming, *over)
    )
    return best_hits(hits, phrase, most)


APPOINTMENTS = SearchArea(name="appointments", label=_l("Meine Termine"), find=_find, order=15)
