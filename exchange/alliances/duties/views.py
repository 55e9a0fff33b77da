"""The responsibility matrix: read it, say who has which part, add duties of one's own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from app.kernel.matrix import MANAGE_ALLIANCE, READ_ALLIANCES
from app.kernel.permissions import requires
from exchange.alliances.duties import queries, services
from exchange.alliances.duties.forms import DutyForm, assignment_form, duty_form
from exchange.alliances.duties.models import Duty
from exchange.alliances.reach import Alliance, get_alliance, get_managed_alliance
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "alliance_duties",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>/duties",
)
blueprint.add_app_template_filter(queries.name_of, "party_name")


@blueprint.get("")
@requires(READ_ALLIANCES)
def index(municipality: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    rows = queries.list_matrix(alliance)
    return render_template(
        "alliances/duties/index.html",
        alliance=alliance,
        rows=rows,
        open_duties=sum(row.responsible is None for row in rows),
    )


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def assign(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    row = queries.get_row(public_id, alliance=alliance)
    parties = queries.list_parties(alliance)
    form = assignment_form(row, parties)
    if form.validate_on_submit():
        services.assign_duty(
            duty=row.duty,
            municipality=alliance.municipality,
            assignment=form.assignment(parties),
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Zuständigkeit ist festgelegt."), "success")
        return redirect(_list_url(alliance), 303)
    page = render_template(
        "alliances/duties/assign.html", alliance=alliance, duty=row.duty, form=form
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new(municipality: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    form = duty_form()
    if form.validate_on_submit():
        duty = services.add_duty(
            municipality=alliance.municipality,
            title=form.title.data or "",
            description=form.description.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Aufgabe ist angelegt. Legen Sie jetzt fest, wer zuständig ist."), "success")
        return redirect(_assign_url(alliance, duty), 303)
    return _form_page(alliance, form, None)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, duty = _own_duty(municipality, public_id)
    form = duty_form(duty)
    if form.validate_on_submit():
        services.change_duty(
            duty=duty,
            title=form.title.data or "",
            description=form.description.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Änderungen sind gespeichert."), "success")
        return redirect(_list_url(alliance), 303)
    return _form_page(alliance, form, duty)


@blueprint.route("/<public_id>/remove", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def remove(municipality: str, public_id: str) -> ResponseReturnValue:
    """Ask first; then forget the duty."""
    alliance, duty = _own_duty(municipality, public_id)
    if request.method == "POST":
        services.remove_duty(duty=duty, actor=current_person(), now=clock.now())
        flash(_("Die Aufgabe ist gelöscht."), "success")
        return redirect(_list_url(alliance), 303)
    return render_template(
        "confirm.html",
        heading=_("Aufgabe „%(title)s“ löschen?", title=localised(duty.title)),
        text=_("Auch wer dafür zuständig ist, wird gelöscht."),
        label=_("Löschen"),
        action_url=request.path,
        cancel_url=_assign_url(alliance, duty),
    )


def _own_duty(municipality: str, public_id: str) -> tuple[Alliance, Duty]:
    """A duty that the municipality has added itself. Raises NotFound for shipped ones."""
    alliance = get_managed_alliance(municipality, reader=current_account())
    duty = queries.get_row(public_id, alliance=alliance).duty
    if duty.key is not None:
        raise NotFound
    return alliance, duty


def _list_url(alliance: Alliance) -> str:
    return url_for("alliance_duties.index", municipality=alliance.municipality.public_id)


def _assign_url(alliance: Alliance, duty: Duty) -> str:
    at = alliance.municipality.public_id
    return url_for("alliance_duties.assign", municipality=at, public_id=duty.public_id)


def _form_page(alliance: Alliance, form: DutyForm, duty: Duty | None) -> ResponseReturnValue:
    page = render_template("alliances/duties/form.html", alliance=alliance, form=form, duty=duty)
    return page, 422 if form.is_submitted() else 200
