"""How long consultations are kept at most. Each says on its first day when it goes."""

from datetime import date, datetime

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, get_chosen, today
from exchange.peer_consultations.groups.deleting import delete_consultations
from exchange.peer_consultations.groups.models import Consultation

#: What can be chosen when a consultation is opened, in months, as far as the rule allows.
CHOICES = (2, 3, 4, 6)


def months_to_choose() -> list[int]:
    """After how many months a consultation may go that is opened today."""
    longest = get_chosen(KEPT_CONSULTATIONS, today()).current.amount
    return [months for months in CHOICES if months <= longest] or [longest]


def day_after(months: int, day: date) -> date:
    """The day so many months after `day`."""
    return Period(-months, Unit.MONTHS).before(day)


def goes_on(consultation: Consultation) -> date:
    """On which day it goes: as was chosen, or sooner where the rule has become shorter."""
    longest = get_chosen(KEPT_CONSULTATIONS, today()).current.amount
    return min(consultation.delete_on, day_after(longest, today(consultation.opened_at)))


def delete_old_consultations(*, before: datetime, most: int) -> int:
    """Delete at most `most` consultations that were opened before then."""
    old = select(Consultation.id).where(Consultation.opened_at < before).limit(most)
    return delete_consultations(db.session.scalars(old).all(), now=clock.now())


KEPT_CONSULTATIONS = RetentionRule(
    kind="peer_consultations",
    label=_l("Kollegiale Beratungen mit Fall und Mitschrift, höchstens"),
    counts_from=_l("nach dem Öffnen"),
    usual=Period(6, Unit.MONTHS),
    least=2,
    most=6,
    delete=delete_old_consultations,
)
