"""Takes calendars that are due, and keeps what became of the attempts at them.

Between the two no lock is held. A calendar is taken by one conditional UPDATE, which counts the
attempt; who comes back keeps what was read only where that is still the newest. Removed, sent
elsewhere, or taken by another since the time was up: then the answer is dropped.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.i18n import zone_of
from scheduling.busy_calendars.addresses import open_addresses
from scheduling.busy_calendars.attempts import Answer, Attempt, Fresh, Nothing, Same
from scheduling.busy_calendars.keeping import hold_calendar, keep_copy, mark_as_good
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.busy_calendars.pacing import Chance, after_failure, after_success
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.windows import Window, window_at
from scheduling.fetching.fetching import Validators

#: More than any attempt takes, with its turn to be read. Of a worker that was killed the calendars
#: are taken by the next one then.
TAKEN_FOR = timedelta(minutes=5)
#: So long a calendar may claim to have become empty before it is believed.
EMPTY_BELIEVED_AFTER = timedelta(days=1)
#: What ended before is nobody's business any more; yesterday is over everywhere by then.
KEPT_FOR = timedelta(days=2)
_FORGOTTEN_AT_ONCE = 5_000


def list_due_ids(now: datetime, *, most: int) -> Sequence[int]:
    """Calendars that are due and that nobody has taken; new ones first, then by how long."""
    return db.session.scalars(
        select(BusyCalendar.id)
        .where(*_free_and_due(now))
        .order_by(BusyCalendar.tried_at.is_not(None), BusyCalendar.next_at, BusyCalendar.id)
        .limit(most)
    ).all()


def take_calendar(*, calendar_id: int, now: datetime) -> bool:
    """Have it for an attempt that begins now; False where another was quicker, or it is gone."""
    taken = db.session.execute(
        update(BusyCalendar)
        .where(BusyCalendar.id == calendar_id, *_free_and_due(now))
        .values(taken_until=now + TAKEN_FOR, tried_at=now, attempt=BusyCalendar.attempt + 1)
        .execution_options(synchronize_session=False)
    )
    return taken.rowcount == 1


def list_attempts(calendar_ids: Collection[int], now: datetime) -> Sequence[Attempt]:
    """What is to be done for those that were taken at `now`; two queries, or none."""
    if not calendar_ids:
        return []
    taken = db.session.scalars(
        select(BusyCalendar)
        .where(BusyCalendar.id.in_(calendar_ids), BusyCalendar.taken_until == now + TAKEN_FOR)
        .options(joinedload(BusyCalendar.person))
        .order_by(BusyCalendar.id)
    ).all()
    addresses = open_addresses(taken)
    attempts = []
    for calendar in taken:
        window = window_at(now, zone_of(calendar.person))
        attempts.append(
            Attempt(
                calendar_id=calendar.id,
                number=calendar.attempt,
                address=addresses.get(calendar.public_id),
                known=_validators_of(calendar, window),
                window=window,
            )
        )
    return attempts


def keep_answer(*, attempt: Attempt, answer: Answer, now: datetime, chance: Chance) -> bool:
    """Write what became of the attempt; False where it is not what was asked for now.

    A copy that was good stays where the answer is none, or suddenly empty.
    """
    calendar = hold_calendar(attempt.calendar_id)
    if calendar is None or calendar.attempt != attempt.number:
        return False
    calendar.taken_until = None
    if isinstance(answer, Fresh):
        _keep_fresh(calendar, answer, now, chance)
    elif isinstance(answer, Same):
        mark_as_good(calendar=calendar, now=now)
        calendar.next_at = after_success(now, chance)
    else:
        _note_failure(calendar, answer, now, chance)
    db.session.flush()
    return True


def has_past_times(now: datetime) -> bool:
    """Whether there are times that ended long enough ago to be forgotten."""
    past = select(BusyInterval.id).where(BusyInterval.ends_at <= now - KEPT_FOR).limit(1)
    return db.session.scalar(past) is not None


def forget_past_times(*, now: datetime) -> int:
    """Forget some of them; returns how many."""
    past = (
        select(BusyInterval.id)
        .where(BusyInterval.ends_at <= now - KEPT_FOR)
        .limit(_FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return db.session.execute(delete(BusyInterval).where(BusyInterval.id.in_(past))).rowcount


def _free_and_due(now: datetime) -> tuple:
    return (
        BusyCalendar.next_at <= now,
        or_(BusyCalendar.taken_until.is_(None), BusyCalendar.taken_until <= now),
    )


def _validators_of(calendar: BusyCalendar, window: Window) -> Validators | None:
    """Those that may be sent: "not changed" must mean that what we know reaches far enough.

    The file itself is not kept. So it is read in full once a day, when the window has moved, and
    when whole days have become those of another zone.
    """
    known = Validators(calendar.etag, calendar.last_modified)
    if calendar.known_until != window.end or calendar.read_in != window.zone.key:
        return None
    return known if known.etag or known.last_modified else None


def _keep_fresh(calendar: BusyCalendar, answer: Fresh, now: datetime, chance: Chance) -> None:
    if answer.copy.is_empty and _has_times_to_come(calendar, now):
        calendar.empty_since = calendar.empty_since or now
        if now - calendar.empty_since < EMPTY_BELIEVED_AFTER:
            _note_failure(calendar, Nothing(Problem.EMPTY), now, chance)
            return
    keep_copy(calendar=calendar, copy=answer.copy, now=now)
    calendar.etag = answer.validators.etag
    calendar.last_modified = answer.validators.last_modified
    calendar.next_at = after_success(now, chance)


def _note_failure(calendar: BusyCalendar, answer: Nothing, now: datetime, chance: Chance) -> None:
    """All that pages may show counts from the beginning of the attempt, not from its end.

    How long it took would tell whether anybody was there.
    """
    began = calendar.tried_at or now
    calendar.problem = answer.problem
    calendar.failing_since = calendar.failing_since or began
    calendar.failures += 1
    calendar.not_before = now + answer.retry_after if answer.retry_after else None
    calendar.next_at = after_failure(
        began,
        problem=answer.problem,
        failures=calendar.failures,
        not_before=calendar.not_before,
        chance=chance,
    )


def _has_times_to_come(calendar: BusyCalendar, now: datetime) -> bool:
    to_come = select(BusyInterval.id).where(
        BusyInterval.calendar_id == calendar.id, BusyInterval.ends_at > now
    )
    return db.session.scalar(to_come.limit(1)) is not None
