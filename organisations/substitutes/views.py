"""Who stands in for an absent coordinator, and until when: on the page about a person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import NAME_SUBSTITUTES
from app.kernel.permissions import Role, requires
from organisations.accounts.current import current_account, current_person
from organisations.accounts.models import Account
from organisations.people.forms import end_of_day, last_day_before
from organisations.people.queries import get_account_of
from organisations.substitutes import services
from organisations.substitutes.forms import SubstituteForm
from organisations.substitutes.queries import find_grant

blueprint = Blueprint(
    "substitutes", __name__, template_folder="templates", url_prefix="/manage/people"
)


@blueprint.route("/<public_id>/substitute", methods=["GET", "POST"])
@requires(NAME_SUBSTITUTES)
def name(public_id: str) -> ResponseReturnValue:
    account = _get_account(public_id)
    grant = find_grant(account.person, Role.SUBSTITUTE)
    form = SubstituteForm(last_day=last_day_before(grant.ends_at) if grant else None)
    if form.validate_on_submit():
        try:
            services.name_substitute(
                account=account,
                until=end_of_day(form.last_day.data),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                _("%(name)s vertritt jetzt die Koordination.", name=account.person.name), "success"
            )
            return redirect(url_for("people.edit", public_id=public_id), 303)
    page = render_template("substitutes/name.html", form=form, person=account.person, grant=grant)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/substitute/end")
@requires(NAME_SUBSTITUTES)
def end(public_id: str) -> ResponseReturnValue:
    services.end_substitute(
        account=_get_account(public_id), actor=current_person(), now=clock.now()
    )
    flash(_("Die Vertretung ist beendet."), "success")
    return redirect(url_for("people.edit", public_id=public_id), 303)


def _get_account(public_id: str) -> Account:
    """Whoever belongs to a municipality that the reader reaches. Raises NotFound."""
    account = get_account_of(public_id, reader=current_account())
    if account.person.municipality is None:
        raise NotFound
    return account
