"""How guests come in and go. Following a mailed link changes nothing by itself.

Mail scanners follow links, too. So each leads to a page with a button, and only that counts.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import current_language
from app.kernel.i18n import gettext as _
from app.kernel.permissions import guests_only, public
from exchange.alliances.guests import links, services
from exchange.alliances.guests.current import enter_as_guest, find_current_guest, leave_here
from exchange.alliances.guests.forms import AskForLinkForm
from exchange.alliances.guests.queries import find_link
from exchange.alliances.guests.services import GuestLinkOver

blueprint = Blueprint("partner_access", __name__, template_folder="../templates")


@blueprint.route("/login/partner", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    form = AskForLinkForm()
    if not form.validate_on_submit():
        page = render_template("alliances/guests/ask.html", form=form)
        return page, 422 if form.is_submitted() else 200
    links.ask_for_link(
        email=form.email.data or "", origin=request.remote_addr or "", now=clock.now()
    )
    return redirect(url_for("partner_access.sent"), 303)


@blueprint.get("/login/partner/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("alliances/guests/sent.html")


@blueprint.route("/login/partner/<token>", methods=["GET", "POST"])
@public
def enter(token: str) -> ResponseReturnValue:
    now = clock.now()
    if request.method != "POST":  # scanners send HEAD, too
        link = find_link(token, now=now)
        if link is None:
            return _over()
        return render_template("alliances/guests/enter.html", guest=link.guest)
    try:
        _guest, session_token = services.use_link(token=token, language=current_language(), now=now)
    except GuestLinkOver:
        return _over()
    enter_as_guest(session_token)
    return redirect(url_for("partner_room.home"), 303)


@blueprint.post("/partner/logout")
@guests_only
def sign_out() -> ResponseReturnValue:
    leave_here()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("pages.home"), 303)


def _over() -> ResponseReturnValue:
    # Who clicked twice, or comes back by the same mail, is in already.
    if find_current_guest() is not None:
        return redirect(url_for("partner_room.home"), 303)
    return render_template("alliances/guests/over.html"), GuestLinkOver.status
