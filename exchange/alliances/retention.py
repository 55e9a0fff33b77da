"""How long partners who have left are kept, and meetings that are over."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.partners.models import Partner
from scheduling.models import Event


def delete_former_partners(*, before: datetime, most: int) -> int:
    """Delete at most `most` partners that left before then, with their people and commitments."""
    return delete_rows(Partner, Partner.ended_at < before, most=most)


def delete_old_meetings(*, before: datetime, most: int) -> int:
    """Delete at most `most` meetings that ended before then, with minutes and tasks."""
    over = select(Event.id).where(Event.ends_at < before)
    return delete_rows(Meeting, Meeting.event_id.in_(over), most=most)


FORMER_PARTNERS = RetentionRule(
    kind="former_alliance_partners",
    label=_l("Frühere Partner der Allianz mit ihren Ansprechpersonen"),
    counts_from=_l("nach dem Ausscheiden"),
    usual=Period(12, Unit.MONTHS),
    least=1,
    most=36,
    delete=delete_former_partners,
)
OLD_MEETINGS = RetentionRule(
    kind="alliance_meetings",
    label=_l("Sitzungen der Allianz mit Protokollen und Aufträgen"),
    counts_from=_l("nach der Sitzung"),
    usual=Period(60, Unit.MONTHS),
    least=12,
    most=120,
    delete=delete_old_meetings,
)
