"""Reads of self-assessments. Only the owner's: every query takes the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased
from assessments.administrations.binder import Binder, Entry, Given, Layout
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.administrations.sealed import Contents, open_binder, open_records
from organisations.models import Person


@dataclass(frozen=True)
class Opened:
    """A self-assessment of one's own, and what it holds. `given`: to which wave a copy went."""

    address: str
    week: date
    finished: bool
    contents: Contents
    given: Given | None


def find_binder(person: Person) -> Binder | None:
    """What the person's binder says; None where there is none or its key was erased."""
    kept = db.session.get(AssessmentBinder, person.id)
    if kept is None:
        return None
    try:
        return open_binder(person, kept)
    except KeyErased:
        return None


def find_draft(person: Person, instrument_key: str) -> Opened | None:
    """What the person has begun of an instrument and not finished."""
    drafts = (
        each for each in list_drafts(person) if each.contents.instrument_key == instrument_key
    )
    return next(drafts, None)


def list_drafts(person: Person) -> list[Opened]:
    """All that the person has begun and not finished."""
    return [each for each in list_opened(person) if not each.finished]


def list_taken(person: Person, instrument_key: str | None = None) -> list[Opened]:
    """The finished ones of the person, of one instrument or of all, oldest first."""
    return [
        each
        for each in list_opened(person)
        if each.finished and instrument_key in (None, each.contents.instrument_key)
    ]


def get_taken(person: Person, address: str) -> Opened:
    """A finished one of the person's own that was not erased. Raises NotFound for all others."""
    for each in list_taken(person):
        if each.address == address:
            return each
    raise NotFound


def list_opened(person: Person) -> list[Opened]:
    """All that can be read of the person, drafts too, oldest first."""
    binder = find_binder(person)
    if binder is None:
        return []
    records = find_records(binder.entries)
    contents = open_records(person, list(records.values()))
    opened = [
        Opened(
            address=entry.address,
            week=records[entry.pseudonym].week,
            finished=records[entry.pseudonym].finished,
            contents=contents[entry.pseudonym],
            given=entry.given,
        )
        for entry in binder.entries
        if entry.pseudonym in contents
    ]
    return sorted(opened, key=lambda each: each.week)


def get_layout(person: Person) -> Layout:
    """How the person likes to be asked."""
    binder = find_binder(person)
    return binder.layout if binder else Layout.SINGLE


def find_records(entries: Iterable[Entry]) -> dict[str, Administration]:
    """Those rows of `entries` that are still there, by pseudonym."""
    rows = db.session.scalars(
        select(Administration).where(
            Administration.pseudonym.in_([entry.pseudonym for entry in entries])
        )
    )
    return {row.pseudonym: row for row in rows}
