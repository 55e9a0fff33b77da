"""The statement of hours in words, as a CSV file and as a PDF."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.kernel.csv_file import csv_file
from app.kernel.i18n import (
    current_language,
    duration,
    local_date,
    local_time,
    localised,
    short_date,
)
from app.kernel.i18n import gettext as _
from app.kernel.table_document import table_document
from courses.desk.hours.statement import LedSession, TrainingHours
from courses.desk.hours.stretches import Stretch
from scheduling.coaching.hours_files import period_label
from scheduling.coaching.periods import Period


def stretch_label(stretch: Stretch) -> str:
    """`November 2026`; `4. Quartal 2026`; `03.11.2026 bis 18.12.2026`."""
    if isinstance(stretch, Period):
        return period_label(stretch)
    last_day = stretch.next_day - timedelta(days=1)
    return _(
        "%(first)s bis %(last)s", first=short_date(stretch.first_day), last=short_date(last_day)
    )


def hours_csv(hours: TrainingHours) -> bytes:
    """The sessions as a table for spreadsheets, without sums, which those make themselves."""
    return csv_file(_header(), [[*_words(one), one.minutes] for one in hours.sessions])


def hours_pdf(hours: TrainingHours, *, trainer: str, now: datetime) -> bytes:
    """The statement as a document, with the trainer's name and the sum."""
    return table_document(
        title=_("Stundennachweis"),
        facts=[
            (_("Kursleitung"), trainer),
            (_("Zeitraum"), stretch_label(hours.stretch)),
            (_("Erstellt"), local_date(now)),
        ],
        header=_header(),
        rows=[[*_words(one), str(one.minutes)] for one in hours.sessions],
        sums=[(_("Zusammen"), duration(hours.minutes))],
        page_label=_("Seite"),
        columns=(0.14, 0.1, 0.1, 0.3, 0.25, 0.11),
        language=current_language(),
    )


def _header() -> list[str]:
    return [_("Tag"), _("Beginn"), _("Ende"), _("Kurs"), _("Ort"), _("Minuten")]


def _words(session: LedSession) -> Sequence[str]:
    return (
        short_date(session.starts_at),
        local_time(session.starts_at),
        local_time(session.ends_at),
        localised(session.course),
        session.place,
    )
