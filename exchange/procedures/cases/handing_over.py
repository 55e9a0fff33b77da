"""Who handles a case: name somebody, let somebody go, hand over. Somebody always does.

`Case.handler_count` counts the rows, and a check keeps it from none: of two handlers who leave at
once the second is told that they are the last.
"""

from datetime import datetime

from sqlalchemy import delete, update

from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import NotFound
from exchange.procedures.cases.errors import AlreadyNamed, LastHandler
from exchange.procedures.cases.models import Act, Case, CaseHandler
from exchange.procedures.cases.services import take
from exchange.procedures.cases.trail import note_act
from notifications.services import notify
from organisations.models import Person

NAMED_MAIL = "cases/named"


def name_handler(*, case: Case, person: Person, actor: Person, now: datetime) -> None:
    """Have `person`, of the same municipality, handle the case, too; they are told by mail.

    Raises NotFound, and AlreadyNamed where they do already.
    """
    take(case, actor, closed_too=True)
    _name(case, person, actor, now)


def release_handler(*, case: Case, person: Person, actor: Person, now: datetime) -> None:
    """Have `person` handle the case no more; handlers may release each other and themselves.

    Raises NotFound where they do not, and LastHandler.
    """
    take(case, actor, closed_too=True)
    _release(case, person, actor, now)


def hand_over(*, case: Case, successor: Person, actor: Person, now: datetime) -> None:
    """Name `successor` and leave, both or neither. Raises what the two raise."""
    take(case, actor, closed_too=True)
    _name(case, successor, actor, now)
    _release(case, actor, actor, now)


def let_go(*, case: Case, person: Person, now: datetime) -> bool:
    """Have somebody who has left handle the case no more; False where nobody else does."""
    lock(case.vault_subject)
    try:
        _release(case, person, None, now)
    except (LastHandler, NotFound):
        return False
    return True


def _name(case: Case, person: Person, actor: Person, now: datetime) -> None:
    if person.municipality_id != case.municipality_id:
        raise NotFound
    insert = INSERT[db.engine.dialect.name](CaseHandler).values(
        case_id=case.id, person_id=person.id, named_at=now
    )
    named = insert.on_conflict_do_nothing().returning(CaseHandler.person_id)
    if db.session.scalar(named) is None:
        raise AlreadyNamed(AlreadyNamed.MESSAGE, field="email")
    _count(case, 1)
    note_act(case, Act.NAMED, actor=actor, now=now, about=person)
    notify(person=person, template=NAMED_MAIL, now=now, case=case)


def _release(case: Case, person: Person, actor: Person | None, now: datetime) -> None:
    with conflicts_explained():
        gone = db.session.execute(
            delete(CaseHandler)
            .where(CaseHandler.case_id == case.id, CaseHandler.person_id == person.id)
            .execution_options(synchronize_session="fetch")
        )
        if gone.rowcount != 1:
            raise NotFound
        _count(case, -1)
    note_act(case, Act.RELEASED, actor=actor, now=now, about=person)


def _count(case: Case, change: int) -> None:
    db.session.execute(
        update(Case)
        .where(Case.id == case.id)
        .values(handler_count=Case.handler_count + change)
        .execution_options(synchronize_session="fetch")
    )
