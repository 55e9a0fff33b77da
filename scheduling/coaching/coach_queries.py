"""Reads of what a coach says of themselves, each scoped to that coach."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from organisations.models import Person
from scheduling.coaching.coach_models import (
    USUAL_TRAVEL_MINUTES,
    CoachSettings,
    CoachVacation,
    TravelTime,
)
from scheduling.coaching.models import CoachingOffer
from scheduling.travel import TravelTimes


def find_settings_of(coach: Person) -> CoachSettings:
    """What the coach said, else what holds for whoever said nothing (not in the database)."""
    # Anew: whoever books has waited for the coach's lock, and must see what was said meanwhile.
    query = select(CoachSettings).where(CoachSettings.coach_id == coach.id)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    return found or CoachSettings(town="", usual_travel_minutes=USUAL_TRAVEL_MINUTES)


def list_vacations_of(coach: Person, *, since: date | None = None) -> Sequence[CoachVacation]:
    """The coach's vacations that end on `since` or later, by date."""
    query = select(CoachVacation).where(CoachVacation.coach_id == coach.id)
    if since is not None:
        query = query.where(CoachVacation.last_date >= since)
    return db.session.scalars(query.order_by(CoachVacation.first_date, CoachVacation.id)).all()


def get_vacation_of(coach: Person, public_id: str) -> CoachVacation:
    """The coach's own vacation. Raises NotFound for anyone else's."""
    query = select(CoachVacation).where(
        CoachVacation.coach_id == coach.id, CoachVacation.public_id == public_id
    )
    return _one(query)


def list_travel_times_of(coach: Person) -> Sequence[TravelTime]:
    """What the coach entered, by the names of the towns."""
    query = select(TravelTime).where(TravelTime.coach_id == coach.id)
    return db.session.scalars(query.order_by(TravelTime.pair)).all()


def get_travel_time_of(coach: Person, public_id: str) -> TravelTime:
    """The coach's own travel time. Raises NotFound for anyone else's."""
    query = select(TravelTime).where(
        TravelTime.coach_id == coach.id, TravelTime.public_id == public_id
    )
    return _one(query)


def travel_times_of(coach: Person) -> TravelTimes:
    """How long the coach needs from town to town."""
    return TravelTimes(
        usual=find_settings_of(coach).usual_travel_minutes,
        known={time.pair: time.minutes for time in list_travel_times_of(coach)},
    )


def town_of(offer: CoachingOffer) -> str | None:
    """Where the coach is during appointments of `offer`; None where that plays no part."""
    return (find_settings_of(offer.coach).town if offer.online else offer.town) or None


def _one(query: Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
