"""What municipalities may use: the office sets it, coordinators read what is theirs."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_ENTITLEMENTS, SET_ENTITLEMENTS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.entitlements import queries, services
from organisations.entitlements.forms import LIKE_MEMBERSHIP, entitlements_form, exception_form
from organisations.entitlements.presenting import own_terms, yearly_uses
from organisations.entitlements.quotas import quota_year
from organisations.entitlements.wording import BENEFIT_HINTS, limit_words, used_words
from organisations.municipalities.queries import get_municipality
from organisations.wording import MEMBERSHIPS

blueprint = Blueprint(
    "entitlements", __name__, template_folder="templates", url_prefix="/manage/entitlements"
)


@blueprint.route("", methods=["GET", "POST"])
@requires(SET_ENTITLEMENTS)
def show() -> ResponseReturnValue:
    form, now = entitlements_form(), clock.now()
    if form.validate_on_submit():
        for terms in form.terms():
            services.set_terms(**terms, actor=current_person(), now=now)
        return _saved()
    page = render_template(
        "entitlements/show.html",
        form=form,
        benefit_hints=BENEFIT_HINTS,
        year=quota_year(now),
        uses=queries.list_uses(quota_year(now)),
        memberships=MEMBERSHIPS,
        used_words=used_words,
        limit_words=limit_words,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/municipalities/<public_id>", methods=["GET", "POST"])
@requires(SET_ENTITLEMENTS)
def exception(public_id: str) -> ResponseReturnValue:
    municipality, actor, now = get_municipality(public_id), current_person(), clock.now()
    form = exception_form(queries.find_exception(municipality))
    if form.validate_on_submit():
        if form.kind.data == LIKE_MEMBERSHIP:
            services.end_exception(municipality=municipality, actor=actor, now=now)
        else:
            services.make_exception(
                municipality=municipality, per_year=form.number, actor=actor, now=now
            )
        return _saved()
    page = render_template(
        "entitlements/exception.html",
        form=form,
        municipality=municipality,
        usual=limit_words(queries.list_limits()[municipality.membership]),
        uses=yearly_uses(municipality, now),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/own")
@requires(READ_ENTITLEMENTS)
def own() -> ResponseReturnValue:
    """For coordinators: what their municipality may use, and how many coachings, never whose."""
    now = clock.now()
    municipalities = queries.list_coordinated(current_person(), now)
    return render_template(
        "entitlements/own.html",
        terms=[own_terms(municipality, now) for municipality in municipalities],
    )


def _saved() -> ResponseReturnValue:
    flash(_("Gespeichert. Es gilt ab sofort. Was schon gebucht ist, bleibt."), "success")
    return redirect(url_for("entitlements.show"), 303)
