"""When holders are reminded that a certificate ends. Pure."""

from datetime import date, timedelta

#: How long before its last day. The first is time enough for another date of the course.
REMINDERS = (timedelta(days=60), timedelta(days=14))


def reminder_due(*, valid_until: date, today: date) -> timedelta | None:
    """The latest reminder whose time has come, None before the first and after the last day."""
    if valid_until < today:
        return None
    return min((before for before in REMINDERS if valid_until - today <= before), default=None)


def is_worth_telling(before: timedelta, *, issued_on: date, valid_until: date) -> bool:
    """Whether the certificate existed before the reminder's day: else its mail has just said so."""
    return issued_on < valid_until - before
