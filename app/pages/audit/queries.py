"""Reads of the audit trail for those who may: newest first, by act, person and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from certificates.register.models import Certificate
from courses.cohorts.models import Enrolment
from organisations.accounts.models import Account
from organisations.models import Person
from organisations.searching import contains
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.coaching.models import CoachingOffer
from scheduling.feeds.models import CalendarFeed

ENTRIES_PER_PAGE = 50

#: What is a person's, so that an entry about it concerns them.
_BELONGINGS = (
    (Account, Account.person_id),
    (BusyCalendar, BusyCalendar.person_id),
    (CalendarFeed, CalendarFeed.person_id),
    (Certificate, Certificate.person_id),
    (CoachingOffer, CoachingOffer.coach_id),
    (Enrolment, Enrolment.person_id),
)


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which entries are looked for. An empty value asks for nothing.

    `prefixes` are what acts begin with before the dot; `person` holds words of a name; the entry is
    not before `since` and is before `until`.
    """

    prefixes: tuple[str, ...] = ()
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class EntryPage:
    """Some entries, newest first, and the positions from which the neighbouring pages go on."""

    entries: Sequence[AuditEntry]
    newer_than: int | None
    older_than: int | None


def list_entries(
    wanted: AuditFilter, *, older_than: int | None = None, newer_than: int | None = None
) -> EntryPage:
    """The entries next to a position, or the newest. What comes in meanwhile shifts nothing."""
    query = _matching(wanted)
    if newer_than is not None:
        query = query.where(AuditEntry.position > newer_than).order_by(AuditEntry.position)
    else:
        query = query.order_by(AuditEntry.position.desc())
        if older_than is not None:
            query = query.where(AuditEntry.position < older_than)
    found = list(db.session.scalars(query.limit(ENTRIES_PER_PAGE + 1)))
    more, found = len(found) > ENTRIES_PER_PAGE, found[:ENTRIES_PER_PAGE]
    if newer_than is not None:
        found.reverse()
        return _page(found, newer=more, older=True)
    return _page(found, newer=older_than is not None, older=more)


def list_all_entries(wanted: AuditFilter, *, most: int) -> Sequence[AuditEntry]:
    """All that match, oldest first, but not more than `most`."""
    return db.session.scalars(_matching(wanted).order_by(AuditEntry.position).limit(most)).all()


def _page(found: list[AuditEntry], *, newer: bool, older: bool) -> EntryPage:
    return EntryPage(
        found,
        newer_than=found[0].position if found and newer else None,
        older_than=found[-1].position if found and older else None,
    )


def _matching(wanted: AuditFilter) -> Select[tuple[AuditEntry]]:
    query = select(AuditEntry).where(AuditEntry.position.is_not(None))
    if wanted.prefixes:
        starts = (AuditEntry.action.startswith(f"{p}.", autoescape=True) for p in wanted.prefixes)
        query = query.where(or_(*starts))
    if wanted.person.strip():
        query = query.where(_concerns(wanted.person))
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    return query


def _concerns(name: str) -> ColumnElement[bool]:
    """Whether somebody of that name acted, or the act was about them or what is theirs."""
    people = select(Person.id)
    for word in name.split():
        people = people.where(contains(word, Person.given_name, Person.family_name))
    themselves = select(Person.public_id).where(Person.id.in_(people))
    theirs = (select(model.public_id).where(owner.in_(people)) for model, owner in _BELONGINGS)
    return or_(
        AuditEntry.actor_public_id.in_(themselves),
        AuditEntry.object_public_id.in_(union_all(themselves, *theirs)),
    )
