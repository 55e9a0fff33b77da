"""Pages of a date poll for whoever invited to it: other times, another deadline, the choice."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_span
from app.kernel.permissions import signed_in
from organisations.accounts.current import current_person
from scheduling.polls import services
from scheduling.polls.errors import PollIsOver
from scheduling.polls.forms import DeadlineForm, MoreTimesForm, deadline_form
from scheduling.polls.models import DatePoll
from scheduling.polls.presenting import show_board
from scheduling.polls.queries import get_organised_poll, get_proposal

blueprint = Blueprint(
    "date_poll_organising", __name__, template_folder="templates", url_prefix="/date-polls"
)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """More times; the form for the deadline stands beside it."""
    poll, form = _open_poll(public_id), MoreTimesForm()
    if form.is_submitted() and form.wants_rows:
        form.add_rows()
        return _edit_page(poll, form, None)
    if form.validate_on_submit() and (starts := form.starts(poll.zone)):
        try:
            services.add_proposals(
                poll=poll, proposals=starts, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Zeiten stehen jetzt zur Auswahl."), "success")
            return redirect(url_for("date_polls.show", public_id=public_id), 303)
    return _edit_page(poll, form, None), 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/deadline")
@signed_in
def move_deadline(public_id: str) -> ResponseReturnValue:
    poll = _open_poll(public_id)
    form = deadline_form(poll)
    closes_at = form.deadline(poll.zone) if form.validate() else None
    if closes_at:
        try:
            services.move_deadline(
                poll=poll, closes_at=closes_at, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die neue Frist gilt."), "success")
            return redirect(url_for("date_polls.show", public_id=public_id), 303)
    return _edit_page(poll, None, form), 422


@blueprint.route("/<public_id>/proposals/<proposal_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(public_id: str, proposal_id: str) -> ResponseReturnValue:
    """Ask first; then take the time out."""
    poll = _open_poll(public_id)
    proposal = get_proposal(poll, proposal_id)
    back = url_for("date_poll_organising.edit", public_id=public_id)
    if request.method == "POST":
        services.withdraw_proposal(
            poll=poll, proposal=proposal, actor=current_person(), now=clock.now()
        )
        flash(_("Die Zeit steht nicht mehr zur Auswahl."), "success")
        return redirect(back, 303)
    return render_template(
        "confirm.html",
        heading=_("Diese Zeit zurückziehen?"),
        text=_(
            "%(time)s: Antworten dazu werden gelöscht. Wer schon geantwortet hat, bekommt eine "
            "Mail.",
            time=local_span(proposal.starts_at, proposal.ends_at),
        ),
        label=_("Zeit zurückziehen"),
        action_url=request.path,
        cancel_url=back,
    )


@blueprint.route("/<public_id>/proposals/<proposal_id>/choose", methods=["GET", "POST"])
@signed_in
def choose(public_id: str, proposal_id: str) -> ResponseReturnValue:
    """Say who cannot come then; then make it the date."""
    poll = _open_poll(public_id)
    proposal, refused = get_proposal(poll, proposal_id), None
    board = show_board(poll, current_person(), clock.now())
    if request.method == "POST":
        try:
            services.choose_date(
                poll=poll, proposal=proposal, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            if isinstance(refusal, NotFound):
                raise
            refused = refusal.message
        else:
            flash(
                _("Der Termin steht fest. Alle, die gefragt sind, bekommen eine Mail."), "success"
            )
            return redirect(url_for("date_polls.show", public_id=public_id), 303)
    page = render_template(
        "date_polls/choose.html",
        poll=poll,
        proposal=proposal,
        refused=refused,
        shown=next(one for one in board.proposals if one.proposal.id == proposal.id),
    )
    return page, 422 if refused else 200


@blueprint.route("/<public_id>/call-off", methods=["GET", "POST"])
@signed_in
def call_off(public_id: str) -> ResponseReturnValue:
    """Ask first; then look for a date no longer."""
    poll = _open_poll(public_id)
    back = url_for("date_polls.show", public_id=public_id)
    if request.method == "POST":
        services.call_off(poll=poll, actor=current_person(), now=clock.now())
        flash(_("Die Umfrage ist beendet."), "success")
        return redirect(back, 303)
    return render_template(
        "confirm.html",
        heading=_("Umfrage ohne Termin beenden?"),
        text=_("Danach kann niemand mehr antworten. Alle, die gefragt sind, bekommen eine Mail."),
        label=_("Umfrage beenden"),
        action_url=request.path,
        cancel_url=back,
    )


def _open_poll(public_id: str) -> DatePoll:
    """The poll of whoever is signed in, as long as it can be changed."""
    poll = get_organised_poll(current_person(), public_id)
    if not poll.is_open:
        raise PollIsOver
    return poll


def _edit_page(poll: DatePoll, form: MoreTimesForm | None, deadline: DeadlineForm | None) -> str:
    """The form that was not sent is shown as it is at first."""
    return render_template(
        "date_polls/edit.html",
        poll=poll,
        form=form or MoreTimesForm(formdata=None),
        deadline=deadline or deadline_form(poll, sent=False),
    )
