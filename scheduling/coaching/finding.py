"""Which offers fit what somebody looks for, and when any of their coaches is free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.kernel.i18n import viewer_zone
from organisations.models import Person
from scheduling.coaching.counting import exhausted_years
from scheduling.coaching.free_time import know_times, known_free_slots
from scheduling.coaching.models import CoachingOffer, OfferKind
from scheduling.slots import Slot


class Place(StrEnum):
    """Where an appointment is."""

    ONLINE = "online"
    ON_SITE = "on_site"


class DayTime(StrEnum):
    """A part of the day, by the start."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


#: In which hours of the local clock an appointment of that part of the day begins.
HOURS = {
    DayTime.MORNING: range(12),
    DayTime.AFTERNOON: range(12, 17),
    DayTime.EVENING: range(17, 24),
}


@dataclass(frozen=True)
class Search:
    """What somebody looks for; None where it does not matter. `coach` is a public id.

    The time of day is that of the clock of whoever looks.
    """

    kind: OfferKind = OfferKind.INDIVIDUAL
    language: str | None = None
    coach: str | None = None
    place: Place | None = None
    day_time: DayTime | None = None
    zone: ZoneInfo = field(default_factory=viewer_zone)

    def fits(self, offer: CoachingOffer) -> bool:
        """Whether `offer` is one of those looked for."""
        return (
            offer.kind is self.kind
            and (self.language is None or self.language in offer.languages)
            and (self.coach is None or offer.coach.public_id == self.coach)
            and (self.place is None or offer.online is (self.place is Place.ONLINE))
        )

    def allows(self, slot: Slot) -> bool:
        """Whether `slot` begins at the wanted time of day."""
        if self.day_time is None:
            return True
        return slot.start.astimezone(self.zone).hour in HOURS[self.day_time]


def fitting_offers(offers: Iterable[CoachingOffer], search: Search) -> list[CoachingOffer]:
    """Those of `offers` that fit."""
    return [offer for offer in offers if search.fits(offer)]


def find_times(
    offers: Sequence[CoachingOffer], client: Person, search: Search, now: datetime
) -> Mapping[Slot, list[CoachingOffer]]:
    """By start and end, in the order of time, which of `offers` can be taken then.

    As many queries for many offers as for one. Quotas are another matter: see `years_used_up`.
    """
    known = know_times(offers, [client], now)
    found: dict[Slot, list[CoachingOffer]] = {}
    for offer in offers:
        for slot in filter(search.allows, known_free_slots(known, offer, client)):
            found.setdefault(slot, []).append(offer)
    return {slot: found[slot] for slot in sorted(found, key=lambda slot: (slot.start, slot.end))}


def years_used_up(
    offers: Sequence[CoachingOffer], client: Person, slots: Iterable[Slot]
) -> set[int]:
    """The years of `slots` in which the client's municipality has none of `offers` left."""
    return set(exhausted_years(offers[0], client, list(slots))) if offers else set()


def offers_for_slot(
    offers: Sequence[CoachingOffer], starts_at: datetime, ends_at: datetime
) -> list[CoachingOffer]:
    """Those of `offers` whose appointments are as long as what was chosen."""
    length = ends_at - starts_at
    return [offer for offer in offers if timedelta(minutes=offer.duration_minutes) == length]
