"""What happens to the dates of a series together: they move, or are called off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import PLAN_MEETINGS
from app.kernel.permissions import requires
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates import queries
from exchange.meetings.dates.forms import series_change_form
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.series import move_series
from exchange.meetings.dates.services import cancel_meetings
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_series",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>/series",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def move(public_id: str) -> ResponseReturnValue:
    """Move all dates of the series that are still to come."""
    meeting, coming = _series(public_id)
    if not coming:
        return redirect(_back(meeting), 303)
    form = series_change_form(meeting)
    if form.validate_on_submit():
        try:
            moved = move_series(
                meetings=coming, change=form.change(), actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(num)s Termin ist geändert.", "%(num)s Termine sind geändert.", len(moved)
                ),
                "success",
            )
            return redirect(_back(meeting), 303)
    page = render_template("meetings/dates/move.html", form=form, meeting=meeting, coming=coming)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/cancel", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def cancel(public_id: str) -> ResponseReturnValue:
    """Ask first; then call off all dates of the series that are still to come."""
    meeting, coming = _series(public_id)
    if not coming:
        return redirect(_back(meeting), 303)
    if request.method == "POST":
        off = cancel_meetings(meetings=coming, actor=current_person(), now=clock.now())
        flash(
            ngettext("%(num)s Termin ist abgesagt.", "%(num)s Termine sind abgesagt.", len(off)),
            "success",
        )
        return redirect(_back(meeting), 303)
    return render_template(
        "confirm.html",
        heading=_("Alle kommenden Termine der Reihe absagen?"),
        text=ngettext(
            "Das betrifft %(num)s Termin. Die Kalender der Eingeladenen erfahren davon.",
            "Das betrifft %(num)s Termine. Die Kalender der Eingeladenen erfahren davon.",
            len(coming),
        ),
        label=_("Alle absagen"),
        action_url=request.path,
        cancel_url=url_for("meeting_series.move", public_id=public_id),
    )


def _series(public_id: str) -> tuple[BodyMeeting, list[BodyMeeting]]:
    """The meeting, and those of its series that are still to come."""
    meeting = queries.get_planned_meeting(public_id, reader_of(current_account()))
    if meeting.series_key is None:
        raise NotFound
    dates = queries.list_of_series(meeting, after=clock.now())
    return meeting, [one for one in dates if not one.is_off]


def _back(meeting: BodyMeeting) -> str:
    return url_for("meeting_dates.of_body", public_id=meeting.body.public_id)
