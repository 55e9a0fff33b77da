"""What somebody without an account sees of the appointment they were asked to come to."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import Stranger, as_read_by, current_language
from app.kernel.permissions import public
from scheduling.coaching.companions import decline_as_guest
from scheduling.coaching.guest_links import get_guest_by_token

blueprint = Blueprint("guests", __name__, template_folder="templates", url_prefix="/guest")


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    guest, now = get_guest_by_token(token), clock.now()
    booking = guest.booking
    # By the same clock as the mail that led here.
    with as_read_by(Stranger(current_language(), booking.client.time_zone)):
        return render_template(
            "guests/show.html",
            guest=guest,
            booking=booking,
            token=token,
            can_decline=booking.takes_place and now < booking.event.starts_at,
        )


@blueprint.post("/<token>/decline")
@public
def decline(token: str) -> ResponseReturnValue:
    decline_as_guest(guest=get_guest_by_token(token), now=clock.now())
    return redirect(url_for("guests.show", token=token), 303)
