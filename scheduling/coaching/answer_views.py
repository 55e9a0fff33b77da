"""The coach's word on an appointment: agree or decline, and afterwards who came."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries, services
from scheduling.coaching.booking_forms import DeclineForm

blueprint = Blueprint(
    "manage_bookings", __name__, template_folder="templates", url_prefix="/manage/bookings"
)


@blueprint.post("/<public_id>/accept")
@requires(RUN_COACHING)
def accept(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_as_coach(current_person(), public_id)
    try:
        services.accept_request(booking=booking, now=clock.now())
    except DomainError as refusal:
        return _refused(public_id, refusal)
    flash(_("Zugesagt. Die andere Seite erfährt es per Mail."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/decline")
@requires(RUN_COACHING)
def confirm_decline(public_id: str) -> ResponseReturnValue:
    return _decline_page(public_id, DeclineForm())


@blueprint.post("/<public_id>/decline")
@requires(RUN_COACHING)
def decline(public_id: str) -> ResponseReturnValue:
    booking, form = queries.get_booking_as_coach(current_person(), public_id), DeclineForm()
    if not form.validate():
        return _decline_page(public_id, form), 422
    try:
        services.decline_request(booking=booking, now=clock.now(), reason=form.reason.data or "")
    except DomainError as refusal:
        return _refused(public_id, refusal)
    flash(_("Abgelehnt. Die andere Seite erfährt es per Mail."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/attended")
@requires(RUN_COACHING)
def mark_attended(public_id: str) -> ResponseReturnValue:
    return _mark(public_id, attended=True)


@blueprint.post("/<public_id>/missed")
@requires(RUN_COACHING)
def mark_missed(public_id: str) -> ResponseReturnValue:
    return _mark(public_id, attended=False)


def _mark(public_id: str, *, attended: bool) -> ResponseReturnValue:
    booking = queries.get_booking_as_coach(current_person(), public_id)
    try:
        services.mark_attendance(booking=booking, attended=attended, now=clock.now())
    except DomainError as refusal:
        return _refused(public_id, refusal)
    flash(_("Eingetragen. Sie können es jederzeit ändern."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


def _decline_page(public_id: str, form: DeclineForm) -> str:
    booking = queries.get_booking_as_coach(current_person(), public_id)
    return render_template("coaching/decline.html", booking=booking, form=form)


def _refused(public_id: str, refusal: DomainError) -> ResponseReturnValue:
    flash(refusal.message, "danger")
    return redirect(url_for("bookings.show", public_id=public_id), 303)
