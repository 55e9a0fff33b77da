"""The lists of a cohort as files: who takes part, and who was there at which session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel import audit
from app.kernel.db import reading
from app.kernel.i18n import by_programme_clock, localised, programme_zone, short_date
from app.kernel.i18n import gettext as _
from app.kernel.spreadsheets import XLSX, Cell, Sheet, as_csv, workbook
from courses.cohorts import queries
from courses.cohorts.attendance.words import record_words
from courses.cohorts.fulfilment import Fulfilment
from courses.cohorts.models import Cohort, Enrolment, Session
from courses.cohorts.presenting import by_date
from courses.wording import FUNCTIONS
from organisations.accounts.models import Account
from organisations.protection.queries import visible_contact


class ListFile(StrEnum):
    """The files that there are; the value is the end of the file's name."""

    WORKBOOK = "roster.xlsx"
    ROSTER = "roster.csv"
    ATTENDANCE = "attendance.csv"


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out."""

    name: str
    kind: str
    content: bytes


def export_list(*, cohort_id: str, wanted: ListFile, actor: Account, now: datetime) -> ExportedFile:
    """The list of a cohort that `actor` manages, by its public id. Handing it out is recorded.

    Of people who are protected, those see the team who see it on the page. Must come before the
    first write of a request. Raises NotFound.
    """
    with reading(), by_programme_clock():
        cohort = queries.get_managed_cohort(actor.person, cohort_id)
        roster = queries.list_roster(cohort)
        content = _content(cohort, roster, wanted, actor)
    audit.record("roster.exported", cohort, actor=actor.person, now=now, people=len(roster))
    kind = "text/csv" if wanted.endswith(".csv") else XLSX
    return ExportedFile(f"komma-{wanted}", kind, content)


def _content(
    cohort: Cohort, roster: Sequence[Enrolment], wanted: ListFile, viewer: Account
) -> bytes:
    zone = programme_zone()
    if wanted is ListFile.ROSTER:
        return as_csv(roster_sheet(roster, viewer), zone=zone)
    if wanted is ListFile.ATTENDANCE:
        return as_csv(attendance_sheet(cohort, roster), zone=zone)
    sheets = (roster_sheet(roster, viewer), attendance_sheet(cohort, roster))
    return workbook(sheets, zone=zone)


def roster_sheet(roster: Sequence[Enrolment], viewer: Account) -> Sheet:
    """Who takes part, as `viewer` may see them, with the minutes that count for the rule."""
    return Sheet(
        _("Teilnehmende"),
        [
            *_person_columns(),
            _("Funktion"),
            _("Team"),
            _("Angemeldet am"),
            _("Anwesend (Minuten)"),
            _("Gesamt (Minuten)"),
            _("Regel"),
        ],
        [_roster_row(enrolment, viewer) for enrolment in roster],
    )


def attendance_sheet(cohort: Cohort, roster: Sequence[Enrolment]) -> Sheet:
    """A row for each person, a column for each session that takes place."""
    sessions = [session for session in by_date(cohort) if session.takes_place]
    return Sheet(
        _("Anwesenheit"),
        [
            *_person_columns(),
            *(
                _("%(day)s (Termin %(number)s)", day=short_date(one.event.starts_at), number=number)
                for number, one in enumerate(sessions, start=1)
            ),
        ],
        [
            [*_person_cells(enrolment), *(_record(enrolment, one) for one in sessions)]
            for enrolment in roster
        ],
    )


def _roster_row(enrolment: Enrolment, viewer: Account) -> list[Cell]:
    person, fulfilment = enrolment.person, queries.fulfilment(enrolment)
    team = visible_contact(person, viewer).team
    return [
        *_person_cells(enrolment),
        str(FUNCTIONS[person.function]) if person.function else None,
        localised(team.name) if team else None,
        enrolment.enrolled_at,
        fulfilment.attended_minutes,
        fulfilment.total_minutes,
        _rule(fulfilment),
    ]


def _person_columns() -> list[str]:
    return [_("Nachname"), _("Vorname"), _("Kommune")]


def _person_cells(enrolment: Enrolment) -> list[Cell]:
    person = enrolment.person
    return [person.family_name, person.given_name, person.municipality_name or None]


def _record(enrolment: Enrolment, session: Session) -> str | None:
    record = queries.find_record(enrolment, session)
    return record_words(record.status, record.minutes) if record else None


def _rule(fulfilment: Fulfilment) -> str:
    if fulfilment.complete:
        return _("erfüllt")
    return _("nicht erfüllt") if fulfilment.all_recorded else _("offen")
