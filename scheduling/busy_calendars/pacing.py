"""When a calendar is fetched next. Pure: chance comes in as a function that gives [0, 1)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scheduling.busy_calendars.problems import Problem

Chance = Callable[[], float]

REGULARLY = timedelta(minutes=20)
FIRST_WAIT = timedelta(minutes=5)
#: What only people can put right is not asked for so often.
FIRST_LONG_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=6)

_FOR_PEOPLE = frozenset(
    {
        Problem.ADDRESS_LOST,
        Problem.FORBIDDEN_ADDRESS,
        Problem.GONE,
        Problem.REFUSED,
        Problem.TOO_LARGE,
        Problem.TOO_LONG_TO_READ,
    }
)


def after_success(now: datetime, chance: Chance) -> datetime:
    """In 15 to 20 minutes, so that many calendars of one server spread by themselves."""
    return now + _spread(REGULARLY, chance)


def after_failure(
    now: datetime, *, problem: Problem, failures: int, not_before: datetime | None, chance: Chance
) -> datetime:
    """Later with each of `failures` in a row, up to six hours, and never before `not_before`.

    A calendar that has become empty is asked for as usual: it was reached.
    """
    if problem is Problem.EMPTY:
        wait = REGULARLY
    else:
        first = FIRST_LONG_WAIT if problem in _FOR_PEOPLE else FIRST_WAIT
        wait = min(first * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    at = now + _spread(wait, chance)
    if not_before is None or at >= not_before:
        return at
    # Not all at the same moment either: others were told the same.
    return not_before + _spread(FIRST_WAIT, chance)


def _spread(wait: timedelta, chance: Chance) -> timedelta:
    """Between three quarters of `wait` and all of it."""
    return wait * (3 + chance()) / 4
