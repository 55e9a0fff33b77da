"""What somebody gives to a result of their team or municipality: why, who sees what, yes or no."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.i18n import gettext as _
from app.kernel.matrix import LEARN
from app.kernel.permissions import requires
from courses.group_levels import queries, services
from courses.group_levels.errors import AlreadyGiven, CollectionClosed, NothingToGive
from courses.needs.queries import find_completed_analysis
from organisations.accounts.current import current_person

blueprint = Blueprint("group_levels", __name__, template_folder="templates", url_prefix="/levels")


@blueprint.get("/<public_id>")
@requires(LEARN)
def show(public_id: str) -> ResponseReturnValue:
    person = current_person()
    collection = queries.get_collection_for(person, public_id)
    return render_template(
        "group_levels/show.html",
        collection=collection,
        analysis=find_completed_analysis(person),
        contribution=queries.find_contribution(person, collection),
    )


@blueprint.post("/<public_id>")
@requires(LEARN)
def contribute(public_id: str) -> ResponseReturnValue:
    person = current_person()
    collection = queries.get_collection_for(person, public_id)
    try:
        services.contribute(collection=collection, person=person, actor=person)
    except (CollectionClosed, NothingToGive, AlreadyGiven) as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Danke. Ihre Stufen sind verschlüsselt abgelegt."), "success")
    return redirect(url_for("group_levels.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/take-back")
@requires(LEARN)
def take_back(public_id: str) -> ResponseReturnValue:
    person = current_person()
    collection = queries.get_collection_for(person, public_id)
    try:
        services.take_back(collection=collection, person=person, actor=person)
    except CollectionClosed as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Ihre Stufen sind gelöscht. Sie zählen nicht mit."), "success")
    return redirect(url_for("group_levels.show", public_id=public_id), 303)
