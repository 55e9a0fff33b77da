"""Partners of an alliance: list, read, take in, change, let go."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ALLIANCE, READ_ALLIANCES
from app.kernel.permissions import requires
from app.kernel.retention import today
from exchange.alliances.partners import queries, services
from exchange.alliances.partners.forms import PartnerForm, partner_form
from exchange.alliances.partners.models import Partner
from exchange.alliances.partners.phone import dialled
from exchange.alliances.partners.wording import KIND_HINTS, KINDS, STATE_BADGES, STATES
from exchange.alliances.reach import Alliance, get_alliance, get_managed_alliance
from exchange.alliances.wording import ACTIONS, BY_ITSELF
from organisations.accounts.current import current_account, current_person
from organisations.topics.queries import list_situations

blueprint = Blueprint(
    "alliance_partners",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>/partners",
)
blueprint.add_app_template_filter(dialled)


@blueprint.get("")
@requires(READ_ALLIANCES)
def index(municipality: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    partners = queries.list_partners(alliance)
    return render_template(
        "alliances/partners/index.html",
        alliance=alliance,
        by_kind={kind: [one for one in partners if one.kind == kind] for kind in KINDS},
        kinds=KINDS,
        total=len(partners),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new(municipality: str) -> ResponseReturnValue:
    """With `situation`, for a partner that helps in it; with `kind`, for one of that kind."""
    alliance = get_managed_alliance(municipality, reader=current_account())
    situations = list_situations()
    form = partner_form(situations, chosen=request.args.get("situation", ""))
    if not form.is_submitted():
        form.kind.data = request.args.get("kind")
    if form.validate_on_submit():
        try:
            partner = services.add_partner(
                municipality=alliance.municipality,
                details=form.details(situations),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Aufgenommen. Tragen Sie jetzt Ansprechpersonen ein."), "success")
            return redirect(address_of(alliance, partner), 303)
    return _form_page(alliance, form, None)


@blueprint.get("/<public_id>")
@requires(READ_ALLIANCES)
def show(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    partner = queries.get_partner(public_id, alliance=alliance)
    now = clock.now()
    return render_template(
        "alliances/partners/show.html",
        alliance=alliance,
        partner=partner,
        history=queries.list_history(partner) if alliance.manages else [],
        today=today(now),
        actions=ACTIONS,
        by_itself=BY_ITSELF,
        kinds=KINDS,
        states=STATES,
        badges_of=STATE_BADGES,
    )


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    partner = queries.get_partner(public_id, alliance=alliance)
    situations = list_situations()
    form = partner_form(situations, partner)
    if form.validate_on_submit():
        try:
            services.change_partner(
                partner=partner,
                details=form.details(situations),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert."), "success")
            return redirect(address_of(alliance, partner), 303)
    return _form_page(alliance, form, partner)


@blueprint.route("/<public_id>/end", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def end(municipality: str, public_id: str) -> ResponseReturnValue:
    """Ask first; then let the partner go."""
    alliance = get_managed_alliance(municipality, reader=current_account())
    partner = queries.get_partner(public_id, alliance=alliance)
    if request.method == "POST":
        services.end_partner(partner=partner, actor=current_person(), now=clock.now())
        flash(_("Der Partner gehört nicht mehr zur Allianz."), "success")
        return redirect(url_for("alliance_partners.index", municipality=municipality), 303)
    return render_template(
        "confirm.html",
        heading=_("%(name)s aus der Allianz nehmen?", name=partner.name),
        text=_(
            "Der Partner steht dann auf keiner Seite mehr, und was er verantwortet hat, ist wieder "
            "offen. Seine Ansprechpersonen werden nach einer Frist gelöscht."
        ),
        label=_("Aus der Allianz nehmen"),
        action_url=request.path,
        cancel_url=address_of(alliance, partner),
    )


def address_of(alliance: Alliance, partner: Partner) -> str:
    """The page of `partner`."""
    return url_for(
        "alliance_partners.show",
        municipality=alliance.municipality.public_id,
        public_id=partner.public_id,
    )


def _form_page(
    alliance: Alliance, form: PartnerForm, partner: Partner | None
) -> ResponseReturnValue:
    page = render_template(
        "alliances/partners/form.html",
        alliance=alliance,
        form=form,
        partner=partner,
        hints=KIND_HINTS,
    )
    return page, 422 if form.is_submitted() else 200
