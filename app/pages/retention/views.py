"""How long what is kept: the office reads it, and chooses within the bounds of the rules."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import SET_RETENTION
from app.kernel.permissions import requires
from app.kernel.retention import get_chosen, get_rule, period_text, today
from app.pages.retention.forms import period_form
from app.pages.retention.queries import LATELY, list_kept
from app.pages.retention.services import set_period
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "retention", __name__, template_folder="templates", url_prefix="/manage/retention"
)


@blueprint.get("")
@requires(SET_RETENTION)
def index() -> ResponseReturnValue:
    return render_template("retention/index.html", kept=list_kept(clock.now()), days=LATELY.days)


@blueprint.route("/<kind>", methods=["GET", "POST"])
@requires(SET_RETENTION)
def edit(kind: str) -> ResponseReturnValue:
    rule = get_rule(kind)
    chosen = get_chosen(rule, today())
    form = period_form(rule, (chosen.coming or chosen.current).amount)
    if form.validate_on_submit():
        try:
            changed = set_period(
                rule=rule, amount=form.amount.data, actor=current_person(), now=clock.now()
            )
        except DomainError as error:
            form.show(error)
        else:
            flash(_("Die Frist ist gespeichert.") if changed else _("Es gab nichts zu ändern."))
            return redirect(url_for("retention.index"), 303)
    page = render_template(
        "retention/edit.html", rule=rule, form=form, usual=period_text(rule.usual)
    )
    return page, 422 if form.errors else 200
