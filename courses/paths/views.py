"""The training path, and the last page of the needs analysis, from which a path is planned."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from app.kernel.matrix import ENROL
from app.kernel.permissions import lacks_benefit, signed_in
from courses.needs import history
from courses.needs import queries as needs
from courses.needs.presentation import LEVEL_NAMES, view_of_standing
from courses.needs.services import NothingToAnswer
from courses.needs.views import first_open_page, nothing_to_answer
from courses.paths import queries, services
from courses.paths.chosen_view import can_be_exchanged, chosen_view_of
from courses.paths.enrolling import part_steps
from courses.paths.forms import TimeBudgetForm
from courses.paths.planning_state import find_planning_state, news_of
from courses.paths.presentation import view_of
from courses.wording import FORMATS
from organisations.accounts.current import current_person

blueprint = Blueprint("paths", __name__, template_folder="templates")


@blueprint.get("/path")
@signed_in
def show() -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    path = queries.find_current_path(person)
    if path is None:
        return render_template("paths/none.html", state=needs.needs_analysis_state(person))
    around = queries.read_surroundings(path, now=now)
    view = view_of(path, around)
    standing = history.read_standing(path.analysis, now=now)
    analyses = history.list_completed_analyses(person)
    planning = find_planning_state(person, now)
    not_included = lacks_benefit(ENROL)
    bookable = [] if planning or not_included else part_steps(view, now)[0]
    return render_template(
        "paths/show.html",
        view=view,
        chosen=chosen_view_of(view, around),
        can_be_exchanged=can_be_exchanged,
        path=path,
        standing=view_of_standing(standing, analyses),
        level_names=LEVEL_NAMES,
        formats=FORMATS,
        not_included=not_included,
        planning=planning,
        news=news_of(path, around.courses),
        bookable=len(bookable),
        own_choice=[
            (
                localised(course.title),
                url_for("courses.show", slug=course.slug),
                localised(course.summary),
            )
            for course in view.by_own_choice
        ],
    )


@blueprint.post("/path")
@signed_in
def plan() -> ResponseReturnValue:
    person = current_person()
    try:
        services.plan_path(person=person, actor=person, now=clock.now())
    except services.NoAnalysis as refusal:
        flash(refusal.message)
        return redirect(url_for("needs.show"), 303)
    flash(_("Ihr Lernpfad ist auf dem neuesten Stand."), "success")
    return redirect(url_for("paths.show"), 303)


@blueprint.route("/needs/time", methods=["GET", "POST"])
@signed_in
def time_budget() -> ResponseReturnValue:
    person = current_person()
    analysis = needs.find_unfinished_analysis(person)
    if analysis is None:
        return nothing_to_answer(person)
    passage = needs.get_passage(analysis)
    if passage.first_open < passage.time_page:
        return first_open_page(passage)
    form = TimeBudgetForm()
    if not form.validate_on_submit():
        page = render_template("paths/time_budget.html", form=form, passage=passage)
        return page, 422 if form.is_submitted() else 200
    try:
        services.finish_analysis(
            person=person, budget_minutes=form.minutes.data, actor=person, now=clock.now()
        )
    except NothingToAnswer:  # sent twice at once: the other one has completed it
        return nothing_to_answer(person)
    flash(_("Geschafft! Ihr Lernpfad steht auch schon bereit."), "success")
    return redirect(url_for("needs.result"), 303)
