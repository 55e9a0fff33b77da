"""Exceptions from what a course builds on: ask for one; the trainers decide."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ENROL, RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohorts import queries
from courses.cohorts.entry.forms import WaiverForm
from courses.cohorts.entry.prerequisites import find_waiver, get_managed_waiver, list_missing
from courses.cohorts.entry.waiving import (
    AlreadyAsked,
    AlreadyDecided,
    ask_for_waiver,
    decide_on_waiver,
)
from organisations.accounts.current import current_person

blueprint = Blueprint("waivers", __name__)


@blueprint.route("/cohorts/<public_id>/waiver", methods=["GET", "POST"])
@requires(ENROL)
def ask(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = queries.get_cohort_for(person, public_id)
    missing, form = list_missing(person, cohort), WaiverForm()
    if not missing:
        raise NotFound
    if find_waiver(person, cohort) is not None:
        return redirect(url_for("cohorts.show", public_id=public_id), 303)
    if form.validate_on_submit():
        note = form.note.data or ""
        try:
            ask_for_waiver(cohort=cohort, person=person, note=note, now=clock.now())
        except AlreadyAsked as sent_twice:
            flash(sent_twice.message, "info")
        else:
            flash(_("Ihre Bitte ist bei der Kursleitung. Die Antwort kommt per Mail."), "success")
        return redirect(url_for("cohorts.show", public_id=public_id), 303)
    page = render_template("cohorts/waiver.html", cohort=cohort, missing=missing, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/manage/waivers/<public_id>/grant")
@requires(RUN_COHORTS)
def grant(public_id: str) -> ResponseReturnValue:
    return _decide(public_id, granted=True)


@blueprint.post("/manage/waivers/<public_id>/refuse")
@requires(RUN_COHORTS)
def refuse(public_id: str) -> ResponseReturnValue:
    return _decide(public_id, granted=False)


def _decide(public_id: str, *, granted: bool) -> ResponseReturnValue:
    person = current_person()
    waiver = get_managed_waiver(person, public_id)
    cohort_id = waiver.cohort.public_id
    try:
        decide_on_waiver(waiver=waiver, granted=granted, actor=person, now=clock.now())
    except AlreadyDecided as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Gespeichert. Die Person bekommt eine Mail."), "success")
    return redirect(url_for("manage_cohorts.show", public_id=cohort_id, _anchor="waivers"), 303)
