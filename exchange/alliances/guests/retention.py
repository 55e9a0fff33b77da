"""How long it is kept what guests have said."""

from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule, delete_rows
from exchange.alliances.guests.models import CommitmentReport, Confirmation, Guest


def delete_old_reports(*, before: datetime, most: int) -> int:
    """Delete at most `most` confirmations and reports from before then; returns how many."""
    done = delete_rows(Confirmation, Confirmation.confirmed_at < before, most=most)
    if done < most:
        old = CommitmentReport.reported_at < before
        done += delete_rows(CommitmentReport, old, most=most - done)
    return done


def delete_ended_guests(*, before: datetime, most: int) -> int:
    """Delete at most `most` guests whose access ended before then; returns how many."""
    return delete_rows(Guest, Guest.ended_at < before, most=most)


GUEST_REPORTS = RetentionRule(
    kind="alliance_guest_reports",
    label=_l("Bestätigungen und Meldungen von Partnern mit Gastzugang"),
    counts_from=_l("nach der Meldung"),
    usual=Period(24, Unit.MONTHS),
    least=6,
    most=60,
    delete=delete_old_reports,
)
ENDED_GUESTS = RetentionRule(
    kind="alliance_guests",
    label=_l("Beendete Gastzugänge von Partnern, ohne Adresse"),
    counts_from=_l("nach dem Ende"),
    usual=Period(6, Unit.MONTHS),
    least=1,
    most=24,
    delete=delete_ended_guests,
)
