"""When a coach works, as the database has it: rules, exceptions, holidays and vacations."""

from collections.abc import Sequence
from datetime import date, datetime, time

from app.kernel.i18n import zone_of
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.coach_queries import find_settings_of, list_vacations_of
from scheduling.coaching.models import AvailabilityRule
from scheduling.public_holidays import public_holidays
from scheduling.working_hours import Holiday, Override, Rule, Vacation, Window, WorkingHours


def hours_of(coach: Person, begin: datetime, end: datetime) -> WorkingHours:
    """What decides over slots of `coach` in [begin, end) and some time around it."""
    return WorkingHours(
        zone=zone_of(coach),
        rules=tuple(_rule(rule) for rule in queries.list_rules_of(coach)),
        overrides=tuple(
            Override(override.day, tuple(Window(start, end) for start, end in override.windows))
            for override in queries.list_overrides_of(coach)
        ),
        holidays=_holidays_of(coach, begin, end),
        vacations=tuple(
            Vacation(vacation.first_date, vacation.last_date)
            for vacation in list_vacations_of(coach)
        ),
    )


def list_working_windows(coach: Person, days: Sequence[date]) -> dict[date, list[tuple[int, int]]]:
    """When `coach` works on each of `days` (not none), in minutes of their own clock."""
    begin, end = (datetime.combine(day, time.min, zone_of(coach)) for day in (days[0], days[-1]))
    hours = hours_of(coach, begin, end)
    return {day: list(hours.windows_on(day)) for day in days}


def _holidays_of(coach: Person, begin: datetime, end: datetime) -> tuple[Holiday, ...]:
    state = find_settings_of(coach).state
    # The years around, too: work that goes on over New Year belongs to two of them.
    return public_holidays(state, begin.year - 1, end.year + 1) if state else ()


def _rule(rule: AvailabilityRule) -> Rule:
    return Rule(
        weekday=rule.weekday,
        window=Window(rule.start_minute, rule.end_minute),
        first=rule.first_date,
        last=rule.last_date,
        every_weeks=rule.every_weeks,
        anchor=rule.anchor if rule.every_weeks > 1 else None,
    )
