"""The named people at partners, and what partners have promised: add, change, confirm, remove."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ALLIANCE
from app.kernel.permissions import requires
from exchange.alliances.partners import contacts, queries
from exchange.alliances.partners.forms import commitment_form, contact_form
from exchange.alliances.partners.models import CommitmentState, Partner
from exchange.alliances.partners.views import address_of
from exchange.alliances.reach import Alliance, get_managed_alliance
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "alliance_people",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>",
)


@blueprint.route("/partners/<public_id>/contacts/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new_contact(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    partner, form = queries.get_partner(public_id, alliance=alliance), contact_form()
    if form.validate_on_submit():
        try:
            contacts.add_contact(
                partner=partner, details=form.details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Ansprechperson ist eingetragen."), "success")
            return redirect(address_of(alliance, partner), 303)
    return _form_page(alliance, partner, form, _("Ansprechperson eintragen"))


@blueprint.route("/contacts/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit_contact(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    contact = queries.get_contact(public_id, alliance=alliance)
    form = contact_form(contact)
    if form.validate_on_submit():
        try:
            contacts.change_contact(
                contact=contact, details=form.details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(address_of(alliance, contact.partner), 303)
    return _form_page(alliance, contact.partner, form, _("Ansprechperson ändern"))


@blueprint.post("/contacts/<public_id>/confirm")
@requires(MANAGE_ALLIANCE)
def confirm_contact(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    contact = queries.get_contact(public_id, alliance=alliance)
    contacts.confirm_contact(contact=contact, actor=current_person(), now=clock.now())
    flash(_("Bestätigt: Alle Angaben zu %(name)s stimmen.", name=contact.name), "success")
    return redirect(address_of(alliance, contact.partner), 303)


@blueprint.route("/contacts/<public_id>/remove", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def remove_contact(municipality: str, public_id: str) -> ResponseReturnValue:
    """Ask first; then forget the contact."""
    alliance = get_managed_alliance(municipality, reader=current_account())
    contact = queries.get_contact(public_id, alliance=alliance)
    partner = contact.partner
    if request.method == "POST":
        contacts.remove_contact(contact=contact, actor=current_person(), now=clock.now())
        flash(_("Die Ansprechperson ist gelöscht."), "success")
        return redirect(address_of(alliance, partner), 303)
    return render_template(
        "confirm.html",
        heading=_("Ansprechperson %(name)s löschen?", name=contact.name),
        text=_("Name und Kontaktdaten werden endgültig gelöscht."),
        label=_("Löschen"),
        action_url=request.path,
        cancel_url=url_for(
            "alliance_people.edit_contact", municipality=municipality, public_id=public_id
        ),
    )


@blueprint.route("/partners/<public_id>/commitments/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new_commitment(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    partner, form = queries.get_partner(public_id, alliance=alliance), commitment_form()
    if form.validate_on_submit():
        contacts.agree_commitment(
            partner=partner,
            text=form.text.data or "",
            due_on=form.due_on.data,
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Zusage ist festgehalten."), "success")
        return redirect(address_of(alliance, partner), 303)
    return _form_page(alliance, partner, form, _("Zusage festhalten"))


@blueprint.route("/commitments/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit_commitment(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    commitment = queries.get_commitment(public_id, alliance=alliance)
    form = commitment_form(commitment)
    if form.validate_on_submit():
        contacts.change_commitment(
            commitment=commitment,
            text=form.text.data or "",
            due_on=form.due_on.data,
            state=CommitmentState(form.state.data),
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Änderungen sind gespeichert."), "success")
        return redirect(address_of(alliance, commitment.partner), 303)
    return _form_page(alliance, commitment.partner, form, _("Zusage ändern"))


def _form_page(
    alliance: Alliance, partner: Partner, form: Form, heading: Message
) -> ResponseReturnValue:
    page = render_template(
        "alliances/partners/detail_form.html",
        alliance=alliance,
        partner=partner,
        form=form,
        heading=heading,
        back_url=address_of(alliance, partner),
    )
    return page, 422 if form.is_submitted() else 200
