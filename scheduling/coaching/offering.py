"""Commands of the coach: what they offer, and when they work."""

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.coaching.errors import EndsBeforeItStarts
from scheduling.coaching.models import AvailabilityOverride, AvailabilityRule, CoachingOffer


@dataclass(frozen=True, kw_only=True)
class OfferTerms:
    """What a coach decides about an offer; the names are those of CoachingOffer."""

    title: Bilingual
    description: Bilingual
    duration_minutes: int
    step_minutes: int
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    notice_minutes: int
    max_per_day: int | None
    max_per_week: int | None = None
    horizon_days: int
    place: str
    town: str | None = None
    crisis: bool = False
    online: bool = True
    languages: tuple[str, ...] = ("de",)
    needs_approval: bool = False
    change_until_minutes: int = 0
    most_people: int = 1


def create_offer(*, coach: Person, terms: OfferTerms, now: datetime) -> CoachingOffer:
    """A new offer of `coach` that can be booked at once."""
    offer = CoachingOffer(coach=coach, active=True, created_at=now, **_values(terms))
    db.session.add(offer)
    db.session.flush()
    audit.record("coaching_offer.created", offer, actor=coach, now=now)
    return offer


def change_offer(
    *, offer: CoachingOffer, terms: OfferTerms, actor: Person, now: datetime
) -> CoachingOffer:
    """Offer `terms` from now on. Appointments taken before stay as they were booked."""
    for name, value in _values(terms).items():
        setattr(offer, name, value)
    db.session.flush()
    audit.record("coaching_offer.changed", offer, actor=actor, now=now)
    return offer


def switch_offer(
    *, offer: CoachingOffer, active: bool, actor: Person, now: datetime
) -> CoachingOffer:
    """Let the offer be booked, or no longer. Appointments taken before stand."""
    if offer.active != active:
        offer.active = active
        db.session.flush()
        audit.record("coaching_offer.switched", offer, actor=actor, now=now, active=int(active))
    return offer


def add_rule(
    *,
    coach: Person,
    weekday: int,
    start_minute: int,
    end_minute: int,
    first_date: date | None = None,
    last_date: date | None = None,
    every_weeks: int = 1,
    anchor: date | None = None,
) -> AvailabilityRule:
    """Have `coach` work at this time of the week.

    Raises DomainError at `end`, `last_date` or `anchor` where they don't fit together.
    """
    with conflicts_explained():
        rule = AvailabilityRule(
            coach_id=coach.id,
            weekday=weekday,
            start_minute=start_minute,
            end_minute=end_minute,
            first_date=first_date,
            last_date=last_date,
            every_weeks=every_weeks,
            anchor=anchor or first_date,
        )
        db.session.add(rule)
    return rule


def add_override(
    *, coach: Person, day: date, windows: list[tuple[int, int]]
) -> AvailabilityOverride:
    """Have `coach` work in `windows` (minutes after midnight) on `day`; not at all without any.

    Raises EndsBeforeItStarts at `end_1`, `end_2` …, and DomainError at `day` where there is one.
    """
    for number, (start, end) in enumerate(windows, start=1):
        if end <= start:
            raise EndsBeforeItStarts(EndsBeforeItStarts.MESSAGE, field=f"end_{number}")
    with conflicts_explained():
        override = AvailabilityOverride(
            coach_id=coach.id, day=day, windows=[list(window) for window in windows]
        )
        db.session.add(override)
    return override


def remove_times(*, times: AvailabilityRule | AvailabilityOverride) -> None:
    """Forget a rule or an override. Appointments taken before stand."""
    db.session.delete(times)
    db.session.flush()


def _values(terms: OfferTerms) -> dict[str, object]:
    return dict(vars(terms)) | {"languages": list(terms.languages)}
