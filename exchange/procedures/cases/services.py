"""Commands on cases: start, describe, tick, note, close. Each takes the case's lock.

None of this is written to the trail that the office reads: it would tell who handles a case, and
how many there are. A case has a trail of its own (`CaseAct`), without what is written in it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, update

from app.kernel.base import new_public_id
from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.i18n import programme_zone
from app.kernel.vault import current_vault
from exchange.procedures.cases import queries
from exchange.procedures.cases.answers import NOTHING, list_answers
from exchange.procedures.cases.errors import (
    AnswersMissing,
    CaseClosed,
    ChangedMeanwhile,
    NotInForce,
)
from exchange.procedures.cases.models import Act, Case, CaseHandler, CaseNote, CaseStep, CaseTick
from exchange.procedures.cases.references import new_reference
from exchange.procedures.cases.timetable import timetable
from exchange.procedures.cases.trail import note_act
from exchange.procedures.figures.outcomes import Outcome
from exchange.procedures.figures.services import count_case
from exchange.procedures.writing.models import ProcedureVersion
from exchange.procedures.writing.questions import unanswered
from organisations.models import Person


@dataclass(frozen=True, kw_only=True)
class Incident:
    """What a case is about: a key of a situation, the day, and in words what happened.

    `scenario` is the key of the invented case where it is an exercise.
    """

    situation: str
    happened_on: date
    description: str
    scenario: str | None = None


def start_case(
    *,
    version: ProcedureVersion,
    incident: Incident,
    delete_on: date,
    others: Collection[Person] = (),
    actor: Person,
    now: datetime,
) -> Case:
    """A case by `version`, handled by `actor` and `others`; its deadlines begin to run.

    Raises NotFound for who is of another municipality, and NotInForce.
    """
    municipality = version.procedure.municipality
    handlers = {person.id: person for person in (actor, *others)}
    if any(person.municipality_id != municipality.id for person in handlers.values()):
        raise NotFound
    lock(f"procedure:{version.procedure.public_id}")
    db.session.refresh(version)
    if not version.is_in_force:
        raise NotInForce(NotInForce.MESSAGE)
    if incident.situation not in version.situations:
        raise NotFound
    case = Case(
        public_id=new_public_id(),
        version=version,
        municipality=municipality,
        reference=new_reference(),
        situation=incident.situation,
        scenario=incident.scenario,
        happened_on=incident.happened_on,
        started_at=now,
        delete_on=delete_on,
        handler_count=len(handlers),
    )
    case.sealed = _sealed(case, incident.description)
    db.session.add(case)
    db.session.flush()
    db.session.add_all(
        CaseHandler(case_id=case.id, person_id=key, named_at=now) for key in handlers
    )
    db.session.add_all(CaseStep(case_id=case.id, number=step.number) for step in version.steps)
    db.session.flush()
    _keep_time(case, now)
    note_act(case, Act.STARTED, actor=actor, now=now)
    return case


def describe_case(
    *, case: Case, description: str, revision: int, actor: Person, now: datetime
) -> Case:
    """Keep `description` in place of what stood there in `revision`.

    Raises NotFound, CaseClosed, and ChangedMeanwhile where it is another revision by now.
    """
    take(case, actor)
    if case.revision != revision:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    case.sealed, case.revision = _sealed(case, description), revision + 1
    note_act(case, Act.DESCRIBED, actor=actor, now=now)
    db.session.flush()
    return case


def tick_item(*, case: Case, step: int, item: int, actor: Person, now: datetime) -> bool:
    """Tick an item, both counted from 1; False where somebody has done it already.

    Raises NotFound, also where there is no such item, CaseClosed, and AnswersMissing where it is
    the last of its step and something that has to be answered there is not.
    """
    take(case, actor)
    _require_item(case, step, item)
    _require_answers(case, step, item)
    insert = INSERT[db.engine.dialect.name](CaseTick).values(
        case_id=case.id, step=step, item=item, person_public_id=actor.public_id, at=now
    )
    ticked = insert.on_conflict_do_nothing().returning(CaseTick.item)
    if db.session.scalar(ticked) is None:
        return False
    note_act(case, Act.TICKED, actor=actor, now=now, step=step, item=item)
    _keep_time(case, now)
    return True


def untick_item(*, case: Case, step: int, item: int, actor: Person, now: datetime) -> bool:
    """Take a tick back; False where there is none. Raises NotFound and CaseClosed."""
    take(case, actor)
    _require_item(case, step, item)
    gone = db.session.execute(
        delete(CaseTick)
        .where(CaseTick.case_id == case.id, CaseTick.step == step, CaseTick.item == item)
        .execution_options(synchronize_session=False)
    )
    if gone.rowcount != 1:
        return False
    note_act(case, Act.UNTICKED, actor=actor, now=now, step=step, item=item)
    _keep_time(case, now)
    return True


def add_note(*, case: Case, text: str, actor: Person, now: datetime) -> CaseNote:
    """A note for all handlers, sealed. Raises NotFound and CaseClosed."""
    take(case, actor)
    note = CaseNote(
        public_id=new_public_id(),
        case_id=case.id,
        author_public_id=actor.public_id,
        written_at=now,
    )
    note.sealed = current_vault().seal(case.vault_subject, note.purpose, text.encode())
    db.session.add(note)
    note_act(case, Act.NOTED, actor=actor, now=now)
    db.session.flush()
    return note


def close_case(*, case: Case, outcome: Outcome | None, actor: Person, now: datetime) -> Case:
    """End the case with what became of it, an exercise without. Of two at once, one wins.

    A real one is counted, without anything that leads to it. Raises NotFound and CaseClosed.
    """
    take(case, actor)
    with conflicts_explained():
        closed = db.session.execute(
            update(Case)
            .where(Case.id == case.id, Case.closed_at.is_(None))
            .values(closed_at=now, outcome=outcome)
            .execution_options(synchronize_session=False)
        )
    db.session.refresh(case)
    if closed.rowcount != 1:
        raise CaseClosed(CaseClosed.MESSAGE)
    stop_reminders = update(CaseStep).where(CaseStep.case_id == case.id).values(remind_at=None)
    db.session.execute(stop_reminders.execution_options(synchronize_session=False))
    note_act(case, Act.CLOSED, actor=actor, now=now)
    if outcome is not None:
        count_case(
            municipality_id=case.municipality_id,
            situation=case.situation,
            outcome=outcome,
            started_at=case.started_at,
            now=now,
        )
    db.session.flush()
    return case


def take(case: Case, actor: Person, *, closed_too: bool = False) -> None:
    """Hold the case until the transaction ends, as it is in the database now.

    Raises NotFound for who does not handle it (any more), or where it is gone, and CaseClosed.
    """
    lock(case.vault_subject)
    if not queries.handles(actor, case):
        raise NotFound
    db.session.refresh(case)
    if not case.is_open and not closed_too:
        raise CaseClosed(CaseClosed.MESSAGE)


def _keep_time(case: Case, now: datetime) -> None:
    """Note which steps are done since when, and what is due when."""
    ticked = [step for step, _item in queries.list_ticks(case)]
    rows, steps = queries.list_steps(case), case.version.steps
    for step in steps:
        row = rows[step.number]
        is_done = ticked.count(step.number) >= step.items
        row.done_at = (row.done_at or now) if is_done else None
    done_at = {number: row.done_at for number, row in rows.items() if row.done_at}
    due = timetable(steps, started_at=case.started_at, done_at=done_at, zone=programme_zone())
    for number, row in rows.items():
        found = due.get(number)
        if row.done_at is not None or found is None:
            row.remind_at = None
        elif row.due_at != found.at or row.remind_at is None:
            # What was told before it was done, or moved, is not told again for its past.
            row.remind_at = _next_reminder(found.remind_at, found.at, now)
        row.due_at = found.at if found else None
    if case.is_exercise:
        for row in rows.values():
            row.remind_at = None
    db.session.flush()


def _next_reminder(first: datetime, due: datetime, now: datetime) -> datetime | None:
    return next((at for at in (first, due) if at > now), None)


def _require_item(case: Case, step: int, item: int) -> None:
    steps = case.version.steps
    if not 1 <= step <= len(steps) or not 1 <= item <= steps[step - 1].items:
        raise NotFound


def _require_answers(case: Case, step: int, item: int) -> None:
    asking = case.version.steps[step - 1]
    others = {ticked for of, ticked in queries.list_ticks(case) if of == step} - {item}
    if not asking.questions or len(others) < asking.items - 1:
        return
    lacking = unanswered(asking.questions, list_answers(case).get(step, NOTHING).given)
    if lacking:
        raise AnswersMissing([one.number for one in lacking])


def _sealed(case: Case, description: str) -> bytes:
    return current_vault().seal(case.vault_subject, queries.DESCRIPTION, description.encode())
