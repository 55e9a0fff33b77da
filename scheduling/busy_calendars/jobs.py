"""The job that keeps calendars from outside up to date. It runs beside the others.

This thread alone speaks with the database, in short transactions. Threads of a pool wait for
servers, and have what comes read in processes of their own, which make way for pages.
"""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from random import SystemRandom

import structlog

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.jobs import is_stopping
from scheduling.busy_calendars import refreshing
from scheduling.busy_calendars.addresses import allowed_hosts
from scheduling.busy_calendars.attempts import Answer, Attempt, answer_to

#: So many servers may be slow at the same time before others wait for them.
AT_ONCE = 24
#: In seconds; while all servers are slow, somebody may include another calendar.
_LOOKS_EVERY = 1.0

log = structlog.get_logger("komma.busy_calendars")
_chance = SystemRandom().random


def refresh_due(now: datetime) -> int:
    """Refresh what is due until nothing is; returns how many attempts were made.

    What becomes due meanwhile is taken along. Forgets times that are long over besides.
    """
    _forget_past(now)
    with ThreadPoolExecutor(AT_ONCE, "calendars") as pool:
        return _Sweep(pool).run()


class _Sweep:
    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._allowed = allowed_hosts()
        self._in_hand: dict[Future[Answer], Attempt] = {}

    def run(self) -> int:
        made = 0
        while True:
            for attempt in self._take():
                self._in_hand[self._pool.submit(answer_to, attempt, self._allowed)] = attempt
            if not self._in_hand:
                return made
            done, _rest = wait(self._in_hand, _LOOKS_EVERY, return_when=FIRST_COMPLETED)
            for future in done:
                self._keep(self._in_hand.pop(future), future)
            made += len(done)

    def _take(self) -> Sequence[Attempt]:
        """As many as there are hands for, each taken in a transaction of its own."""
        most = AT_ONCE - len(self._in_hand)
        if is_stopping():
            return []
        now = clock.now()
        with reading():
            due = refreshing.list_due_ids(now, most=most)
        taken = []
        for calendar_id in due:
            if refreshing.take_calendar(calendar_id=calendar_id, now=now):
                taken.append(calendar_id)
            db.session.commit()
        with reading():
            return refreshing.list_attempts(taken, now)

    def _keep(self, attempt: Attempt, future: Future[Answer]) -> None:
        """What fails is logged, and tried again once the calendar can be taken again."""
        if fault := future.exception():
            # Its text may hold what was read.
            log.error("calendar_not_read", fault=type(fault).__name__)
            return
        try:
            refreshing.keep_answer(
                attempt=attempt, answer=future.result(), now=clock.now(), chance=_chance
            )
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("calendar_not_refreshed")


def _forget_past(now: datetime) -> None:
    with reading():
        any_left = refreshing.has_past_times(now)
    while any_left:
        any_left = refreshing.forget_past_times(now=now) > 0
        db.session.commit()
