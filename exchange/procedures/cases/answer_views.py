"""The form of a step: what its handlers note there, and what has to stand before it is done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import HANDLE_CASES
from app.kernel.permissions import requires
from exchange.procedures.cases import queries
from exchange.procedures.cases.answer_forms import AnswersForm, answers_form
from exchange.procedures.cases.answering import answer_step, get_asking_step
from exchange.procedures.cases.answers import NOTHING, StepAnswers, list_answers
from exchange.procedures.cases.errors import AnswersMissing, CaseClosed, ChangedMeanwhile
from exchange.procedures.cases.models import Case
from exchange.procedures.cases.presentation import shown_answers
from exchange.procedures.writing.document import Step
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "case_answers",
    __name__,
    template_folder="templates",
    url_prefix="/cases/<public_id>/steps/<int:number>",
)


@blueprint.route("/form", methods=["GET", "POST"])
@requires(HANDLE_CASES)
def fill_in(public_id: str, number: int) -> ResponseReturnValue:
    case = queries.get_case_for(current_person(), public_id)
    step = get_asking_step(case, number)
    if not case.is_open:
        return redirect(_at_step(case, number), 303)
    form = answers_form(step.questions, _said(case, number))
    if not form.is_submitted():
        return _page(case, step, form)
    return _save(case, step, form) if form.validate() else (_page(case, step, form), 422)


def form_with_gaps(case: Case, number: int, gaps: AnswersMissing) -> ResponseReturnValue:
    """The form of a step that cannot be ticked off yet, with what is missing told at its field."""
    step = get_asking_step(case, number)
    form = answers_form(step.questions, _said(case, number), fresh=True)
    form.tell(gaps.numbers)
    return _page(case, step, form), 422


def _save(case: Case, step: Step, form: AnswersForm) -> ResponseReturnValue:
    try:
        answer_step(
            case=case,
            step=step.number,
            answers=form.answers,
            revision=form.seen,
            actor=current_person(),
            now=clock.now(),
        )
    except ChangedMeanwhile:
        # Whoever sends it once more has been told, and means it.
        other = _said(case, step.number)
        form.revision.data = str(other.revision)
        return _page(case, step, form, other=other), 422
    except AnswersMissing as gaps:
        form.tell(gaps.numbers)
        return _page(case, step, form), 422
    except CaseClosed as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Die Antworten sind gespeichert."), "success")
    return redirect(_at_step(case, step.number), 303)


def _page(case: Case, step: Step, form: AnswersForm, other: StepAnswers | None = None) -> str:
    return render_template(
        "cases/form.html",
        case=case,
        step=step,
        form=form,
        other=shown_answers(step, other) if other else None,
    )


def _said(case: Case, number: int) -> StepAnswers:
    return list_answers(case).get(number, NOTHING)


def _at_step(case: Case, number: int) -> str:
    return url_for("cases.show", public_id=case.public_id, _anchor=f"step-{number}")
