"""Where somebody who takes part shows levels to the trainers: a preview first, an end at any time.

The addresses hold the cohort alone: everyone reaches only their own.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import LEARN
from app.kernel.permissions import requires
from courses.cohorts.models import Enrolment
from courses.needs.sharing import queries, services
from courses.needs.sharing.forms import ShareForm
from courses.needs.sharing.queries import Scope
from organisations.accounts.current import current_person
from organisations.topics.wording import LEVEL_NAMES

blueprint = Blueprint(
    "shared_levels", __name__, template_folder="templates", url_prefix="/cohorts/<public_id>/levels"
)


@blueprint.get("")
@requires(LEARN)
def show(public_id: str) -> ResponseReturnValue:
    enrolment = _own_enrolment(public_id)
    return _page(enrolment, _scope(request.args.get("scope", "")), ShareForm())


@blueprint.post("")
@requires(LEARN)
def share(public_id: str) -> ResponseReturnValue:
    enrolment, form = _own_enrolment(public_id), ShareForm()
    scope = _scope(form.scope.data or "")
    if not form.validate_on_submit():
        return _page(enrolment, scope, form), 422
    try:
        services.share_levels(
            enrolment=enrolment,
            scope=scope,
            analysis_seen=form.analysis.data or "",
            trainers_seen=form.trainers_seen,
            actor=current_person(),
            now=clock.now(),
        )
    except services.PreviewOutdated as refusal:
        return _page(enrolment, scope, form, refusal), 422
    flash(_("Gespeichert. Die Kursleitung sieht jetzt, was Sie geteilt haben."), "success")
    return redirect(url_for("cohorts.show", public_id=public_id), 303)


@blueprint.post("/end")
@requires(LEARN)
def end(public_id: str) -> ResponseReturnValue:
    services.end_sharing(enrolment=_own_enrolment(public_id), actor=current_person())
    flash(_("Beendet. Die Kursleitung sieht Ihre Stufen nicht mehr."), "success")
    return redirect(url_for("cohorts.show", public_id=public_id), 303)


def _own_enrolment(public_id: str) -> Enrolment:
    return queries.get_own_enrolment(current_person(), public_id, clock.now())


def _scope(word: str) -> Scope:
    return Scope(word) if word in set(Scope) else Scope.COURSE


def _page(
    enrolment: Enrolment, scope: Scope, form: ShareForm, refusal: DomainError | None = None
) -> str:
    seen, own = queries.preview(enrolment, scope), queries.find_own_share(enrolment)
    if seen is not None:
        form.remember(seen, scope)
    return render_template(
        "sharing/show.html",
        cohort=enrolment.cohort,
        form=form,
        preview=seen,
        own=own,
        scope=scope,
        refusal=refusal,
        level_names=LEVEL_NAMES,
    )
