"""Free slots as a page shows them: by week and day, each with a name of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_datetime, localised
from organisations.models import Person
from scheduling.coaching.models import Booking, Side
from scheduling.coaching.outside_clashes import list_outside_clashes
from scheduling.coaching.queries import find_bookings_as_client, find_bookings_of_events
from scheduling.coaching.reason_wording import busy_outside
from scheduling.models import Event
from scheduling.month_grid import MonthGrid, month_grid
from scheduling.queries import list_clashes
from scheduling.slots import Slot

YEARS_OF_FORMS = range(1970, 3000)


@dataclass(frozen=True)
class Choice:
    """One slot to choose. `number` counts through the week, `value` is what the form sends.

    `note` says with whom it would be, where that is not the same for all.
    """

    number: int
    value: str
    starts_at: datetime
    ends_at: datetime
    note: str = ""


@dataclass(frozen=True)
class SlotWeek:
    """The slots of one week by day; `earlier` and `later` are Mondays of weeks with slots.

    `chosen` is the day that was asked for, where it has slots. `month` counts the slots by day for
    the calendar beside the list.
    """

    days: list[tuple[date, list[Choice]]]
    earlier: date | None
    later: date | None
    chosen: date | None
    month: MonthGrid

    @property
    def first_day(self) -> date:
        return self.days[0][0]

    @property
    def count(self) -> int:
        return sum(len(choices) for _, choices in self.days)

    @property
    def last_day(self) -> date:
        return self.days[-1][0]


def slot_week(
    slots: Sequence[Slot],
    wanted: date | None,
    zone: ZoneInfo,
    notes: Mapping[Slot, str] | None = None,
) -> SlotWeek | None:
    """The week of `wanted`, else the next one with slots, else the last one; None without slots.

    `wanted` is any date of the week, None for the first. With `notes` the slots are of several
    offers: what the form sends is then a span.
    """
    by_day = _by_day(slots, zone)
    weeks = sorted({_monday(day) for day in by_day})
    if not weeks:
        return None
    since = _monday(wanted) if wanted else weeks[0]
    shown = next((week for week in weeks if week >= since), weeks[-1])
    position = weeks.index(shown)
    numbers = count()
    days = [
        (day, [_choice(next(numbers), slot, notes) for slot in by_day[day]])
        for day in sorted(by_day)
        if _monday(day) == shown
    ]
    chosen = wanted if wanted in by_day else None
    return SlotWeek(
        days=days,
        earlier=weeks[position - 1] if position else None,
        later=weeks[position + 1] if position + 1 < len(weeks) else None,
        chosen=chosen,
        month=month_grid({day: len(by_day[day]) for day in by_day}, chosen or days[0][0]),
    )


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC, as forms send it."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def parse_instant(text: str) -> datetime | None:
    """The instant that `instant_text` wrote; None for anything else.

    Also for what lies centuries away: at the ends of the calendar no day can be counted on or back.
    """
    try:
        instant = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return instant if instant.year in YEARS_OF_FORMS else None


def span_text(slot: Slot) -> str:
    """Start and end, as forms send them."""
    return f"{instant_text(slot.start)}/{instant_text(slot.end)}"


def parse_span(text: str) -> Slot | None:
    """What `span_text` wrote; None for anything else."""
    start, _separator, end = (text or "").partition("/")
    begin, finish = parse_instant(start), parse_instant(end)
    if begin is None or finish is None or finish <= begin:
        return None
    return Slot(begin, finish)


def neutral_entries(
    events: Sequence[Event], principal: Person, now: datetime
) -> list[dict[str, Any]]:
    """The principal's events as their deputy may see them: times, and what can be done there.

    What `principal` booked can be moved or called off until it begins; all else is just taken.
    """
    booked = find_bookings_as_client(principal, events)
    return [
        {
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "title": _neutral_title(event) if event.id in booked else _("belegt"),
            "actions": _deputy_actions(event, principal, booked[event.id])
            if event.id in booked and event.starts_at > now
            else [],
        }
        for event in events
    ]


def _neutral_title(event: Event) -> str:
    return _("Termin, noch nicht zugesagt") if event.expires_at else _("Termin")


def _deputy_actions(event: Event, principal: Person, booking_id: str) -> list[dict[str, Any]]:
    where = {"person_id": principal.public_id, "booking_id": booking_id}
    when = _("am %(time)s", time=local_datetime(event.starts_at))
    move = {
        "label": _("Verschieben"),
        "url": url_for("deputy.choose_other", **where),
        "describe": when,
    }
    cancel = {
        "label": _("Absagen"),
        "url": url_for("deputy.confirm_cancellation", **where),
        "describe": when,
        "variant": "tertiary",
    }
    return [cancel] if event.expires_at else [move, cancel]


def booking_urls(events: Sequence[Event], reader: Person) -> dict[int, str]:
    """Where to read more of the events that are appointments of the reader, by event id."""
    return {
        event_id: url_for("bookings.show", public_id=public_id)
        for event_id, public_id in find_bookings_of_events(reader, events).items()
    }


def booking_of_event(event: Event, reader: Person) -> str:
    """The page of the reader's appointment that `event` is; empty where it is none of theirs."""
    return booking_urls([event], reader).get(event.id, "")


def clash_titles(booking: Booking, reader: Person) -> list[str]:
    """What else is in the reader's own calendar at the time of `booking`: a training, say."""
    event = booking.event
    clashes = list_clashes(reader, event.starts_at, event.ends_at, besides=event)
    return list(dict.fromkeys(localised(other.title) for other in clashes))


def outside_clashes_of(
    bookings: Sequence[Booking], reader: Person, now: datetime
) -> Mapping[Booking, list[str]]:
    """What the reader's own calendars outside say against those of `bookings` still to come."""
    open_ones = [one for one in bookings if one.can_be_cancelled(now, Side.COACH)]
    found: dict[Booking, list[str]] = {}
    for clash in list_outside_clashes(open_ones, [reader], now):
        says = busy_outside(clash.calendar, clash.busy.start, clash.busy.end)
        found.setdefault(clash.booking, []).append(says)
    return found


def _by_day(slots: Sequence[Slot], zone: ZoneInfo) -> dict[date, list[Slot]]:
    """The slots by the local date of their start."""
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.start.astimezone(zone).date(), []).append(slot)
    return by_day


def _choice(number: int, slot: Slot, notes: Mapping[Slot, str] | None) -> Choice:
    if notes is None:
        return Choice(number, instant_text(slot.start), slot.start, slot.end)
    return Choice(number, span_text(slot), slot.start, slot.end, notes[slot])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
