"""The statement of hours in words, as a CSV file and as a PDF."""

from datetime import datetime

from app.kernel.csv_file import csv_file
from app.kernel.i18n import (
    current_language,
    duration,
    local_date,
    local_month,
    local_time,
    short_date,
)
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.table_document import table_document
from scheduling.coaching.hours_statement import HoursStatement, Outcome
from scheduling.coaching.periods import Period

OUTCOMES = {
    Outcome.ATTENDED: _l("Hat stattgefunden"),
    Outcome.MISSED: _l("Nicht erschienen"),
    Outcome.CANCELLED_LATE: _l("Nach der Frist abgesagt"),
    Outcome.NOT_YET_MARKED: _l("Noch nicht eingetragen"),
}


def period_label(period: Period) -> str:
    """`November 2026`; `4. Quartal 2026`."""
    if period.quarter is None:
        return local_month(period.first_day)
    return _("%(number)d. Quartal %(year)d", number=period.quarter, year=period.first_day.year)


def statement_csv(statement: HoursStatement) -> bytes:
    """The appointments as a table for spreadsheets, without sums, which those make themselves."""
    rows = [
        [*_when(one.starts_at), one.number, str(OUTCOMES[one.outcome]), one.minutes]
        for one in statement.appointments
    ]
    return csv_file(_header(), rows)


def statement_pdf(statement: HoursStatement, *, coach: str, now: datetime) -> bytes:
    """The statement as a document, with the coach's name and the sums."""
    return table_document(
        title=_("Stundennachweis"),
        facts=[
            (_("Coach"), coach),
            (_("Zeitraum"), period_label(statement.period)),
            (_("Erstellt"), local_date(now)),
        ],
        header=_header(),
        rows=[
            [*_when(one.starts_at), one.number, str(OUTCOMES[one.outcome]), str(one.minutes)]
            for one in statement.appointments
        ],
        sums=[
            (str(label), duration(statement.minutes_by_outcome[outcome]))
            for outcome, label in OUTCOMES.items()
        ],
        page_label=_("Seite"),
        columns=(0.19, 0.17, 0.26, 0.23, 0.15),
        language=current_language(),
    )


def _header() -> list[str]:
    return [_("Tag"), _("Beginn"), _("Nummer des Termins"), _("Status"), _("Minuten")]


def _when(instant: datetime) -> tuple[str, str]:
    return short_date(instant), local_time(instant)
