"""Commands on procedures: write a draft, put it in force once a body has adopted it, set aside.

Who writes is known to the trail; what is written stands in the versions.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.writing import queries
from exchange.procedures.writing.document import Lack, missing_in
from exchange.procedures.writing.models import Procedure, ProcedureVersion, VersionState
from organisations.models import Municipality, Person


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, adopted or discarded since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert.")


class NotReady(DomainError):
    """The draft lacks something that every procedure in force has; `lacks` says what."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(_l("Zum Inkraftsetzen fehlt noch etwas."))
        self.lacks = lacks


for _constraint in ("uq_procedure_versions_one_draft", "uq_procedure_versions_one_in_force"):
    explain_constraint(_constraint, ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)


def create_procedure(
    *, municipality: Municipality, document: Mapping[str, Any], actor: Person, now: datetime
) -> ProcedureVersion:
    """A procedure of `municipality` that is not in force yet: a draft that says `document`."""
    procedure = Procedure(public_id=new_public_id(), municipality=municipality, created_at=now)
    db.session.add(procedure)
    draft = _add_draft(procedure, document, actor, now)
    audit.record("procedure.created", procedure, actor=actor, now=now)
    return draft


def save_draft(
    *,
    procedure: Procedure,
    document: Mapping[str, Any],
    revision: int,
    actor: Person,
    now: datetime,
) -> ProcedureVersion | None:
    """Keep what the procedure is to say next; None where that is what it says already.

    `revision` is that of the draft that `actor` had before them, 0 where there was none. Raises
    ChangedMeanwhile where it is another by now: of two at once, one wins.
    """
    lock(_key(procedure))
    draft = queries.find_draft(procedure)
    if revision != (draft.revision if draft else 0):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    before = draft or queries.find_in_force(procedure)
    if before is not None and before.content == document:
        return None
    if draft is None:
        draft = _add_draft(procedure, document, actor, now)
    else:
        _change(
            draft,
            revision,
            title=document["title"],
            content=dict(document),
            author_public_id=actor.public_id,
            revision=revision + 1,
            changed_at=now,
        )
    audit.record("procedure.draft_saved", procedure, actor=actor, now=now)
    return draft


def discard_draft(*, procedure: Procedure, revision: int, actor: Person, now: datetime) -> None:
    """Give up what was being written. Raises ChangedMeanwhile and NotFound.

    A procedure that was never in force goes with it.
    """
    lock(_key(procedure))
    draft = _draft_of(procedure, revision)
    audit.record("procedure.draft_discarded", procedure, actor=actor, now=now)
    db.session.delete(draft)
    db.session.flush()
    if not queries.list_versions(procedure):
        db.session.delete(procedure)
        db.session.flush()


def put_in_force(
    *,
    procedure: Procedure,
    revision: int,
    adopted_by: str,
    adopted_on: date,
    actor: Person,
    now: datetime,
) -> ProcedureVersion:
    """Have the draft hold from now on, as the body `adopted_by` decided on the day `adopted_on`.

    What held before is superseded; cases go on with the version that they began with. Raises
    NotReady, ChangedMeanwhile and NotFound.
    """
    lock(_key(procedure))
    draft = _draft_of(procedure, revision)
    lacks = missing_in(draft.content)
    if lacks:
        raise NotReady(lacks)
    last = db.session.scalar(
        select(func.max(ProcedureVersion.number)).where(
            ProcedureVersion.procedure_id == procedure.id
        )
    )
    number = (last or 0) + 1
    with conflicts_explained():
        _end_what_holds(procedure, now)
        _change(
            draft,
            revision,
            state=VersionState.IN_FORCE,
            number=number,
            adopted_by=adopted_by,
            adopted_on=adopted_on,
            in_force_at=now,
        )
    audit.record("procedure.put_in_force", procedure, actor=actor, now=now, version=number)
    return draft


def set_aside(*, procedure: Procedure, actor: Person, now: datetime) -> None:
    """Have the procedure hold no longer: no case begins with it, those that run go on.

    Raises ChangedMeanwhile where it holds no more.
    """
    lock(_key(procedure))
    if not _end_what_holds(procedure, now):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    audit.record("procedure.set_aside", procedure, actor=actor, now=now)


def _key(procedure: Procedure) -> str:
    return f"procedure:{procedure.public_id}"


def _add_draft(
    procedure: Procedure, document: Mapping[str, Any], actor: Person, now: datetime
) -> ProcedureVersion:
    draft = ProcedureVersion(
        public_id=new_public_id(),
        procedure=procedure,
        title=document["title"],
        content=dict(document),
        author_public_id=actor.public_id,
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(draft)
    return draft


def _draft_of(procedure: Procedure, revision: int) -> ProcedureVersion:
    draft = queries.find_draft(procedure)
    if draft is None:
        raise NotFound
    if draft.revision != revision:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    return draft


def _change(draft: ProcedureVersion, seen: int, **values: Any) -> None:
    """Change the draft if it is still the one that was seen. Raises ChangedMeanwhile."""
    changed = db.session.execute(
        update(ProcedureVersion)
        .where(
            ProcedureVersion.id == draft.id,
            ProcedureVersion.revision == seen,
            ProcedureVersion.state == VersionState.DRAFT,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(draft)
    if changed.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def _end_what_holds(procedure: Procedure, now: datetime) -> bool:
    ended = db.session.execute(
        update(ProcedureVersion)
        .where(
            ProcedureVersion.procedure_id == procedure.id,
            ProcedureVersion.state == VersionState.IN_FORCE,
        )
        .values(state=VersionState.SUPERSEDED, ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return ended.rowcount == 1
