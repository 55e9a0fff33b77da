"""One attempt at a calendar: fetch it and read it. Pure of the database; runs in any thread."""

from dataclasses import dataclass, field
from datetime import timedelta
from threading import BoundedSemaphore

from app.kernel.cores import cores
from app.kernel.hosts import AllowedHosts
from scheduling.busy.guarded import CalendarRefused, TooMuchToRead
from scheduling.busy_calendars.copies import Copy, read_copy
from scheduling.busy_calendars.problems import Problem
from scheduling.busy_calendars.windows import Window
from scheduling.fetching.addresses import CalendarAddress
from scheduling.fetching.fetching import Failed, Unchanged, Validators, fetch

#: Reading takes a process for itself, and more of them than cores would only wait for each other.
_reading = BoundedSemaphore(cores())


@dataclass(frozen=True)
class Attempt:
    """What is to be fetched, and for which attempt at which row.

    `address` is None where it cannot be opened. `known` are the validators of a copy that is as
    good as a new one, if the calendar has not changed.
    """

    calendar_id: int
    number: int
    address: CalendarAddress | None = field(repr=False)
    known: Validators | None
    window: Window


@dataclass(frozen=True)
class Fresh:
    """The calendar was read; it has these validators from now on."""

    copy: Copy
    validators: Validators


@dataclass(frozen=True)
class Same:
    """The calendar is the one that was read before."""


@dataclass(frozen=True)
class Nothing:
    """The attempt brought nothing; its server may have asked for a while of rest."""

    problem: Problem
    retry_after: timedelta | None = None


Answer = Fresh | Same | Nothing


def answer_to(attempt: Attempt, allowed: AllowedHosts) -> Answer:
    """What the attempt brings. Takes some seconds, and reads no more calendars than cores."""
    if attempt.address is None:
        return Nothing(Problem.ADDRESS_LOST)
    fetched = fetch(attempt.address, allowed=allowed, known=attempt.known)
    if isinstance(fetched, Failed):
        return Nothing(Problem[fetched.problem.name], fetched.retry_after)
    if isinstance(fetched, Unchanged):
        return Same()
    try:
        with _reading:
            copy = read_copy(fetched.content, attempt.window, in_background=True)
    except TooMuchToRead:
        return Nothing(Problem.TOO_LONG_TO_READ)
    except CalendarRefused:
        return Nothing(Problem.NO_CALENDAR)
    return Fresh(copy, fetched.validators)
