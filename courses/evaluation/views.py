"""Giving feedback: one page, sent once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from courses.evaluation import queries
from courses.evaluation.errors import AlreadyAnswered, FeedbackClosed, NothingAnswered
from courses.evaluation.forms import FeedbackForm
from courses.evaluation.services import give_feedback
from organisations.accounts.current import current_person

blueprint = Blueprint("feedback", __name__, template_folder="templates", url_prefix="/cohorts")


@blueprint.route("/<public_id>/feedback", methods=["GET", "POST"])
@signed_in
def give(public_id: str) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    enrolment = queries.get_own_enrolment(person, public_id)
    wave = queries.find_wave(enrolment.cohort_id, now)
    if wave is None or queries.has_answered(enrolment, wave):
        return render_template("evaluation/nothing_to_give.html", enrolment=enrolment, wave=wave)
    form = FeedbackForm.about(wave)
    if form.validate_on_submit():
        try:
            give_feedback(enrolment=enrolment, given=form.given, actor=person, now=now)
        except NothingAnswered as refusal:
            form.show(refusal)
        except (AlreadyAnswered, FeedbackClosed) as refusal:
            flash(str(refusal.message), "info")
            return redirect(url_for("cohorts.show", public_id=public_id), 303)
        else:
            flash(_("Danke! Ihre Antworten sind abgeschickt. Sie tragen keinen Namen."), "success")
            return redirect(url_for("cohorts.show", public_id=public_id), 303)
    page = render_template("evaluation/give.html", enrolment=enrolment, form=form, wave=wave)
    return page, 422 if form.is_submitted() else 200
