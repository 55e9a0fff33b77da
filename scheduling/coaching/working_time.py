"""When coaches work, as the database has it: rules, exceptions, holidays and vacations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import zone_of
from organisations.models import Person
from scheduling.coaching.coach_models import CoachSettings, CoachVacation
from scheduling.coaching.coach_queries import find_settings_of_all
from scheduling.coaching.models import AvailabilityOverride, AvailabilityRule
from scheduling.public_holidays import public_holidays
from scheduling.working_hours import Holiday, Override, Rule, Vacation, Window, WorkingHours


def hours_of_all(
    coaches: Sequence[Person], settings: Mapping[int, CoachSettings], begin: datetime, end: datetime
) -> Mapping[int, WorkingHours]:
    """By the id of each coach what decides over their slots in [begin, end) and some time around.

    `settings` is what they said of themselves. Three queries, for columns: these are always read
    anew.
    """
    ids = [coach.id for coach in coaches]
    rules, overrides, vacations = _rules_of(ids), _overrides_of(ids), _vacations_of(ids)
    return {
        coach.id: WorkingHours(
            zone=zone_of(coach),
            rules=tuple(rules[coach.id]),
            overrides=tuple(overrides[coach.id]),
            holidays=_holidays(settings[coach.id].state, begin, end),
            vacations=tuple(vacations[coach.id]),
        )
        for coach in coaches
    }


def list_working_windows(coach: Person, days: Sequence[date]) -> dict[date, list[tuple[int, int]]]:
    """When `coach` works on each of `days` (not none), in minutes of their own clock."""
    begin, end = (datetime.combine(day, time.min, zone_of(coach)) for day in (days[0], days[-1]))
    hours = hours_of_all([coach], find_settings_of_all([coach]), begin, end)[coach.id]
    return {day: list(hours.windows_on(day)) for day in days}


def _rules_of(coach_ids: Sequence[int]) -> Mapping[int, list[Rule]]:
    # In the order of the week: hours that are equal have their grid worked out once.
    in_order = (AvailabilityRule.weekday, AvailabilityRule.start_minute, AvailabilityRule.id)
    rows = db.session.execute(
        select(
            AvailabilityRule.coach_id,
            AvailabilityRule.weekday,
            AvailabilityRule.start_minute,
            AvailabilityRule.end_minute,
            AvailabilityRule.first_date,
            AvailabilityRule.last_date,
            AvailabilityRule.every_weeks,
            AvailabilityRule.anchor,
        )
        .where(AvailabilityRule.coach_id.in_(coach_ids))
        .order_by(*in_order)
    )
    found: dict[int, list[Rule]] = defaultdict(list)
    for coach_id, weekday, start, end, first, last, every_weeks, anchor in rows:
        since = anchor if every_weeks > 1 else None
        found[coach_id].append(Rule(weekday, Window(start, end), first, last, every_weeks, since))
    return found


def _overrides_of(coach_ids: Sequence[int]) -> Mapping[int, list[Override]]:
    rows = db.session.execute(
        select(
            AvailabilityOverride.coach_id, AvailabilityOverride.day, AvailabilityOverride.windows
        )
        .where(AvailabilityOverride.coach_id.in_(coach_ids))
        .order_by(AvailabilityOverride.day)
    )
    found: dict[int, list[Override]] = defaultdict(list)
    for coach_id, day, windows in rows:
        found[coach_id].append(Override(day, tuple(Window(start, end) for start, end in windows)))
    return found


def _vacations_of(coach_ids: Sequence[int]) -> Mapping[int, list[Vacation]]:
    rows = db.session.execute(
        select(CoachVacation.coach_id, CoachVacation.first_date, CoachVacation.last_date)
        .where(CoachVacation.coach_id.in_(coach_ids))
        .order_by(CoachVacation.first_date, CoachVacation.id)
    )
    found: dict[int, list[Vacation]] = defaultdict(list)
    for coach_id, first, last in rows:
        found[coach_id].append(Vacation(first, last))
    return found


def _holidays(state: str | None, begin: datetime, end: datetime) -> tuple[Holiday, ...]:
    # The years around, too: work that goes on over New Year belongs to two of them.
    return public_holidays(state, begin.year - 1, end.year + 1) if state else ()
