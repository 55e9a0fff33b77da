"""Commands on joint statements: write, open for signing, sign, release, withdraw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, update

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, Forbidden, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext
from app.kernel.retention import today
from exchange.statements import queries
from exchange.statements.models import JointStatement, Signature, StatementState
from notifications.services import notify
from organisations.models import Municipality, Person

OPENED_MAIL, DUE_MAIL = "statements/opened", "statements/due"
PROPOSED_MAIL, DECIDED_MAIL = "statements/proposed", "statements/decided"


class ChangedMeanwhile(DomainError):
    """Somebody else has saved or decided since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes etwas geändert. Gespeichert wurde nichts.")


class OwnStatement(Forbidden):
    """Whoever wrote any of it neither opens nor releases it."""

    MESSAGE = _l("Sie haben daran mitgeschrieben. Entscheiden kann nur jemand anderes.")


class SignedAlready(DomainError):
    """A municipality signs once."""

    MESSAGE = _l("Ihre Kommune hat schon unterzeichnet.")


class NotOpen(DomainError):
    """It is not open for signing, or the last day to sign is over."""

    MESSAGE = _l("Diese Erklärung kann gerade nicht unterzeichnet werden.")


explain_constraint(
    "ck_joint_statements_by_a_second_person", OwnStatement.MESSAGE, error=OwnStatement
)
explain_constraint("uq_statement_signatures_one_each", SignedAlready.MESSAGE, error=SignedAlready)


@dataclass(frozen=True)
class Wording:
    """What a statement says; `body` is Markdown."""

    title: str
    summary: str
    body: str


def create_statement(
    *, municipality: Municipality | None, wording: Wording, actor: Person, now: datetime
) -> JointStatement:
    """A draft of a municipality, or of the programme office (None)."""
    statement = JointStatement(
        municipality=municipality,
        title=wording.title,
        summary=wording.summary,
        body=wording.body,
        authors=actor.public_id,
        created_at=now,
        changed_at=now,
    )
    db.session.add(statement)
    db.session.flush()
    audit.record("statement.created", statement, actor=actor, now=now)
    return statement


def save_statement(
    *, statement: JointStatement, wording: Wording, revision: int, actor: Person, now: datetime
) -> None:
    """Change a draft. `revision` is the one that `actor` had before them.

    Raises ChangedMeanwhile where it is another by now, or no draft any more.
    """
    authors = [actor.public_id, *(one for one in statement.author_ids if one != actor.public_id)]
    _move(
        statement,
        revision,
        (StatementState.DRAFT,),
        now,
        title=wording.title,
        summary=wording.summary,
        body=wording.body,
        authors=" ".join(authors),
    )
    audit.record("statement.saved", statement, actor=actor, now=now)


def propose_statement(
    *, statement: JointStatement, revision: int, actor: Person, now: datetime
) -> None:
    """Ask the office to open it for signing. Raises ChangedMeanwhile."""
    _move(
        statement,
        revision,
        (StatementState.DRAFT,),
        now,
        state=StatementState.PROPOSED,
        remark="",
    )
    audit.record("statement.proposed", statement, actor=actor, now=now)
    _tell(_others(queries.list_office(), actor), PROPOSED_MAIL, statement, now)


def take_back_statement(
    *, statement: JointStatement, revision: int, actor: Person, now: datetime
) -> None:
    """Go on writing at what waits for the office. Raises ChangedMeanwhile."""
    _move(statement, revision, (StatementState.PROPOSED,), now, state=StatementState.DRAFT)
    audit.record("statement.taken_back", statement, actor=actor, now=now)


def return_statement(
    *, statement: JointStatement, remark: str, revision: int, actor: Person, now: datetime
) -> None:
    """Send it back to who proposed it, with what is to be changed.

    Raises DomainError at `remark` without any, and ChangedMeanwhile.
    """
    if not remark:
        raise DomainError(_l("Bitte schreiben Sie, was zu ändern ist."), field="remark")
    _move(
        statement,
        revision,
        (StatementState.PROPOSED,),
        now,
        state=StatementState.DRAFT,
        remark=remark,
    )
    audit.record("statement.returned", statement, actor=actor, now=now)
    _tell(_others(_proposers(statement), actor), DECIDED_MAIL, statement, now)


def open_statement(
    *,
    statement: JointStatement,
    sign_by: date,
    quorum: int,
    revision: int,
    actor: Person,
    now: datetime,
) -> None:
    """Open it for signing until the end of `sign_by`; from now on its text is final.

    Every municipality's coordination is told. Raises OwnStatement for whoever wrote any of it (so
    does the constraint `by_a_second_person`), DomainError at `sign_by` for a day that is over, and
    ChangedMeanwhile.
    """
    if actor.public_id in statement.author_ids:
        raise OwnStatement(OwnStatement.MESSAGE)
    if sign_by <= today(now):
        raise DomainError(_l("Bitte wählen Sie einen Tag nach heute."), field="sign_by")
    with conflicts_explained():
        _move(
            statement,
            revision,
            (StatementState.PROPOSED,),
            now,
            state=StatementState.OPEN,
            sign_by=sign_by,
            quorum=quorum,
            opened_by=actor.public_id,
            opened_at=now,
            remark="",
        )
    audit.record("statement.opened", statement, actor=actor, now=now)
    _tell(queries.list_people_who_sign(), OPENED_MAIL, statement, now)


