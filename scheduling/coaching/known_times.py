"""What free time follows from, of any number of people: one query for each kind of thing.

Read as columns, not as objects: whoever books has waited for the coach's lock, and must see what
was said meanwhile, whatever the session has seen before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from organisations.models import Person
from scheduling.coaching.coach_models import LONGEST_TRAVEL_MINUTES, CoachSettings
from scheduling.coaching.coach_queries import find_settings_of_all, town_with, travel_times_of_all
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.taken_time import TakenTime, count_bookings_per_day, list_taken_times
from scheduling.coaching.working_time import hours_of_all
from scheduling.models import Event
from scheduling.travel import TravelTimes
from scheduling.working_hours import WorkingHours

# How far something can reach to be in the way: no buffer is longer than a day, see the checks of
# CoachingOffer, and no travel longer than that of TravelTime.
FARTHEST = timedelta(days=1, minutes=LONGEST_TRAVEL_MINUTES)


@dataclass(frozen=True)
class KnownTimes:
    """What was known at `now`, as far as it decides over slots that start in [begin, end).

    By the ids of people; `booked_per_day` of those coaches alone of whom it was asked.
    """

    now: datetime
    begin: datetime
    end: datetime
    settings: Mapping[int, CoachSettings]
    hours: Mapping[int, WorkingHours]
    travel: Mapping[int, TravelTimes]
    taken: Mapping[int, Sequence[TakenTime]]
    booked_per_day: Mapping[int, Mapping[date, int]]

    def town_of(self, offer: CoachingOffer) -> str | None:
        """Where the coach is during appointments of `offer`; None where that plays no part."""
        return town_with(offer, self.settings[offer.coach_id])


def read_times(
    coaches: Iterable[Person],
    clients: Iterable[Person],
    now: datetime,
    begin: datetime,
    end: datetime,
    *,
    longest: timedelta,
    counted: Iterable[Person] = (),
    titled: bool = False,
    besides: Event | None = None,
) -> KnownTimes:
    """What decides over slots of `coaches` of up to `longest` for `clients`, in eight queries.

    Appointments per day are counted of the coaches `counted`. Of what is taken the titles are
    known with `titled`, and which calendars outside say so. Leaves out the event `besides`.
    """
    coaches = list(dict.fromkeys(coaches))
    people = list(dict.fromkeys([*coaches, *clients]))
    settings = find_settings_of_all(coaches)
    hours = hours_of_all(coaches, settings, begin, end)
    zones = {coach.id: hours[coach.id].zone for coach in counted}
    return KnownTimes(
        now=now,
        begin=begin,
        end=end,
        settings=settings,
        hours=hours,
        travel=travel_times_of_all(coaches, settings),
        taken=list_taken_times(
            people,
            begin - FARTHEST,
            end + longest + FARTHEST,
            now,
            titled=titled,
            besides=besides,
        ),
        booked_per_day=count_bookings_per_day(zones, now, besides=besides) if zones else {},
    )
