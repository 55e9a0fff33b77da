"""Be told once when something frees up. No time is promised: all who wait are told.

Why a time is free is not asked: somebody cancelled or moved, a hold ran out, the coach works more.
So nothing that frees a time has to think of those who wait, and nothing is missed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from app.kernel.db import INSERT, db
from app.kernel.i18n import zone_of
from notifications.services import notify
from organisations.accounts.models import RoleGrant
from organisations.entitlements.quotas import quota_year
from organisations.models import Person
from scheduling.coaching import queries
from scheduling.coaching.counting import exhausted_years
from scheduling.coaching.finding import DayTime, Search
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.taken_time import list_taken_times
from scheduling.coaching.waiting_models import FreeTimeWish
from scheduling.slots import Slot

WAIT_FOR = timedelta(days=30)
TEMPLATE = "coaching/freed"


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


def stop_waiting_for_booked(booking: Booking) -> None:
    """Whoever booked waits no longer for what can stand in for it."""
    waits = db.session.scalars(
        select(FreeTimeWish).where(FreeTimeWish.person_id == booking.client_id)
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


def list_waiting_ids() -> Sequence[int]:
    """The wishes that are open, the oldest first."""
    in_turn = (FreeTimeWish.created_at, FreeTimeWish.id)
    return db.session.scalars(select(FreeTimeWish.id).order_by(*in_turn)).all()


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

    Of two workers the second finds the wish taken.
    """
    slot = _find_freed(wish, now)
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


def _find_freed(wish: FreeTimeWish, now: datetime) -> Slot | None:
    """The first time that the person can take and that is better than what they knew.

    They could book over a training that they attend, but nobody would call that free for them.
    """
    person, offer = wish.person, wish.offer
    if not queries.has_offer_for(person, offer):
        return None
    day_time = DayTime(wish.day_time) if wish.day_time else None
    search = Search(day_time=day_time, zone=zone_of(person))
    slots = [
        slot
        for slot in list_free_slots(offer, person, now)
        if (wish.earlier_than is None or slot.start < wish.earlier_than) and search.allows(slot)
    ]
    if not slots:
        return None
    used_up = exhausted_years(offer, person, slots)
    kept = list_taken_times([person], slots[0].start, slots[-1].end, now)
    for slot in slots:
        clashes = any(one.starts_at < slot.end and slot.start < one.ends_at for one in kept)
        if not clashes and quota_year(slot.start) not in used_up:
            return slot
    return None


def _ids(offers: Sequence[CoachingOffer]) -> list[int]:
    return [offer.id for offer in offers]
