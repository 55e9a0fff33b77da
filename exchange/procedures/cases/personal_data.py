"""What cases hold of those who handle them. Of whom a case is about, only its sealed texts know."""

from typing import Any

from sqlalchemy import delete, select, update

from app.kernel import clock
from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.procedures.cases.answers import list_answers
from exchange.procedures.cases.deleting import delete_cases
from exchange.procedures.cases.models import (
    Case,
    CaseAct,
    CaseAnswers,
    CaseHandler,
    CaseNote,
    CaseTick,
)
from exchange.procedures.cases.queries import read_notes
from exchange.procedures.cases.retention import KEPT_CASES, KEPT_EXERCISES
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""

_WHO = (
    (CaseTick, CaseTick.person_public_id),
    (CaseAnswers, CaseAnswers.person_public_id),
    (CaseNote, CaseNote.author_public_id),
    (CaseAct, CaseAct.actor_public_id),
    (CaseAct, CaseAct.about_public_id),
)


def export_cases(person_id: int) -> list[dict[str, Any]]:
    """The cases that the person handles, oldest first, with what they noted themselves.

    Of the forms of steps, only that they saved them: the answers are about somebody else.
    """
    person = db.session.get_one(Person, person_id)
    handled = db.session.execute(
        select(CaseHandler, Case)
        .join(CaseHandler.case)
        .where(CaseHandler.person_id == person_id, Case.municipality_id == person.municipality_id)
        .order_by(Case.id)
    ).all()
    return [
        {
            "reference": case.reference,
            "exercise": case.is_exercise,
            "started_at": case.started_at.isoformat(),
            "named_at": handler.named_at.isoformat(),
            "forms": [
                {"step": step, "at": saved.saved_at.isoformat()}
                for step, saved in sorted(list_answers(case).items())
                if saved.saved_by == person.public_id and saved.saved_at
            ],
            "notes": [
                {"at": read.note.written_at.isoformat(), "text": read.text}
                for read in read_notes(case)
                if read.note.author_public_id == person.public_id
            ],
        }
        for handler, case in handled
    ]


def erase_cases(person_id: int) -> None:
    """Forget that it was the person. A case that nobody else handles goes: nobody could read it."""
    public_id = db.session.scalar(select(Person.public_id).where(Person.id == person_id))
    own = select(CaseHandler.case_id).where(CaseHandler.person_id == person_id)
    alone = select(Case.id).where(Case.id.in_(own), Case.handler_count == 1)
    delete_cases(db.session.scalars(alone).all(), now=clock.now())
    quietly = {"synchronize_session": False}
    db.session.execute(
        update(Case)
        .where(Case.id.in_(own))
        .values(handler_count=Case.handler_count - 1)
        .execution_options(**quietly)
    )
    handlers = delete(CaseHandler).where(CaseHandler.person_id == person_id)
    db.session.execute(handlers.execution_options(**quietly))
    for model, column in _WHO:
        db.session.execute(
            update(model)
            .where(column == public_id)
            .values({column.key: NOBODY})
            .execution_options(**quietly)
        )
    db.session.flush()


CASES = PersonalData(
    name="clearing_cases",
    label=_l("Vorgänge nach einem Verfahren, bei denen Sie benannt sind"),
    purpose=_l("Vorfälle klären und Betroffene schützen"),
    export=export_cases,
    erase=erase_cases,
    retention=_l(
        "Bis zu dem Tag, der beim Beginn gewählt wurde, höchstens %(cases)s; Übungen "
        "%(exercises)s. Danach bleibt eine Zeile ohne Personen für die Statistik, bis das Halbjahr "
        "ausgezählt ist.",
        cases=KEPT_CASES.shown,
        exercises=KEPT_EXERCISES.shown,
    ),
    sealed=_l("was passiert ist, alle Antworten und alle Notizen"),
)
