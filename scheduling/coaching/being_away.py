"""Commands of the coach: when they are away, and how they get from one place to another."""

from datetime import date

from app.kernel.db import conflicts_explained, db
from organisations.models import Person
from scheduling.coaching.coach_models import CoachSettings, CoachVacation, TravelTime
from scheduling.coaching.coach_queries import find_settings_of, list_travel_times_of
from scheduling.services import lock_people
from scheduling.travel import pair_of


def add_vacation(*, coach: Person, first_date: date, last_date: date) -> CoachVacation:
    """Have `coach` be away on these days. Appointments taken before stand.

    Raises DomainError at `last_date` where it lies before the first. Who books at this moment is
    waited for: what is booked afterwards knows of the vacation.
    """
    lock_people([coach])
    with conflicts_explained():
        vacation = CoachVacation(coach_id=coach.id, first_date=first_date, last_date=last_date)
        db.session.add(vacation)
    return vacation


def change_settings(
    *, coach: Person, state: str | None, town: str, usual_travel_minutes: int
) -> CoachSettings:
    """Have the holidays of `state` be free, and reckon with travel from `town`."""
    lock_people([coach])
    settings = find_settings_of(coach)
    settings.coach_id = coach.id
    settings.state, settings.town = state, town
    settings.usual_travel_minutes = usual_travel_minutes
    db.session.add(settings)
    db.session.flush()
    return settings


def set_travel_time(*, coach: Person, town: str, other_town: str, minutes: int) -> TravelTime:
    """Have `coach` need `minutes` between these towns, in either direction."""
    lock_people([coach])
    pair = pair_of(town, other_town)
    known = {time.pair: time for time in list_travel_times_of(coach)}
    travel = known.get(pair) or TravelTime(coach_id=coach.id, pair=pair)
    travel.town, travel.other_town, travel.minutes = town, other_town, minutes
    db.session.add(travel)
    db.session.flush()
    return travel


def forget(*, entry: CoachVacation | TravelTime) -> None:
    """Take a vacation or a travel time back."""
    db.session.delete(entry)
    db.session.flush()
