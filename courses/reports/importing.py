"""Enrolling people from a list: look through it first, then enrol those whose rows were shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Benefit
from courses.cohorts.conditions import takes_part
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import get_overview, has_begun
from courses.cohorts.rules import is_meant_for, is_open_to
from courses.cohorts.seats.services import enrol_person
from courses.reports.matching import Candidate, MatchedRow, Outcome, match_rows, name_key_of
from organisations.accounts.models import Account
from organisations.entitlements.queries import memberships_without
from organisations.models import Person
from organisations.municipalities.keys import make_key
from organisations.people.queries import reaches_everybody
from organisations.protection.queries import visible_contact
from organisations.roster.checking import address_of
from organisations.roster.models import RosterUpload
from organisations.roster.queries import rows_of
from organisations.roster.reading import Row


@dataclass(frozen=True)
class Imported:
    """How many were enrolled now, how many had a seat by then, and which rows came too late."""

    enrolled: int
    already: int
    changed: list[int] = field(default_factory=list)


def purpose_of(cohort: Cohort) -> str:
    """What ties an uploaded list to `cohort`."""
    return f"cohort:{cohort.public_id}"


def find_obstacle(cohort: Cohort, now: datetime) -> Message | None:
    """Why nobody can be enrolled in `cohort` any more; None where they can."""
    if not any(session.takes_place for session in cohort.sessions):
        return _l("Dieser Durchgang ist abgesagt.")
    if has_begun(cohort, now):
        return _l("Dieser Durchgang hat schon begonnen.")
    return None if cohort.course.is_offered else _l("Dieser Kurs wird nicht mehr angeboten.")


def check_list(upload: RosterUpload, cohort: Cohort, importer: Account) -> list[MatchedRow]:
    """The rows of `upload` as they stand now; three statements, however many rows there are."""
    rows = rows_of(upload)
    return match_rows(
        rows,
        _candidates(rows, cohort, importer),
        seats=get_overview(cohort).seats_left,
        sees_everybody=reaches_everybody(importer),
    )


def enrol_listed(
    *,
    upload: RosterUpload,
    cohort: Cohort,
    numbers: Collection[int],
    actor: Account,
    now: datetime,
) -> Imported:
    """Enrol the people of those rows whose `numbers` were shown as ready, if they still are.

    A row is done as it was shown or left alone. Who has got a seat meanwhile is no fault, so a
    second click does no harm.
    """
    lock(f"cohort:{cohort.id}")
    shown = [row for row in check_list(upload, cohort, actor) if row.number in numbers]
    ready = [row for row in shown if row.outcome is Outcome.READY]
    enrolled = {row.number for row in ready if _is_enrolled_now(row, cohort, actor.person, now)}
    already = {row.number for row in shown if row.outcome is Outcome.ALREADY}
    changed = [row.number for row in shown if row.number not in enrolled | already]
    return Imported(len(enrolled), len(already), changed)


def _is_enrolled_now(row: MatchedRow, cohort: Cohort, actor: Person, now: datetime) -> bool:
    person = db.session.get_one(Person, row.person_id)
    try:
        with db.session.begin_nested():
            enrol_person(cohort=cohort, person=person, actor=actor, now=now)
    except DomainError:
        return False
    return True


def _candidates(rows: Sequence[Row], cohort: Cohort, importer: Account) -> list[Candidate]:
    """Everybody whom a row can mean. Mail addresses of protected people lead the office alone."""
    enrolled = exists().where(
        Enrolment.cohort_id == cohort.id, Enrolment.person_id == Person.id, takes_part()
    )
    addresses, names = ({key(row) for row in rows} - {""} for key in (address_of, name_key_of))
    found = db.session.execute(
        select(Person, Account.email, enrolled)
        .join(Account, Account.person_id == Person.id)
        .where(or_(Account.email.in_(addresses), Person.sort_name.in_(names)))
        .options(joinedload(Person.municipality))
    )
    excluded = set(db.session.scalars(memberships_without(Benefit.LIVE_COURSES)))
    return [
        Candidate(
            person_id=person.id,
            address=email,
            name_key=person.sort_name,
            municipality_key=make_key(person.municipality_name),
            by_address=not visible_contact(person, importer).hidden,
            is_open=is_open_to(person, cohort),
            is_meant=is_meant_for(person, cohort.course),
            is_included=not person.municipality or person.municipality.membership not in excluded,
            is_enrolled=is_enrolled,
        )
        for person, email, is_enrolled in found
    ]
