"""Be told once when something frees up. No time is promised: all who wait are told.

Why a time is free is not asked: somebody cancelled or moved, a hold ran out, the coach works more.
So nothing that frees a time has to think of those who wait, and nothing is missed.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.kernel.db import INSERT, db
from app.kernel.i18n import zone_of
from app.kernel.permissions import Benefit
from notifications.services import notify
from organisations.accounts.models import RoleGrant
from organisations.entitlements.queries import list_exhausted, memberships_without
from organisations.entitlements.quotas import quota_year
from organisations.models import Municipality, Person
from scheduling.coaching import queries
from scheduling.coaching.finding import DayTime, Search
from scheduling.coaching.free_time import know_times, known_free_slots
from scheduling.coaching.known_times import KnownTimes
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.waiting_models import FreeTimeWish
from scheduling.slots import Slot

WAIT_FOR = timedelta(days=30)
#: About how many wishes is asked in one query: databases take no end of values.
AT_ONCE = 200
TEMPLATE = "coaching/freed"


@dataclass(frozen=True)
class OpenQuestion:
    """What somebody waits for: a time of any of `offers`. `wish_id` is one of its wishes."""

    wish_id: int
    offers: tuple[CoachingOffer, ...]
    earlier_than: datetime | None
    day_time: DayTime | None
    until: datetime

    @property
    def coaches(self) -> list[Person]:
        """With whom it could be, each once."""
        return list(dict.fromkeys(offer.coach for offer in self.offers))


def ask_to_be_told(
    *,
    person: Person,
    offers: Sequence[CoachingOffer],
    earlier_than: datetime | None,
    now: datetime,
    day_time: DayTime | None = None,
) -> None:
    """Have `person` told when a time of any of `offers` is free that begins before `earlier_than`.

    None is any time. Asking again is asking anew: `uq_free_time_wishes_person_id_offer_id` keeps
    one wish per person and offer, also where the same form is sent twice at once.
    """
    if not offers:
        return
    asked = {"earlier_than": earlier_than, "day_time": day_time, "created_at": now}
    wish = INSERT[db.engine.dialect.name](FreeTimeWish.__table__)
    db.session.execute(
        wish.on_conflict_do_update(index_elements=["person_id", "offer_id"], set_=asked),
        [asked | {"person_id": person.id, "offer_id": one} for one in sorted(_ids(offers))],
    )


def stop_waiting(*, person: Person, offers: Sequence[CoachingOffer]) -> None:
    """Tell `person` nothing of `offers` any more. Harmless to repeat."""
    db.session.execute(
        delete(FreeTimeWish).where(
            FreeTimeWish.person_id == person.id, FreeTimeWish.offer_id.in_(_ids(offers))
        )
    )


def stop_asking(*, person: Person, wish_id: int) -> None:
    """End the question of `person` to which the wish belongs. Harmless to repeat, and for others'.

    Wishes of other people are not found.
    """
    own = aliased(FreeTimeWish)
    asked_at = select(own.created_at).where(own.id == wish_id, own.person_id == person.id)
    db.session.execute(
        delete(FreeTimeWish)
        .where(
            FreeTimeWish.person_id == person.id,
            FreeTimeWish.created_at == asked_at.scalar_subquery(),
        )
        .execution_options(synchronize_session=False)
    )


def stop_waiting_for_booked(booking: Booking) -> None:
    """Whoever booked waits no longer for what can stand in for it."""
    waits = db.session.scalars(
        select(FreeTimeWish)
        .where(FreeTimeWish.person_id == booking.client_id)
        .options(joinedload(FreeTimeWish.offer))
    )
    stood_in = [wish.offer for wish in waits if wish.offer.kind is booking.offer.kind]
    stop_waiting(person=booking.client, offers=stood_in)


def find_waiting_until(
    person: Person, offers: Sequence[CoachingOffer], now: datetime
) -> datetime | None:
    """Until when `person` waits for all of `offers`; None where they do not."""
    asked = db.session.scalars(
        select(FreeTimeWish.created_at).where(
            FreeTimeWish.person_id == person.id,
            FreeTimeWish.offer_id.in_(_ids(offers)),
            FreeTimeWish.created_at > now - WAIT_FOR,
        )
    ).all()
    return min(asked) + WAIT_FOR if asked and len(asked) == len(offers) else None


def list_open_questions(person: Person, now: datetime) -> list[OpenQuestion]:
    """What `person` waits for still, the oldest first; one query."""
    wishes = db.session.scalars(
        select(FreeTimeWish)
        .where(FreeTimeWish.person_id == person.id, FreeTimeWish.created_at > now - WAIT_FOR)
        .options(joinedload(FreeTimeWish.offer).joinedload(CoachingOffer.coach))
        .order_by(FreeTimeWish.created_at, FreeTimeWish.offer_id)
    ).all()
    questions = []
    for asked_at, group in groupby(wishes, key=lambda wish: wish.created_at):
        first, *more = group
        questions.append(
            OpenQuestion(
                wish_id=first.id,
                offers=tuple(wish.offer for wish in (first, *more)),
                earlier_than=first.earlier_than,
                day_time=DayTime(first.day_time) if first.day_time else None,
                until=asked_at + WAIT_FOR,
            )
        )
    return questions


def list_freed_ids(now: datetime) -> list[int]:
    """The wishes for which a time is free now, the oldest first.

    A few queries for each AT_ONCE wishes, however many coaches and people they are about.
    """
    in_turn = (FreeTimeWish.created_at, FreeTimeWish.id)
    ids = db.session.scalars(select(FreeTimeWish.id).order_by(*in_turn)).all()
    freed: list[int] = []
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        found = _find_freed(some, now)
        freed += [wish_id for wish_id in some if wish_id in found]
    return freed


def end_old_wishes(*, now: datetime) -> None:
    """Nobody waits for ever, nor when their last role has ended."""
    at_home = select(RoleGrant.person_id)
    db.session.execute(
        delete(FreeTimeWish).where(
            or_(
                FreeTimeWish.created_at <= now - WAIT_FOR,
                FreeTimeWish.person_id.not_in(at_home),
            )
        )
    )


def tell_if_free(*, wish: FreeTimeWish, now: datetime) -> bool:
    """Write the mail that `wish` waits for, if there is something to tell; the question ends.

    Looks anew, in a number of queries that depends on nothing. Of two workers the second finds the
    wish taken.
    """
    slot = _find_freed([wish.id], now).get(wish.id)
    if slot is None:
        return False
    person, offer, asked_at = wish.person, wish.offer, wish.created_at
    taken = db.session.execute(
        delete(FreeTimeWish)
        .where(FreeTimeWish.person_id == person.id, FreeTimeWish.created_at == asked_at)
        .returning(FreeTimeWish.offer_id)
    ).scalars()
    if offer.id not in taken.all():
        return False
    notify(person=person, template=TEMPLATE, now=now, offer=offer, slot=slot)
    return True


def _find_freed(wish_ids: Sequence[int], now: datetime) -> dict[int, Slot]:
    """By wish the first time that the person can take and that is better than what they knew."""
    wishes = _list_answerable(wish_ids)
    known = know_times([one.offer for one in wishes], [one.person for one in wishes], now)
    wanted = {wish: _wanted_slots(known, wish) for wish in wishes}
    used_up = list_exhausted(
        {wish.person.municipality for wish in wishes if _is_counted(wish)},
        {year for slots in wanted.values() if slots for year in _years_of(slots)},
    )
    return {
        wish.id: slot
        for wish, slots in wanted.items()
        if (slot := _first_left(wish, slots, used_up)) is not None
    }


def _list_answerable(wish_ids: Sequence[int]) -> Sequence[FreeTimeWish]:
    """Those of the wishes whose offer can be booked by whoever waits; one query.

    It is `queries.list_offers_for` said of many people.
    """
    included = or_(
        CoachingOffer.crisis,
        Person.municipality_id.is_(None),
        Municipality.membership.not_in(memberships_without(Benefit.COACHING)),
    )
    return db.session.scalars(
        select(FreeTimeWish)
        .join(FreeTimeWish.offer)
        .join(FreeTimeWish.person)
        .outerjoin(Person.municipality)
        .where(FreeTimeWish.id.in_(wish_ids))
        .where(queries.is_offered_to(FreeTimeWish.person_id), included)
        .options(
            contains_eager(FreeTimeWish.offer).joinedload(CoachingOffer.coach),
            contains_eager(FreeTimeWish.person).contains_eager(Person.municipality),
        )
    ).all()


def _wanted_slots(known: KnownTimes, wish: FreeTimeWish) -> list[Slot]:
    """What is free and would be news, at hours at which the person is nowhere else.

    They could book over a training that they attend, but nobody would call that free for them.
    """
    day_time = DayTime(wish.day_time) if wish.day_time else None
    search = Search(day_time=day_time, zone=zone_of(wish.person))
    kept = known.taken.get(wish.person_id, ())
    return [
        slot
        for slot in known_free_slots(known, wish.offer, wish.person)
        if (wish.earlier_than is None or slot.start < wish.earlier_than)
        and search.allows(slot)
        and not any(one.starts_at < slot.end and slot.start < one.ends_at for one in kept)
    ]


def _years_of(slots: Sequence[Slot]) -> range:
    return range(quota_year(slots[0].start), quota_year(slots[-1].start) + 1)


def _first_left(
    wish: FreeTimeWish, slots: Sequence[Slot], used_up: Container[tuple[int, int]]
) -> Slot | None:
    """The first of `slots` in a year of which the person's municipality has something left."""
    if not _is_counted(wish):
        return next(iter(slots), None)
    home = wish.person.municipality_id
    return next((slot for slot in slots if (home, quota_year(slot.start)) not in used_up), None)


def _is_counted(wish: FreeTimeWish) -> bool:
    """See `counting`."""
    return wish.person.municipality is not None and not wish.offer.crisis


def _ids(offers: Sequence[CoachingOffer]) -> list[int]:
    return [offer.id for offer in offers]