def sign_statement(
    *,
    statement: JointStatement,
    municipality: Municipality,
    decided_by: str,
    decided_on: date,
    actor: Person,
    now: datetime,
) -> Signature:
    """The municipality says the same; once released, everybody sees that at once.

    `decided_by` names the body. Raises NotOpen, and SignedAlready (so does the index
    `one_each`).
    """
    lock(_key(statement))
    db.session.refresh(statement)
    if not statement.takes_signatures(today(now)):
        raise NotOpen(NotOpen.MESSAGE)
    signature = Signature(
        statement=statement,
        municipality=municipality,
        decided_by=decided_by,
        decided_on=decided_on,
        signed_by=actor.public_id,
        signed_at=now,
    )
    with conflicts_explained():
        db.session.add(signature)
        db.session.flush()
    audit.record("statement.signed", signature, actor=actor, now=now)
    return signature


def take_back_signature(
    *, statement: JointStatement, municipality: Municipality, actor: Person, now: datetime
) -> None:
    """The municipality does not say the same any more; the office is told.

    Always possible, also after the last day to sign and when it is public: nobody is kept in a
    statement. Raises NotFound where it has not signed.
    """
    lock(_key(statement))
    signature = queries.find_signature(statement, municipality.id)
    if signature is None:
        raise NotFound
    signature.taken_back_at = now
    db.session.flush()
    audit.record("statement.signature_taken_back", signature, actor=actor, now=now)
    _tell(queries.list_office(), DECIDED_MAIL, statement, now, taken_back=municipality)


def release_statement(
    *, statement: JointStatement, revision: int, actor: Person, now: datetime
) -> None:
    """Put it before the public with the municipalities that have signed; they are told.

    Raises OwnStatement for whoever wrote any of it, DomainError where signatures are missing, and
    ChangedMeanwhile.
    """
    if actor.public_id in statement.author_ids:
        raise OwnStatement(OwnStatement.MESSAGE)
    lock(_key(statement))
    signed = queries.list_signatures(statement)
    short = statement.quorum - len(signed)
    if short > 0:
        raise DomainError(
            ngettext(
                "Es fehlt noch %(num)s Unterschrift.",
                "Es fehlen noch %(num)s Unterschriften.",
                short,
            )
        )
    with conflicts_explained():
        _move(
            statement,
            revision,
            (StatementState.OPEN,),
            now,
            state=StatementState.RELEASED,
            released_by=actor.public_id,
            released_at=now,
        )
    audit.record("statement.released", statement, actor=actor, now=now)
    _tell(_people_of(statement, signed), DECIDED_MAIL, statement, now)


def withdraw_statement(
    *, statement: JointStatement, remark: str, revision: int, actor: Person, now: datetime
) -> None:
    """Take it from the public, or close it without ever having been; who signed is told.

    Raises DomainError at `remark` without a reason, and ChangedMeanwhile.
    """
    if not remark:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="remark")
    _move(
        statement,
        revision,
        (StatementState.OPEN, StatementState.RELEASED),
        now,
        state=StatementState.WITHDRAWN,
        remark=remark,
    )
    audit.record("statement.withdrawn", statement, actor=actor, now=now)
    signed = queries.list_signatures(statement)
    _tell(_people_of(statement, signed), DECIDED_MAIL, statement, now)


def discard_statement(
    *, statement: JointStatement, revision: int, actor: Person, now: datetime
) -> None:
    """Delete a draft. Raises ChangedMeanwhile."""
    _move(statement, revision, (StatementState.DRAFT,), now)
    audit.record("statement.discarded", statement, actor=actor, now=now)
    delete_drafts([statement.id])


def delete_drafts(ids: list[int]) -> int:
    """Delete what was never opened; returns how many."""
    deleted: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        delete(JointStatement)
        .where(
            JointStatement.id.in_(ids),
            JointStatement.state.in_((StatementState.DRAFT, StatementState.PROPOSED)),
        )
        .execution_options(synchronize_session="fetch")
    )
    return deleted.rowcount


def remind_of_signing(*, statement: JointStatement, now: datetime) -> bool:
    """Tell who has not signed that the last day is near; of two workers one does."""
    claimed: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(JointStatement)
        .where(
            JointStatement.id == statement.id,
            JointStatement.state == StatementState.OPEN,
            JointStatement.reminded_at.is_(None),
        )
        .values(reminded_at=now)
        .execution_options(synchronize_session="fetch")
    )
    if claimed.rowcount != 1:
        return False
    signed = {one.municipality_id for one in queries.list_signatures(statement)}
    _tell(queries.list_people_who_sign(besides=signed), DUE_MAIL, statement, now)
    return True


def _key(statement: JointStatement) -> str:
    return f"joint_statement:{statement.id}"


def _move(
    statement: JointStatement,
    revision: int,
    before: tuple[StatementState, ...],
    now: datetime,
    **values: object,
) -> None:
    """Of two at once, one UPDATE wins: it names the revision that its author had before them."""
    lock(_key(statement))
    moved: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(JointStatement)
        .where(
            JointStatement.id == statement.id,
            JointStatement.revision == revision,
            JointStatement.state.in_(before),
        )
        .values(revision=JointStatement.revision + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(statement)
    if moved.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def _proposers(statement: JointStatement) -> Iterable[Person]:
    if statement.municipality_id is None:
        return queries.list_office()
    return queries.list_coordinators_of({statement.municipality_id})


def _people_of(statement: JointStatement, signed: Iterable[Signature]) -> Iterable[Person]:
    """Whoever coordinates where it was proposed or signed."""
    ids = {one.municipality_id for one in signed} | {statement.municipality_id}
    return queries.list_coordinators_of({one for one in ids if one is not None})


def _others(people: Iterable[Person], actor: Person) -> list[Person]:
    return [person for person in people if person.id != actor.id]


def _tell(
    people: Iterable[Person],
    mail: str,
    statement: JointStatement,
    now: datetime,
    *,
    taken_back: Municipality | None = None,
) -> None:
    for person in people:
        notify(person=person, template=mail, now=now, statement=statement, taken_back=taken_back)
