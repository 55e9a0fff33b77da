"""Reads of what a coach says of themselves, each scoped to that coach."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    return find_settings_of_all([coach])[coach.id]


def find_settings_of_all(coaches: Sequence[Person]) -> Mapping[int, CoachSettings]:
    """By the id of each coach what `find_settings_of` says of them; one query."""
    # Anew: whoever books has waited for the coach's lock, and must see what was said meanwhile.
    query = select(CoachSettings).where(CoachSettings.coach_id.in_(_ids(coaches)))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    said = {settings.coach_id: settings for settings in found}
    return {coach.id: said.get(coach.id) or _nothing_said() for coach in coaches}


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


def travel_times_of_all(
    coaches: Sequence[Person], settings: Mapping[int, CoachSettings]
) -> Mapping[int, TravelTimes]:
    """By the id of each coach how long they need from town to town; one query."""
    known: dict[int, dict[str, int]] = defaultdict(dict)
    for coach_id, pair, minutes in db.session.execute(
        select(TravelTime.coach_id, TravelTime.pair, TravelTime.minutes).where(
            TravelTime.coach_id.in_(_ids(coaches))
        )
    ):
        known[coach_id][pair] = minutes
    return {
        coach_id: TravelTimes(usual=settings[coach_id].usual_travel_minutes, known=known[coach_id])
        for coach_id in _ids(coaches)
    }


def town_of(offer: CoachingOffer) -> str | None:
    """Where the coach is during appointments of `offer`; None where that plays no part."""
    return town_with(offer, find_settings_of(offer.coach))


def town_with(offer: CoachingOffer, settings: CoachSettings) -> str | None:
    """As `town_of`, where it is known already what the coach said."""
    return (settings.town if offer.online else offer.town) or None


def _nothing_said() -> CoachSettings:
    return CoachSettings(town="", usual_travel_minutes=USUAL_TRAVEL_MINUTES)


def _ids(coaches: Sequence[Person]) -> list[int]:
    return [coach.id for coach in coaches]


def _one(query: Select[Any]) -> Any:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found
