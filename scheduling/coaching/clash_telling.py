"""Tell people, once each, of clashes between their calendars outside and their appointments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from app.kernel.db import INSERT, db
from notifications.services import notify
from organisations.models import Person
from scheduling.busy_calendars.mirroring import Span
from scheduling.coaching import queries
from scheduling.coaching.clash_models import ToldClash
from scheduling.coaching.outside_clashes import OutsideClash, list_outside_clashes
from scheduling.coaching.reason_wording import busy_outside

TEMPLATE = "coaching/clash"


def tell_of_clashes(*, person: Person, now: datetime) -> list[OutsideClash]:
    """Write one mail to `person` about all clashes that they do not know yet; returns these.

    Nobody else learns of it. What they were told of as long as it lasted, or of more of it, they
    know; what is a clash no more is forgotten, so that they are told if it comes back. Of two at
    once the constraint lets one tell it. As many queries for many appointments as for one.
    """
    found = list_outside_clashes(queries.list_coming_of(person, now), [person], now)
    known = _told(person)
    _forget_others(found, known)
    fresh = _note([one for one in found if not _is_among(one, known)])
    if fresh:
        notify(person=person, template=TEMPLATE, now=now, clashes=fresh, says=busy_outside)
    return fresh


def forget_clashes(*, now: datetime) -> None:
    """Forget what people were told of times that are over."""
    db.session.execute(delete(ToldClash).where(ToldClash.ends_at <= now))


def _told(person: Person) -> Mapping[int, Sequence[tuple[int, Span]]]:
    """By booking what `person` was told of, with the ids of the rows."""
    rows = db.session.execute(
        select(ToldClash.booking_id, ToldClash.id, ToldClash.starts_at, ToldClash.ends_at).where(
            ToldClash.person_id == person.id
        )
    )
    told: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for booking_id, row_id, start, end in rows:
        told[booking_id].append((row_id, Span(start, end)))
    return told


def _is_among(clash: OutsideClash, told: Mapping[int, Sequence[tuple[int, Span]]]) -> bool:
    return any(span.contains(clash.both) for _id, span in told.get(clash.booking.id, ()))


def _forget_others(
    found: Sequence[OutsideClash], told: Mapping[int, Sequence[tuple[int, Span]]]
) -> None:
    lasting: dict[int, list[Span]] = defaultdict(list)
    for clash in found:
        lasting[clash.booking.id].append(clash.both)
    gone = [
        row_id
        for booking_id, rows in told.items()
        for row_id, span in rows
        if not any(span.contains(both) for both in lasting[booking_id])
    ]
    if gone:
        db.session.execute(delete(ToldClash).where(ToldClash.id.in_(gone)))


def _note(clashes: Sequence[OutsideClash]) -> list[OutsideClash]:
    """Those of `clashes` that nobody else has noted; of several at the same time the first."""
    by_time = {(one.booking.id, *one.both): one for one in reversed(clashes)}
    if not by_time:
        return []
    note = INSERT[db.engine.dialect.name](ToldClash.__table__).on_conflict_do_nothing()
    columns = (ToldClash.booking_id, ToldClash.starts_at, ToldClash.ends_at)
    noted = db.session.execute(
        note.returning(*columns).values(
            [
                {
                    "booking_id": one.booking.id,
                    "person_id": one.person_id,
                    "starts_at": one.both.start,
                    "ends_at": one.both.end,
                }
                for one in by_time.values()
            ]
        )
    )
    keys = {tuple(row) for row in noted}
    return [by_time[key] for key in reversed(by_time) if key in keys]
