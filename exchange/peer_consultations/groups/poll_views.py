"""Let a group look for its date: the organiser proposes times, all answer on the poll's page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import requires
from exchange.peer_consultations.groups.forms import PollForm
from exchange.peer_consultations.groups.polling import find_group_poll, open_poll
from exchange.peer_consultations.groups.presentation import ShownConsultation, shown_consultation
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "peer_polls",
    __name__,
    template_folder="../templates",
    url_prefix="/peer-consultations/<public_id>/poll",
)
blueprint.add_app_template_global(find_group_poll, "poll_of_consultation")


@blueprint.route("", methods=["GET", "POST"])
@requires(CONSULT_PEERS)
def propose(public_id: str) -> ResponseReturnValue:
    shown = shown_consultation(current_person(), public_id)
    if not shown.is_organiser or not shown.consultation.is_planned:
        raise NotFound
    form, zone = PollForm(), viewer_zone().key
    if form.is_submitted() and form.wants_rows:
        form.add_rows()
        return _page(shown, form)
    if form.validate_on_submit() and (dates := form.proposed(zone)):
        try:
            poll = open_poll(
                consultation=shown.consultation,
                proposals=dates.times,
                duration=dates.duration,
                zone=zone,
                closes_at=dates.closes_at,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Gruppe ist gefragt. Wer wann kann, sehen Sie hier."), "success")
            return redirect(url_for("date_polls.show", public_id=poll.public_id), 303)
    return _page(shown, form), 422 if form.is_submitted() else 200


def _page(shown: ShownConsultation, form: PollForm) -> str:
    return render_template("peer_consultations/poll.html", shown=shown, form=form)
