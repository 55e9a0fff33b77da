"""What is kept of a guest: read it, take it along, end it, have it erased."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.permissions import guests_only
from exchange.alliances.guests import services
from exchange.alliances.guests.current import current_guest, leave_here
from exchange.alliances.guests.own_data import export_guest

blueprint = Blueprint(
    "partner_data", __name__, template_folder="../templates", url_prefix="/partner/data"
)


@blueprint.get("")
@guests_only
def show() -> ResponseReturnValue:
    guest = current_guest()
    return render_template("alliances/guests/data.html", guest=guest, told=export_guest(guest))


@blueprint.get("/export")
@guests_only
def export() -> Response:
    answer = jsonify(export_guest(current_guest()))
    answer.headers["Content-Disposition"] = 'attachment; filename="komma-gastzugang.json"'
    return answer


@blueprint.route("/leave", methods=["GET", "POST"])
@guests_only
def leave() -> ResponseReturnValue:
    """Ask first; then end the access."""
    guest = current_guest()
    if request.method == "POST":
        services.leave_as_guest(guest=guest, now=clock.now())
        leave_here()
        flash(_("Ihr Gastzugang ist beendet."), "success")
        return redirect(url_for("pages.home"), 303)
    return render_template(
        "confirm.html",
        heading=_("Gastzugang beenden?"),
        text=_(
            "Sie können sich dann nicht mehr anmelden. Als Ansprechperson bleiben Sie eingetragen. "
            "Die Koordination erfährt davon."
        ),
        label=_("Gastzugang beenden"),
        action_url=request.path,
        cancel_url=url_for("partner_data.show"),
    )


@blueprint.route("/erase", methods=["GET", "POST"])
@guests_only
def erase() -> ResponseReturnValue:
    """Ask first; then forget the guest."""
    guest = current_guest()
    if request.method == "POST":
        services.erase_as_guest(guest=guest, now=clock.now())
        leave_here()
        flash(_("Ihre Angaben sind gelöscht."), "success")
        return redirect(url_for("pages.home"), 303)
    return render_template(
        "confirm.html",
        heading=_("Ihre Angaben löschen?"),
        text=_(
            "Ihr Gastzugang endet. Ihr Name und Ihre Kontaktdaten werden endgültig gelöscht: Für "
            "Betroffene stehen Sie dann nirgends mehr. Was Sie über Ihre Organisation gemeldet "
            "haben, bleibt ohne Ihren Namen."
        ),
        label=_("Angaben löschen"),
        action_url=request.path,
        cancel_url=url_for("partner_data.show"),
    )
