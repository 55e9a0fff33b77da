"""The needs analysis page by page. No address holds an id: everyone reaches only their own."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import current_language
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from courses.needs import queries, services
from courses.needs.forms import AnswerForm, SituationsForm
from courses.needs.history import list_completed_analyses, read_standing
from courses.needs.items.shipped import check_shipped_items
from courses.needs.passage import Passage, minutes_between
from courses.needs.presentation import LEVEL_NAMES, view_of_standing
from organisations.accounts.current import current_person
from organisations.models import Person
from organisations.topics.queries import list_situations

blueprint = Blueprint("needs", __name__, template_folder="templates", url_prefix="/needs")
blueprint.record_once(lambda _state: check_shipped_items())


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    person = current_person()
    analysis = queries.find_unfinished_analysis(person)
    passage = queries.get_passage(analysis) if analysis else None
    state = queries.needs_analysis_state(person)
    return render_template(
        "needs/show.html",
        state=state,
        passage=passage,
        minutes=minutes_left(person, passage) if state.is_open else None,
        continue_at=address_of(passage.first_open, passage) if passage else None,
    )


@blueprint.post("")
@signed_in
def begin() -> ResponseReturnValue:
    person = current_person()
    analysis = services.begin_analysis(person=person, actor=person, now=clock.now())
    passage = queries.get_passage(analysis)
    return redirect(address_of(passage.first_open, passage), 303)


@blueprint.route("/questions/<int:number>", methods=["GET", "POST"])
@signed_in
def question(number: int) -> ResponseReturnValue:
    person = current_person()
    if not 1 <= number <= queries.count_questions():
        raise NotFound
    analysis = queries.find_unfinished_analysis(person)
    if analysis is None:
        return nothing_to_answer(person)
    passage = queries.get_passage(analysis)
    if number > passage.first_open:
        return first_open_page(passage)
    return ask(number, passage, person)


def ask(number: int, passage: Passage, person: Person) -> ResponseReturnValue:
    """Show a question, or keep the answer to what was shown of it, and lead on."""
    asked = passage.questions[number - 1]
    form = AnswerForm(data={"level": passage.levels.get(asked.competency.key)})
    asked = queries.as_shown(asked, form.version.data)
    form.ask(asked)
    if form.is_submitted() and form.leaves_without_answer:
        return leave_for_later()
    if not form.validate_on_submit():
        minutes = passage.minutes_from(number, current_language())
        page = render_template(
            "needs/question.html", form=form, question=asked, passage=passage, minutes=minutes
        )
        return page, 422 if form.is_submitted() else 200
    services.answer_question(
        person=person,
        competency=asked.competency,
        level=form.level.data,
        actor=person,
        version_id=asked.version_id,
    )
    if form.later.data:
        return leave_for_later()
    return redirect(address_of(number + 1, passage), 303)


@blueprint.route("/situations", methods=["GET", "POST"])
@signed_in
def situations() -> ResponseReturnValue:
    person = current_person()
    analysis = queries.find_unfinished_analysis(person)
    if analysis is None:
        return nothing_to_answer(person)
    passage = queries.get_passage(analysis)
    if passage.situations_page > passage.first_open:
        return first_open_page(passage)
    offered = list_situations()
    form = SituationsForm.among(offered, queries.list_met_situations(analysis))
    if not form.validate_on_submit():
        page = render_template("needs/situations.html", form=form, passage=passage)
        return page, 422 if form.is_submitted() else 200
    services.tell_situations(
        person=person,
        situations=[situation for situation in offered if situation.key in form.situations.data],
        actor=person,
        now=clock.now(),
    )
    if form.later.data:
        return leave_for_later()
    return redirect(address_of(passage.time_page, passage), 303)


@blueprint.get("/result")
@signed_in
def result() -> ResponseReturnValue:
    analyses = list_completed_analyses(current_person())
    if not analyses:
        flash(_("Ihr Ergebnis steht hier, sobald Sie die Bedarfsanalyse abgeschlossen haben."))
        return redirect(url_for("needs.show"), 303)
    standing = read_standing(analyses[-1], now=clock.now())
    return render_template(
        "needs/result.html",
        view=view_of_standing(standing, analyses),
        level_names=LEVEL_NAMES,
    )


@blueprint.get("/answers")
@signed_in
def answers() -> ResponseReturnValue:
    analysis = queries.find_completed_analysis(current_person())
    if analysis is None:
        return redirect(url_for("needs.show"), 303)
    given = queries.list_given_answers(analysis)
    return render_template(
        "needs/answers.html", analysis=analysis, given=given, level_names=LEVEL_NAMES
    )


def address_of(page: int, passage: Passage) -> str:
    """The address of a page of the passage; the last one belongs to the training path."""
    if page <= len(passage.questions):
        return url_for("needs.question", number=page)
    if page == passage.situations_page:
        return url_for("needs.situations")
    return url_for("paths.time_budget")


def first_open_page(passage: Passage) -> ResponseReturnValue:
    """Lead somebody who skipped ahead to the page where they left off."""
    flash(_("Hier geht es weiter. Die Seiten danach öffnen sich der Reihe nach."))
    return redirect(address_of(passage.first_open, passage), 303)


def minutes_left(person: Person, passage: Passage | None) -> int:
    """About how long it takes from where they are, or the whole for whoever has not begun."""
    if passage is None:
        return minutes_between(queries.list_questions(person.function), current_language())
    return passage.minutes_from(passage.first_open, current_language())


def leave_for_later() -> ResponseReturnValue:
    """Lead home; everything that was answered is kept."""
    flash(_("Ihre Antworten sind gespeichert. Sie können jederzeit weitermachen."), "success")
    return redirect(url_for("pages.home"), 303)


def nothing_to_answer(person: Person) -> ResponseReturnValue:
    """Lead somebody without an unfinished analysis to their result, or to where they can begin."""
    if queries.find_completed_analysis(person) is None:
        flash(_("Hier können Sie die Bedarfsanalyse beginnen."))
        return redirect(url_for("needs.show"), 303)
    flash(_("Ihre Einschätzung ist abgeschlossen. Ihre Antworten bleiben so stehen."))
    return redirect(url_for("needs.result"), 303)
