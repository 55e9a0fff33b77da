"""The trainer's side: whether a cohort is asked at all."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.cohort_waves.services import switch_waves
from courses.cohorts.queries import get_managed_cohort
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "cohort_waves", __name__, template_folder="templates", url_prefix="/manage/cohorts"
)


@blueprint.post("/<public_id>/self-assessments")
@requires(RUN_COHORTS)
def switch(public_id: str) -> ResponseReturnValue:
    person = current_person()
    cohort = get_managed_cohort(person, public_id)
    answer = request.form.get("ask")
    if answer not in ("yes", "no"):
        raise DomainError(_("Bitte wählen Sie, ob gefragt werden soll."))
    on = answer == "yes"
    switch_waves(cohort=cohort, on=on, actor=person, now=clock.now())
    if on:
        flash(_("Gespeichert. KommA fragt die Teilnehmenden zur geplanten Zeit."), "success")
    else:
        flash(_("Gespeichert. KommA fragt nichts Neues. Was offen ist, läuft weiter."), "success")
    return redirect(url_for("manage_cohorts.show", public_id=public_id, _anchor="waves"), 303)
