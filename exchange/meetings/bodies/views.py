"""Bodies: which there are, who belongs to them. The programme office sets them up."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_BODIES, READ_MEETINGS
from app.kernel.permissions import may, requires
from exchange.meetings.bodies import queries, services
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.bodies.forms import BodyForm, MemberForm, body_form
from exchange.meetings.bodies.models import Body, Part
from exchange.meetings.bodies.wording import CIRCLES, KINDS, PARTS
from organisations.accounts.current import current_account, current_person
from organisations.queries import get_person
from organisations.wording import STATES

blueprint = Blueprint(
    "meeting_bodies", __name__, template_folder="../templates", url_prefix="/meetings/bodies"
)


@blueprint.get("")
@requires(READ_MEETINGS)
def index() -> ResponseReturnValue:
    return render_template(
        "meetings/bodies/index.html",
        bodies=queries.list_bodies(reader_of(current_account())),
        counts=queries.count_members(),
        manages=may(MANAGE_BODIES),
        kinds=KINDS,
        states=STATES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_BODIES)
def new() -> ResponseReturnValue:
    form = body_form()
    if form.validate_on_submit():
        body = services.create_body(details=form.details(), actor=current_person(), now=clock.now())
        flash(
            _("Das Gremium ist angelegt. Benennen Sie jetzt Personen oder planen Sie."), "success"
        )
        return redirect(url_for("meeting_dates.of_body", public_id=body.public_id), 303)
    return _form_page(form, None)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(MANAGE_BODIES)
def edit(public_id: str) -> ResponseReturnValue:
    body = queries.get_body(public_id, reader_of(current_account()))
    form = body_form(body)
    if form.validate_on_submit():
        services.change_body(
            body=body, details=form.details(body), actor=current_person(), now=clock.now()
        )
        flash(_("Die Änderungen sind gespeichert. Kalender folgen von selbst."), "success")
        return redirect(url_for("meeting_dates.of_body", public_id=public_id), 303)
    return _form_page(form, body)


@blueprint.route("/<public_id>/members", methods=["GET", "POST"])
@requires(MANAGE_BODIES)
def members(public_id: str) -> ResponseReturnValue:
    """Who is named; name another one, or give them something else to do."""
    body, form = queries.get_body(public_id, reader_of(current_account())), MemberForm()
    if form.validate_on_submit():
        try:
            services.name_member(
                body=body,
                email=form.email.data,
                part=Part(form.part.data),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Person ist benannt. Ihr Kalender folgt von selbst."), "success")
            return redirect(request.path, 303)
    page = render_template(
        "meetings/bodies/members.html",
        body=body,
        form=form,
        named=queries.list_named(body),
        circles=[CIRCLES[one.circle] for one in body.circles],
        parts_of=PARTS,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>/members/<person_id>/release")
@requires(MANAGE_BODIES)
def release(public_id: str, person_id: str) -> ResponseReturnValue:
    body = queries.get_body(public_id, reader_of(current_account()))
    services.release_member(
        body=body, person=get_person(person_id), actor=current_person(), now=clock.now()
    )
    flash(_("Die Person ist nicht mehr benannt."), "success")
    return redirect(url_for("meeting_bodies.members", public_id=public_id), 303)


def _form_page(form: BodyForm, body: Body | None) -> ResponseReturnValue:
    page = render_template("meetings/bodies/form.html", form=form, body=body)
    return page, 422 if form.is_submitted() else 200
