"""Commands on the agenda of a meeting: add items, change them, put them in another order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.dates.models import BodyMeeting, MeetingItem
from organisations.models import Person

MOST_ITEMS = 40

#: No item stands there: a place to step aside to, while two change places.
_ASIDE = 0


@dataclass(frozen=True)
class ItemDetails:
    """What an item is about, how many minutes it takes where that is known, and who leads in."""

    title: str
    minutes: int | None
    presenter: str


@dataclass(frozen=True)
class TimedItem:
    """An item with its number from 1, and when its turn comes where all before it have a length."""

    number: int
    item: MeetingItem
    starts_at: datetime | None


def timed(meeting: BodyMeeting) -> list[TimedItem]:
    """The agenda with the times that follow from the beginning."""
    at: datetime | None = meeting.event.starts_at
    result = []
    for number, item in enumerate(meeting.items, start=1):
        result.append(TimedItem(number, item, at))
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    return result


def add_item(
    *, meeting: BodyMeeting, details: ItemDetails, actor: Person, now: datetime
) -> MeetingItem:
    """A new last item. Raises DomainError at `title` where there are too many."""
    items = _hold(meeting)
    if len(items) >= MOST_ITEMS:
        raise DomainError(_l("Mehr Punkte schafft keine Sitzung."), field="title")
    item = MeetingItem(position=items[-1].position + 1 if items else 1, **vars(details))
    meeting.items.append(item)
    _note(meeting, actor, now)
    return item


def change_item(
    *, meeting: BodyMeeting, item: MeetingItem, details: ItemDetails, actor: Person, now: datetime
) -> MeetingItem:
    """Say it otherwise. Its place stays."""
    for name, value in vars(details).items():
        setattr(item, name, value)
    _note(meeting, actor, now)
    return item


def move_item(
    *, meeting: BodyMeeting, item: MeetingItem, up: bool, actor: Person, now: datetime
) -> bool:
    """Have it change places with the one before it, or after it; False where there is none."""
    items = _hold(meeting)
    place = items.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return False
    mine, theirs = item.position, items[other].position
    for one, position in ((item, _ASIDE), (items[other], mine), (item, theirs)):
        one.position = position
        db.session.flush()
    _note(meeting, actor, now)
    return True


def remove_item(*, meeting: BodyMeeting, item: MeetingItem, actor: Person, now: datetime) -> None:
    """Take it off the agenda; its documents stay with the meeting."""
    _hold(meeting)
    meeting.items.remove(item)
    _note(meeting, actor, now)


def _hold(meeting: BodyMeeting) -> list[MeetingItem]:
    """The items as they are now, while nobody else changes them."""
    lock(f"meeting_agenda:{meeting.public_id}")
    db.session.refresh(meeting, ["items"])
    return list(meeting.items)


def _note(meeting: BodyMeeting, actor: Person, now: datetime) -> None:
    db.session.flush()
    db.session.expire(meeting, ["items"])
    audit.record("meeting_agenda.changed", meeting, actor=actor, now=now)
