"""Minutes: written, submitted, and approved by the chair or by a later meeting."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import requires
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.queries import get_meeting, get_planned_meeting
from exchange.meetings.dates.showing import seen_by
from exchange.meetings.dates.views import address_of
from exchange.meetings.decisions.queries import list_decisions_of
from exchange.meetings.minutes import queries, services
from exchange.minutes.forms import ApprovalForm, minutes_form
from exchange.minutes.services import MinutesChanged
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_minutes",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>/minutes",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(READ_MEETINGS)
def write(public_id: str) -> ResponseReturnValue:
    """Save a draft, or with `submit` have all who were invited read it."""
    reader = reader_of(current_account())
    meeting = queries.get_meeting_to_write(public_id, reader)
    seen = seen_by(reader, meeting)
    if meeting.are_minutes_final:
        return redirect(address_of(meeting), 303)
    form = minutes_form(meeting)
    if form.validate_on_submit():
        try:
            services.save_minutes(
                meeting=meeting,
                text=form.text.data or "",
                revision=form.seen,
                submit="submit" in request.form,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Das Protokoll ist gespeichert."), "success")
            return redirect(address_of(meeting), 303)
    page = render_template(
        "meetings/minutes/write.html",
        meeting=meeting,
        seen=seen,
        decisions=list_decisions_of(meeting) if seen.knows else [],
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/approve")
@requires(READ_MEETINGS)
def approve(public_id: str) -> ResponseReturnValue:
    """By the chair, unless they wrote them."""
    meeting = get_meeting(public_id, reader_of(current_account()))
    return _approve(
        meeting,
        lambda revision: services.approve_as_chair(
            meeting=meeting, revision=revision, actor=current_person(), now=clock.now()
        ),
    )


@blueprint.post("/approve/<later_id>")
@requires(PLAN_MEETINGS)
def approve_in_meeting(public_id: str, later_id: str) -> ResponseReturnValue:
    """Note that a later meeting has approved them."""
    reader = reader_of(current_account())
    meeting, later = (get_planned_meeting(one, reader) for one in (public_id, later_id))
    return _approve(
        meeting,
        lambda revision: services.approve_in_meeting(
            meeting=meeting, by=later, revision=revision, actor=current_person(), now=clock.now()
        ),
    )


def _approve(meeting: BodyMeeting, command: Callable[[int], object]) -> ResponseReturnValue:
    form = ApprovalForm()
    if not form.validate_on_submit():
        raise NotFound
    try:
        command(form.seen)
    except MinutesChanged:
        flash(_("Das Protokoll wurde inzwischen geändert. Bitte lesen Sie es noch einmal."), "info")
    else:
        flash(_("Das Protokoll ist genehmigt und bleibt, wie es ist."), "success")
    return redirect(address_of(meeting), 303)
