"""What a municipality may use, and how many coachings it took, as pages show it."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.permissions import Benefit
from organisations.entitlements.queries import get_use, list_withheld
from organisations.entitlements.quotas import quota_year
from organisations.entitlements.wording import BENEFITS, use_words
from organisations.models import Municipality


@dataclass(frozen=True)
class Terms:
    """What belongs to the membership of `municipality`, what does not, and its coachings."""

    municipality: Municipality
    included: list[Message]
    withheld: list[Message]
    uses: list[tuple[str, str]]


def own_terms(municipality: Municipality, now: datetime) -> Terms:
    """All that a coordinator has to know to answer questions."""
    withheld = list_withheld(municipality.membership)
    return Terms(
        municipality,
        included=[BENEFITS[benefit] for benefit in Benefit if benefit not in withheld],
        withheld=[BENEFITS[benefit] for benefit in Benefit if benefit in withheld],
        uses=yearly_uses(municipality, now),
    )


def yearly_uses(municipality: Municipality, now: datetime) -> list[tuple[str, str]]:
    """This year and the next, since one books ahead: `Coachings 2026`, `12 von 20`."""
    this_year = quota_year(now)
    return [
        (_("Coachings %(year)s", year=year), use_words(get_use(municipality, year)))
        for year in (this_year, this_year + 1)
    ]
