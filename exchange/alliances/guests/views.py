"""The access of contacts, for those who keep the alliance: invite, renew, withdraw."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ALLIANCE
from app.kernel.permissions import requires
from exchange.alliances.guests import services
from exchange.alliances.guests.queries import get_guest_of
from exchange.alliances.partners.models import Contact
from exchange.alliances.partners.queries import get_contact
from exchange.alliances.partners.views import address_of
from exchange.alliances.reach import Alliance, get_managed_alliance
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "alliance_guests",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>/contacts/<public_id>/guest",
)


@blueprint.post("/invite")
@requires(MANAGE_ALLIANCE)
def invite(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, contact = _managed(municipality, public_id)
    try:
        services.invite_guest(contact=contact, actor=current_person(), now=clock.now())
    except (services.HasNoAddress, services.IsGuestAlready) as refusal:
        flash(refusal.message, "error")
    else:
        flash(_("Die Einladung an %(name)s ist unterwegs.", name=contact.name), "success")
    return redirect(_back(alliance, contact), 303)


@blueprint.post("/renew")
@requires(MANAGE_ALLIANCE)
def renew(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, contact = _managed(municipality, public_id)
    services.renew_guest(guest=get_guest_of(contact), actor=current_person(), now=clock.now())
    flash(_("Der Gastzugang gilt wieder zwölf Monate."), "success")
    return redirect(_back(alliance, contact), 303)


@blueprint.route("/withdraw", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def withdraw(municipality: str, public_id: str) -> ResponseReturnValue:
    """Ask first; then end the access at once."""
    alliance, contact = _managed(municipality, public_id)
    guest = get_guest_of(contact)
    if request.method == "POST":
        services.withdraw_guest(guest=guest, actor=current_person(), now=clock.now())
        flash(_("Der Gastzugang ist beendet."), "success")
        return redirect(_back(alliance, contact), 303)
    return render_template(
        "confirm.html",
        heading=_("Gastzugang von %(name)s beenden?", name=contact.name),
        text=_("Wer gerade angemeldet ist, sieht ab sofort nichts mehr. Der Eintrag bleibt."),
        label=_("Gastzugang beenden"),
        action_url=request.path,
        cancel_url=_back(alliance, contact),
    )


def _managed(municipality: str, public_id: str) -> tuple[Alliance, Contact]:
    alliance = get_managed_alliance(municipality, reader=current_account())
    return alliance, get_contact(public_id, alliance=alliance)


def _back(alliance: Alliance, contact: Contact) -> str:
    return f"{address_of(alliance, contact.partner)}#guests"
