"""Which appointments count to a municipality's quota: all but those in a crisis."""

from collections.abc import Sequence
from datetime import datetime

from organisations.entitlements.models import CoachingQuota
from organisations.entitlements.queries import list_exhausted_years
from organisations.entitlements.quotas import (
    QuotaExhausted,
    exhausted_message,
    quota_year,
    take_from_quota,
)
from organisations.models import Person
from scheduling.coaching.models import CoachingOffer
from scheduling.slots import Slot


def take_for(offer: CoachingOffer, client: Person, starts_at: datetime) -> CoachingQuota | None:
    """Count an appointment of `offer`, or None where it counts nowhere. Raises QuotaExhausted.

    Take the locks of people before: everyone who books takes them first.
    """
    if offer.crisis:
        return None
    return take_from_quota(municipality=client.municipality, starts_at=starts_at)


def refuse_exhausted(offer: CoachingOffer, client: Person, starts: Sequence[datetime]) -> None:
    """Raise QuotaExhausted where nothing is left in the year of one of `starts`; count nothing."""
    if offer.crisis or client.municipality is None:
        return
    for year in list_exhausted_years(client.municipality, map(quota_year, starts)):
        raise QuotaExhausted(exhausted_message(year))


def exhausted_years(offer: CoachingOffer, client: Person, slots: Sequence[Slot]) -> list[int]:
    """The years of `slots` in which `client` can take none of them: their quota is used up."""
    if offer.crisis or client.municipality is None:
        return []
    return list_exhausted_years(client.municipality, (quota_year(slot.start) for slot in slots))
