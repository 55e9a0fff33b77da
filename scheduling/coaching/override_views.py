"""The programme office helps with an appointment whose number somebody has told them.

They see its time and its coach, and nobody's name besides.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import OVERRIDE_BOOKINGS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries
from scheduling.coaching.override_forms import NumberForm, OverrideMoveForm, ReasonForm
from scheduling.coaching.overriding import OverrideReason, cancel_for_others, move_for_others

blueprint = Blueprint(
    "overrides", __name__, template_folder="templates", url_prefix="/manage/appointments"
)


@blueprint.route("", methods=["GET", "POST"])
@requires(OVERRIDE_BOOKINGS)
def find() -> ResponseReturnValue:
    form = NumberForm()
    if not form.validate_on_submit():
        page = render_template("coaching/override/find.html", form=form)
        return page, 422 if form.is_submitted() else 200
    try:
        booking = queries.get_booking_by_number(form.number.data)
    except NotFound:
        form.number.errors = [_("Unter dieser Nummer gibt es keinen Termin.")]
        return render_template("coaching/override/find.html", form=form), 422
    return redirect(url_for("overrides.show", public_id=booking.public_id), 303)


@blueprint.get("/<public_id>")
@requires(OVERRIDE_BOOKINGS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, ReasonForm(prefix="cancel"), OverrideMoveForm(prefix="move"))


@blueprint.post("/<public_id>/cancel")
@requires(OVERRIDE_BOOKINGS)
def cancel(public_id: str) -> ResponseReturnValue:
    booking, form = queries.get_booking_by_number(public_id), ReasonForm(prefix="cancel")
    if form.validate():
        try:
            cancel_for_others(
                booking=booking,
                actor=current_person(),
                reason=OverrideReason(form.reason.data),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Termin ist abgesagt. Beide Seiten erfahren es per Mail."), "success")
            return redirect(url_for("overrides.show", public_id=public_id), 303)
    return _refused(public_id, form, OverrideMoveForm(prefix="move", formdata=None))


@blueprint.post("/<public_id>/move")
@requires(OVERRIDE_BOOKINGS)
def move(public_id: str) -> ResponseReturnValue:
    booking, form = queries.get_booking_by_number(public_id), OverrideMoveForm(prefix="move")
    if form.validate():
        try:
            move_for_others(
                booking=booking,
                starts_at=form.starts_at,
                actor=current_person(),
                reason=OverrideReason(form.reason.data),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Termin ist verschoben. Beide Seiten erfahren es per Mail."), "success")
            return redirect(url_for("overrides.show", public_id=public_id), 303)
    return _refused(public_id, ReasonForm(prefix="cancel", formdata=None), form)


def _refused(public_id: str, cancel: ReasonForm, move: OverrideMoveForm) -> ResponseReturnValue:
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        return _page(public_id, cancel, move), 422


def _page(public_id: str, cancel: ReasonForm, move: OverrideMoveForm) -> str:
    booking = queries.get_booking_by_number(public_id)
    return render_template(
        "coaching/override/show.html",
        booking=booking,
        to_come=booking.takes_place and clock.now() < booking.event.starts_at,
        cancel_form=cancel,
        move_form=move,
    )
