"""The pages of a quiz: answer it, see what was right and why."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import requires
from courses.catalogue.models import LearningUnit
from courses.learning import quizzes
from courses.learning.forms import QuizForm
from courses.learning.marking import marked_questions
from courses.learning.queries import get_unit
from courses.learning.showing import saying_when_all_is_done, unit_page
from courses.units.contents import fingerprint_of
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "quizzes", __name__, template_folder="templates", url_prefix="/courses/<slug>/units/<key>/quiz"
)


def quiz_page(unit: LearningUnit, form: QuizForm | None = None) -> str:
    """The questions, and how earlier attempts went."""
    quiz, attempts = quizzes.get_quiz(unit), quizzes.list_attempts(current_person(), unit)
    left = None if quiz.attempts is None else max(quiz.attempts - len(attempts), 0)
    form = form or quiz_form(unit, next_number=len(attempts) + 1)
    return unit_page("learning/quiz.html", unit, quiz=quiz, attempts=attempts, left=left, form=form)


def quiz_form(unit: LearningUnit, next_number: int = 1) -> QuizForm:
    """The form for the attempt that was sent, else for the next one."""
    return QuizForm.about(
        quizzes.get_quiz(unit),
        owner=f"{current_person().public_id}/{unit.key}",
        next_number=next_number,
        fingerprint=fingerprint_of(unit.content),
    )


@blueprint.post("")
@requires(READ_COURSES)
def answer(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), get_unit(slug, key)
    form = quiz_form(unit)
    if not form.validate_on_submit():
        return quiz_page(unit, form), 422
    try:
        with saying_when_all_is_done(unit):
            attempt = quizzes.answer_quiz(
                person=person,
                unit=unit,
                number=int(form.number.data),
                fingerprint=form.fingerprint.data,
                answers=form.answers,
                actor=person,
                now=clock.now(),
            )
    except (quizzes.QuizChanged, quizzes.NoAttemptLeft) as refusal:
        return refused(unit, form, refusal)
    if attempt.answers != tuple(form.answers):
        flash(_("Diesen Versuch haben Sie schon abgegeben. Hier steht sein Ergebnis."))
    return redirect(url_for("quizzes.result", slug=slug, key=key, number=attempt.number), 303)


def refused(unit: LearningUnit, form: QuizForm, refusal: DomainError) -> ResponseReturnValue:
    """Say why, above the answers as they are; sent again, they belong to the quiz as it is now."""
    form.show(refusal)
    form.fingerprint.data = fingerprint_of(unit.content)
    return quiz_page(unit, form), 422


@blueprint.get("/<int:number>")
@requires(READ_COURSES)
def result(slug: str, key: str, number: int) -> ResponseReturnValue:
    unit = get_unit(slug, key)
    quiz, attempts = quizzes.get_quiz(unit), quizzes.list_attempts(current_person(), unit)
    if not 1 <= number <= len(attempts):
        raise NotFound
    attempt = attempts[number - 1]
    return unit_page(
        "learning/quiz_result.html",
        unit,
        quiz=quiz,
        attempt=attempt,
        marked=marked_questions(quiz, attempt.answers) if attempt.answers else None,
        may_try_again=quiz.attempts is None or len(attempts) < quiz.attempts,
    )
