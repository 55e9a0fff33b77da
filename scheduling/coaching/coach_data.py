"""What a coach said about their working time, in words that can be written as JSON."""

from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from scheduling.coaching.coach_models import CoachNote, CoachSettings, CoachVacation, TravelTime
from scheduling.coaching.models import AvailabilityOverride, AvailabilityRule

#: What is forgotten with the coach.
COACH_TABLES = (CoachVacation, CoachSettings, TravelTime, CoachNote)


def working_time_of(person_id: int) -> dict[str, Any]:
    """Rules, exceptions, vacations, state and travel times, by when they were entered."""
    return {
        "rules": [_rule(rule) for rule in _rows(AvailabilityRule, person_id)],
        "exceptions": [
            {"day": one.day.isoformat(), "windows": one.windows}
            for one in _rows(AvailabilityOverride, person_id)
        ],
        "vacations": [
            {"first_date": one.first_date.isoformat(), "last_date": one.last_date.isoformat()}
            for one in _rows(CoachVacation, person_id)
        ],
        "settings": [
            {"state": one.state, "town": one.town, "usual_travel": one.usual_travel_minutes}
            for one in _rows(CoachSettings, person_id)
        ],
        "travel_times": [
            {"between": [one.town, one.other_town], "minutes": one.minutes}
            for one in _rows(TravelTime, person_id)
        ],
    }


def _rule(rule: AvailabilityRule) -> dict[str, Any]:
    return {
        "weekday": rule.weekday,
        "minutes": [rule.start_minute, rule.end_minute],
        "first_date": rule.first_date.isoformat() if rule.first_date else None,
        "last_date": rule.last_date.isoformat() if rule.last_date else None,
        "every_weeks": rule.every_weeks,
    }


def _rows(table: Any, person_id: int) -> list[Any]:
    rows = select(table).where(table.coach_id == person_id).order_by(table.id)
    return list(db.session.scalars(rows))
