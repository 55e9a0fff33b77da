"""Reads of procedures, as far as the one who reads belongs to their municipality."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import WRITE_PROCEDURES
from app.kernel.permissions import SCOPED_ROLES
from exchange.procedures.writing.models import Procedure, ProcedureVersion, VersionState
from organisations.accounts.models import Account
from organisations.models import Municipality

_NEWEST_FIRST = (ProcedureVersion.procedure_id, ProcedureVersion.number.desc())


@dataclass(frozen=True)
class Shelf:
    """A procedure with what holds now, what is being written, and the newest that held before."""

    procedure: Procedure
    in_force: ProcedureVersion | None
    draft: ProcedureVersion | None
    last: ProcedureVersion | None

    @property
    def shown(self) -> ProcedureVersion:
        """What holds now, else what is to come, else what held at last."""
        return next(one for one in (self.in_force, self.draft, self.last) if one is not None)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.shown.title


def list_shelves(account: Account) -> list[Shelf]:
    """The procedures of the municipalities of `account` by title; one statement.

    Who does not write there sees those that are in force.
    """
    written = written_municipality_ids(account)
    known = {account.person.municipality_id} | written
    versions = db.session.scalars(
        select(ProcedureVersion)
        .join(ProcedureVersion.procedure)
        .where(Procedure.municipality_id.in_(known - {None}))
        .options(joinedload(ProcedureVersion.procedure).joinedload(Procedure.municipality))
        .order_by(*_NEWEST_FIRST)
    ).all()
    by_procedure: dict[int, list[ProcedureVersion]] = {}
    for version in versions:
        by_procedure.setdefault(version.procedure_id, []).append(version)
    shelves = [_shelf(of_one[0].procedure, of_one) for of_one in by_procedure.values()]
    shown = (
        shelf for shelf in shelves if shelf.in_force or shelf.procedure.municipality_id in written
    )
    return sorted(shown, key=lambda shelf: (shelf.title.casefold(), shelf.procedure.id))


def list_uncovered(
    shelves: Iterable[Shelf], municipality_ids: Collection[int], situations: Iterable[str]
) -> list[str]:
    """Of the keys of `situations`, those for which nothing holds in one of the municipalities."""
    covered = {
        (shelf.procedure.municipality_id, key)
        for shelf in shelves
        if shelf.in_force
        for key in shelf.in_force.situations
    }
    return [key for key in situations if any((one, key) not in covered for one in municipality_ids)]


def get_shelf(account: Account, public_id: str) -> Shelf:
    """One procedure, under the same conditions. Raises NotFound."""
    procedure = _find_procedure(account, public_id)
    if procedure is not None:
        shelf = _shelf(procedure, list_versions(procedure))
        if shelf.in_force or may_write(account, procedure):
            return shelf
    raise NotFound


def get_written_shelf(account: Account, public_id: str) -> Shelf:
    """One procedure that `account` may change. Raises NotFound."""
    shelf = get_shelf(account, public_id)
    if not may_write(account, shelf.procedure):
        raise NotFound
    return shelf


def list_versions(procedure: Procedure) -> Sequence[ProcedureVersion]:
    """All versions, the newest first, a draft before them."""
    versions = db.session.scalars(
        select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure.id)
    ).all()
    return sorted(versions, key=lambda version: version.number or 1_000_000, reverse=True)


def list_readable_versions(account: Account, shelf: Shelf) -> list[ProcedureVersion]:
    """Those that `account` may read, the newest first: a draft is for who writes alone."""
    writes = may_write(account, shelf.procedure)
    return [one for one in list_versions(shelf.procedure) if writes or one.number is not None]


def get_adopted_version(procedure: Procedure, number: int) -> ProcedureVersion:
    """The version of that number. Raises NotFound."""
    version = db.session.scalar(
        select(ProcedureVersion).where(
            ProcedureVersion.procedure_id == procedure.id, ProcedureVersion.number == number
        )
    )
    if version is None:
        raise NotFound
    return version


def find_draft(procedure: Procedure) -> ProcedureVersion | None:
    """What is being written, read anew; None where nothing is."""
    return _find(procedure, VersionState.DRAFT)


def find_in_force(procedure: Procedure) -> ProcedureVersion | None:
    """What holds now, read anew; None where nothing does."""
    return _find(procedure, VersionState.IN_FORCE)


def list_written_municipalities(account: Account) -> list[Municipality]:
    """By name, the municipalities for which `account` may write procedures."""
    ids = written_municipality_ids(account)
    if not ids:
        return []
    query = select(Municipality).where(Municipality.id.in_(ids)).order_by(Municipality.name)
    return list(db.session.scalars(query))


def may_write(account: Account, procedure: Procedure) -> bool:
    """Whether `account` may change the procedure."""
    return procedure.municipality_id in written_municipality_ids(account)


def written_municipality_ids(account: Account) -> set[int]:
    """Where `account` coordinates, or stands in for who does."""
    roles = WRITE_PROCEDURES.roles & SCOPED_ROLES
    return {
        grant.municipality_id
        for grant in account.grants
        if grant.role in roles and grant.municipality_id is not None
    }


def _find_procedure(account: Account, public_id: str) -> Procedure | None:
    own = Procedure.municipality_id == account.person.municipality_id
    written = Procedure.municipality_id.in_(written_municipality_ids(account))
    return db.session.scalar(
        select(Procedure)
        .where(Procedure.public_id == public_id, or_(own, written))
        .options(joinedload(Procedure.municipality))
    )


def _find(procedure: Procedure, state: VersionState) -> ProcedureVersion | None:
    query = select(ProcedureVersion).where(
        ProcedureVersion.procedure_id == procedure.id, ProcedureVersion.state == state
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _shelf(procedure: Procedure, versions: Sequence[ProcedureVersion]) -> Shelf:
    by_state = {version.state: version for version in reversed(versions)}
    return Shelf(
        procedure,
        by_state.get(VersionState.IN_FORCE),
        by_state.get(VersionState.DRAFT),
        max(
            (one for one in versions if one.state == VersionState.SUPERSEDED),
            key=lambda one: one.number or 0,
            default=None,
        ),
    )
