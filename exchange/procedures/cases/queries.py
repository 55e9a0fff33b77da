"""Reads of cases: for those who handle them, and for nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import HANDLE_CASES
from app.kernel.vault import KeyErased, current_vault
from exchange.procedures.cases.models import (
    Case,
    CaseAct,
    CaseHandler,
    CaseNote,
    CaseStep,
    CaseTick,
)
from exchange.procedures.writing.models import Procedure, ProcedureVersion, VersionState
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality, Person

DESCRIPTION = "description"


@dataclass(frozen=True)
class CaseLine:
    """A case in a list: how many of its steps are open, how many of these late, what comes next."""

    case: Case
    open_steps: int
    overdue: int
    next_due: datetime | None


@dataclass(frozen=True)
class ReadNote:
    """A note as it reads; empty where its key is gone."""

    note: CaseNote
    text: str


def get_case_for(person: Person, public_id: str) -> Case:
    """The case of `public_id`, if `person` handles it. Raises NotFound: others look the same."""
    case = db.session.scalar(
        select(Case)
        .where(Case.public_id == public_id, _handled_by(person))
        .options(joinedload(Case.version).joinedload(ProcedureVersion.procedure))
        .execution_options(populate_existing=True)
    )
    if case is None:
        raise NotFound
    return case


def handles(person: Person, case: Case) -> bool:
    """Whether `person` handles the case, as the database says now."""
    query = select(exists().where(Case.id == case.id, _handled_by(person)))
    return bool(db.session.scalar(query))


def list_lines(person: Person, now: datetime, *, exercises: bool) -> list[CaseLine]:
    """Cases or exercises that `person` handles: open ones first, newest first; one statement."""
    not_done = and_(CaseStep.done_at.is_(None), Case.closed_at.is_(None))
    late = and_(not_done, CaseStep.due_at < now)
    steps = func.count(CaseStep.number)
    rows = db.session.execute(
        select(
            Case,
            steps.filter(not_done),
            steps.filter(late),
            func.min(CaseStep.due_at).filter(not_done),
        )
        .join(CaseStep, CaseStep.case_id == Case.id)
        .join(Case.version)
        .where(_handled_by(person), _is_exercise(exercises))
        .options(contains_eager(Case.version))
        .group_by(Case.id, ProcedureVersion.id)
        .order_by(Case.closed_at.is_not(None), Case.started_at.desc(), Case.id.desc())
    )
    return [CaseLine(case, open_, overdue, due) for case, open_, overdue, due in rows]


def count_open(person: Person, now: datetime) -> tuple[int, int]:
    """How many open cases `person` handles, and how many of these have a step that is late."""
    late = exists().where(
        CaseStep.case_id == Case.id, CaseStep.done_at.is_(None), CaseStep.due_at < now
    )
    count = func.count(Case.id)
    row = db.session.execute(
        select(count, count.filter(late)).where(
            _handled_by(person), Case.closed_at.is_(None), Case.scenario.is_(None)
        )
    ).one()
    return row[0], row[1]


def list_handlers(case: Case) -> Sequence[Person]:
    """Who handles the case, by name."""
    return db.session.scalars(
        select(Person)
        .join(CaseHandler, CaseHandler.person_id == Person.id)
        .where(CaseHandler.case_id == case.id)
        .order_by(Person.sort_name, Person.id)
    ).all()


def list_steps(case: Case) -> dict[int, CaseStep]:
    """Where each step stands, by its number; read anew."""
    query = select(CaseStep).where(CaseStep.case_id == case.id).order_by(CaseStep.number)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.number: row for row in rows}


def list_ticks(case: Case) -> dict[tuple[int, int], CaseTick]:
    """What is ticked, by step and item; read anew."""
    query = select(CaseTick).where(CaseTick.case_id == case.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {(row.step, row.item): row for row in rows}


def list_acts(case: Case) -> Sequence[CaseAct]:
    """The case's own trail, the newest first."""
    return db.session.scalars(
        select(CaseAct).where(CaseAct.case_id == case.id).order_by(CaseAct.id.desc())
    ).all()


def read_description(case: Case) -> str:
    """What happened, as a handler wrote it; empty where its key is gone."""
    try:
        return current_vault().open(case.vault_subject, DESCRIPTION, case.sealed).decode()
    except KeyErased:
        return ""


def read_notes(case: Case) -> list[ReadNote]:
    """All notes, the newest first, with one look into the key store."""
    notes = db.session.scalars(
        select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id.desc())
    ).all()
    try:
        opened = current_vault().open_readable(
            case.vault_subject, {note.purpose: note.sealed for note in notes}
        )
    except KeyErased:
        opened = {}
    return [ReadNote(note, opened.get(note.purpose, b"").decode()) for note in notes]


def find_colleague(municipality: Municipality, email: str) -> Person | None:
    """Who signs in with `email`, belongs to the municipality and may handle cases."""
    return db.session.scalar(
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.email == email.strip().lower(), *_may_handle(municipality))
    )


def list_team(person: Person) -> Sequence[Person]:
    """The team of `person`, as far as it may handle cases, by name.

    Who is protected is left out: that they belong to it, nobody learns from KommA.
    """
    if person.municipality is None or person.team_id is None:
        return []
    return db.session.scalars(
        select(Person)
        .where(
            *_may_handle(person.municipality),
            Person.team_id == person.team_id,
            Person.contact_hidden.is_(False),
        )
        .order_by(Person.sort_name, Person.id)
    ).all()


def get_version_to_begin(person: Person, procedure_public_id: str) -> ProcedureVersion:
    """What holds of a procedure of the person's municipality. Raises NotFound."""
    version = db.session.scalar(
        select(ProcedureVersion)
        .join(ProcedureVersion.procedure)
        .where(
            Procedure.public_id == procedure_public_id,
            Procedure.municipality_id == person.municipality_id,
            ProcedureVersion.state == VersionState.IN_FORCE,
        )
        .options(contains_eager(ProcedureVersion.procedure).joinedload(Procedure.municipality))
    )
    if version is None:
        raise NotFound
    return version


def list_versions_to_begin(person: Person) -> Sequence[ProcedureVersion]:
    """All that holds in the person's municipality, by title."""
    return db.session.scalars(
        select(ProcedureVersion)
        .join(ProcedureVersion.procedure)
        .where(
            Procedure.municipality_id == person.municipality_id,
            ProcedureVersion.state == VersionState.IN_FORCE,
        )
        .options(contains_eager(ProcedureVersion.procedure))
        .order_by(ProcedureVersion.title, ProcedureVersion.id)
    ).all()


def _handled_by(person: Person) -> ColumnElement[bool]:
    """Whoever has left the municipality handles its cases no more, named or not."""
    named = exists().where(CaseHandler.case_id == Case.id, CaseHandler.person_id == person.id)
    at_home = exists().where(Person.id == person.id, Person.municipality_id == Case.municipality_id)
    return and_(named, at_home)


def _may_handle(municipality: Municipality) -> tuple[ColumnElement[bool], ...]:
    granted = select(RoleGrant.person_id).where(RoleGrant.role.in_(HANDLE_CASES.roles))
    return Person.municipality_id == municipality.id, Person.id.in_(granted)


def _is_exercise(wanted: bool) -> ColumnElement[bool]:
    return Case.scenario.is_not(None) if wanted else Case.scenario.is_(None)
