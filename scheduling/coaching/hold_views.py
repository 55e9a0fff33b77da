"""Between choosing a time and having it: what it is, who comes along, and the button that books."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import BOOK_CRISIS_TALKS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries, services
from scheduling.coaching.approval import is_request
from scheduling.coaching.booking_forms import CompanionsForm
from scheduling.coaching.errors import HoldIsGone
from scheduling.coaching.holding import release_hold
from scheduling.coaching.models import Booking

blueprint = Blueprint("holds", __name__, template_folder="templates", url_prefix="/coaching/holds")


@blueprint.get("/<public_id>")
@requires(BOOK_CRISIS_TALKS)
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, None)


@blueprint.post("/<public_id>")
@requires(BOOK_CRISIS_TALKS)
def confirm(public_id: str) -> ResponseReturnValue:
    try:
        booking = queries.get_booking_as_client(current_person(), public_id)
        form = _form(public_id)
        if not form.validate():
            return _refused(public_id, form)
        services.confirm_booking(booking=booking, now=clock.now(), companions=form.companions())
    except (NotFound, HoldIsGone):
        return _gone()
    except DomainError as refusal:
        form.show(refusal)
        return _refused(public_id, form)
    flash(_said(booking), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/release")
@requires(BOOK_CRISIS_TALKS)
def release(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_as_client(current_person(), public_id)
    offer_id = booking.offer.public_id
    release_hold(booking=booking)
    return redirect(url_for("coaching.show", public_id=offer_id), 303)


def _page(public_id: str, form: CompanionsForm | None) -> ResponseReturnValue:
    now = clock.now()
    try:
        booking = queries.get_booking_as_client(current_person(), public_id)
    except NotFound:
        return _gone()
    if not booking.is_held(now):
        agreed = booking.takes_place or booking.is_requested(now)
        return redirect(url_for("bookings.show", public_id=public_id), 303) if agreed else _gone()
    return render_template(
        "coaching/hold.html",
        booking=booking,
        group=queries.list_group(booking),
        is_request=is_request(booking.offer, now),
        form=form or _form(public_id),
    )


def _form(public_id: str) -> CompanionsForm:
    booking = queries.get_booking_as_client(current_person(), public_id)
    return CompanionsForm.of(booking.offer, queries.list_colleagues(booking.client))


def _refused(public_id: str, form: CompanionsForm) -> ResponseReturnValue:
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        return _page(public_id, form), 422


def _gone() -> ResponseReturnValue:
    """The same for what has expired, what is somebody else's and what never was."""
    return render_template("coaching/hold_gone.html"), 404


def _said(booking: Booking) -> str:
    if booking.takes_place:
        return _("Ihr Termin ist gebucht. Sie erhalten eine Mail für Ihren Kalender.")
    return _("Ihre Anfrage ist abgeschickt. Sie erhalten eine Mail, sobald sie beantwortet ist.")
