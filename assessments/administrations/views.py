"""Self-assessments, page by page. Everyone reaches only their own; the rest does not exist.

What somebody has taken stays theirs to read and delete when their role has changed since. What they
have begun they may finish when their municipality's membership no longer includes new ones.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import lacks_benefit, may, requires, signed_in
from assessments.administrations import queries, services
from assessments.administrations.forms import DeleteForm, FinishForm, ItemsForm
from assessments.administrations.presentation import chart_of, result_of, values_of
from assessments.instruments.definition import Instrument
from assessments.instruments.shelf import first_open_page, pages_of, resilience_check
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "assessments", __name__, template_folder="templates", url_prefix="/assessments"
)
blueprint.record_once(lambda _state: resilience_check())


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    person, instrument = current_person(), resilience_check()
    taken, draft = queries.list_taken(person), queries.find_draft(person, instrument.key)
    return render_template(
        "assessments/show.html",
        instrument=instrument,
        may_begin=may(ASSESS_ONESELF),
        not_included=lacks_benefit(ASSESS_ONESELF),
        draft=draft,
        continue_at=address_after(draft, instrument) if draft else None,
        results=[(each, values_of(each)) for each in reversed(taken)],
        chart=chart_of(taken, instrument),
    )


@blueprint.post("")
@requires(ASSESS_ONESELF)
def begin() -> ResponseReturnValue:
    person = current_person()
    services.begin_assessment(
        person=person, instrument=resilience_check(), actor=person, now=clock.now()
    )
    return redirect(url_for("assessments.questions", number=1), 303)


@blueprint.route("/questions/<int:number>", methods=["GET", "POST"])
@requires(ASSESS_ONESELF, needs_benefit=False)
def questions(number: int) -> ResponseReturnValue:
    person, instrument = current_person(), resilience_check()
    pages = pages_of(instrument)
    if not 1 <= number <= len(pages):
        raise NotFound
    draft = queries.find_draft(person, instrument.key)
    if draft is None:
        return nothing_open()
    form = ItemsForm.about(pages[number - 1], instrument.scale, draft.contents.answers)
    if not form.validate_on_submit():
        page = render_template(
            "assessments/questions.html", form=form, number=number, pages=len(pages)
        )
        return page, 422 if form.is_submitted() else 200
    services.keep_answers(
        person=person, instrument_key=instrument.key, answers=form.answers, actor=person
    )
    if form.later.data:
        flash(_("Ihre Antworten sind gespeichert. Sie können jederzeit weitermachen."), "success")
        return redirect(url_for("assessments.show"), 303)
    if number == len(pages):
        return redirect(url_for("assessments.finish"), 303)
    return redirect(url_for("assessments.questions", number=number + 1), 303)


@blueprint.route("/finish", methods=["GET", "POST"])
@requires(ASSESS_ONESELF, needs_benefit=False)
def finish() -> ResponseReturnValue:
    person, instrument = current_person(), resilience_check()
    draft = queries.find_draft(person, instrument.key)
    if draft is None:
        return nothing_open()
    if not draft.contents.answers:
        flash(str(services.NothingAnswered.MESSAGE), "warning")
        return redirect(url_for("assessments.questions", number=1), 303)
    form = FinishForm()
    if not form.validate_on_submit():
        skipped = len(instrument.items) - len(draft.contents.answers)
        page = render_template(
            "assessments/finish.html", form=form, skipped=skipped, pages=len(pages_of(instrument))
        )
        return page, 422 if form.is_submitted() else 200
    done = services.finish_assessment(
        person=person,
        instrument=instrument,
        note=form.note.data or "",
        actor=person,
        now=clock.now(),
    )
    return redirect(url_for("assessments.result", address=done.address), 303)


@blueprint.get("/results/<address>")
@signed_in
def result(address: str) -> ResponseReturnValue:
    opened, instrument = queries.get_taken(current_person(), address), resilience_check()
    return render_template(
        "assessments/result.html", view=result_of(opened, instrument), instrument=instrument
    )


@blueprint.route("/results/<address>/delete", methods=["GET", "POST"])
@signed_in
def delete(address: str) -> ResponseReturnValue:
    person, form = current_person(), DeleteForm()
    opened = queries.get_taken(person, address)
    if not form.validate_on_submit():
        return render_template("assessments/delete.html", form=form, opened=opened)
    services.delete_assessment(person=person, address=opened.address, actor=person, now=clock.now())
    flash(_("Die Selbsteinschätzung ist gelöscht."), "success")
    return redirect(url_for("assessments.show"), 303)


@blueprint.route("/delete", methods=["GET", "POST"])
@signed_in
def delete_all() -> ResponseReturnValue:
    person, form = current_person(), DeleteForm()
    if not form.validate_on_submit():
        return render_template("assessments/delete.html", form=form, opened=None)
    services.delete_all_assessments(person=person, actor=person, now=clock.now())
    flash(_("Alle Selbsteinschätzungen sind gelöscht."), "success")
    return redirect(url_for("assessments.show"), 303)


def address_after(draft: queries.Opened, instrument: Instrument) -> str:
    """Where somebody goes on who left in between."""
    number = first_open_page(instrument, draft.contents.answers)
    if number is None:
        return url_for("assessments.finish")
    return url_for("assessments.questions", number=number)


def has_own() -> bool:
    """Whether the one who is signed in has begun or taken any."""
    return bool(queries.list_opened(current_person()))


def nothing_open() -> ResponseReturnValue:
    """Lead somebody without a draft to where they can begin one."""
    flash(_("Hier können Sie eine Selbsteinschätzung beginnen."))
    return redirect(url_for("assessments.show"), 303)
