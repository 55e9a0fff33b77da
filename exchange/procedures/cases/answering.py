"""Answer the questions of a step, and see that what is required stands before it is done."""

from datetime import datetime

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import current_vault
from exchange.procedures.cases.answers import NOTHING, as_text, list_answers
from exchange.procedures.cases.errors import AnswersMissing, ChangedMeanwhile
from exchange.procedures.cases.models import Act, Case, CaseAnswers
from exchange.procedures.cases.queries import list_steps
from exchange.procedures.cases.services import take
from exchange.procedures.cases.trail import note_act
from exchange.procedures.writing.document import Step
from exchange.procedures.writing.questions import Answers, unanswered
from organisations.models import Person


def get_asking_step(case: Case, number: int) -> Step:
    """That step of the case's version, from 1, if it asks something. Raises NotFound."""
    step = next((one for one in case.version.steps if one.number == number), None)
    if step is None or not step.questions:
        raise NotFound
    return step


def answer_step(
    *, case: Case, step: int, answers: Answers, revision: int, actor: Person, now: datetime
) -> bool:
    """Keep `answers` in place of those of `revision`, sealed; False where nothing has changed.

    There may be gaps until the step is done. Raises NotFound, CaseClosed, ChangedMeanwhile where it
    is another revision by now, and AnswersMissing where a step that is done would lack something.
    """
    take(case, actor)
    asking = get_asking_step(case, step)
    before = list_answers(case).get(step, NOTHING)
    if revision != before.revision:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    given = {one.number: answers.get(one.number, "") for one in asking.questions}
    given = {number: text for number, text in given.items() if text}
    if given == before.given:
        return False
    lacking = unanswered(asking.questions, given)
    if lacking and list_steps(case)[step].done_at is not None:
        raise AnswersMissing([one.number for one in lacking])
    row = db.session.get(CaseAnswers, (case.id, step)) or CaseAnswers(case_id=case.id, step=step)
    row.sealed = current_vault().seal(case.vault_subject, row.purpose, as_text(given))
    row.revision, row.person_public_id, row.saved_at = revision + 1, actor.public_id, now
    db.session.add(row)
    note_act(case, Act.ANSWERED, actor=actor, now=now, step=step)
    db.session.flush()
    return True
