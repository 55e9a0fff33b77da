"""One's own course: notes, downloads, and deleting one or all.

What somebody has taken stays theirs when their role has changed since; to all others it does not
exist.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from assessments.administrations import queries, services
from assessments.administrations.forms import DeleteForm
from assessments.administrations.views import blueprint
from organisations.accounts.current import current_person


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
