"""One's own meetings, and all that there is about one of them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.matrix import READ_MEETINGS
from app.kernel.permissions import requires
from app.kernel.retention import today
from courses.catalogue.markdown import render_markdown
from exchange.meetings.bodies.access import Reader, reader_of
from exchange.meetings.bodies.queries import list_planned_bodies
from exchange.meetings.dates.agenda import timed
from exchange.meetings.dates.queries import get_meeting, list_meetings
from exchange.meetings.dates.showing import seen_by
from exchange.meetings.dates.wording import ANSWERS, STATE_BADGES, STATES
from exchange.meetings.presenting import shown_meeting
from exchange.minutes.wording import MINUTES, MINUTES_BADGES
from organisations.accounts.current import current_account

blueprint = Blueprint("meetings", __name__, template_folder="templates", url_prefix="/meetings")
blueprint.add_app_template_filter(render_markdown, "meeting_text")

MOST_COMING, MOST_PAST = 60, 20


@blueprint.get("")
@requires(READ_MEETINGS)
def index() -> ResponseReturnValue:
    """What comes, and the latest of what was."""
    reader, now = _reader(), clock.now()
    coming, past = (
        [seen_by(reader, one) for one in list_meetings(reader, now=now, over=over, most=most)]
        for over, most in ((False, MOST_COMING), (True, MOST_PAST))
    )
    return render_template(
        "meetings/index.html",
        coming=coming,
        past=past,
        plans=list_planned_bodies(reader),
        states=STATES,
        state_badges=STATE_BADGES,
    )


@blueprint.get("/<public_id>")
@requires(READ_MEETINGS)
def show(public_id: str) -> ResponseReturnValue:
    reader, now = _reader(), clock.now()
    shown = shown_meeting(get_meeting(public_id, reader), reader, now)
    return render_template(
        "meetings/show.html",
        shown=shown,
        meeting=shown.meeting,
        now=now,
        today=today(now),
        states=STATES,
        state_badges=STATE_BADGES,
        answers=ANSWERS,
        minutes=MINUTES,
        minutes_badges=MINUTES_BADGES,
    )


@blueprint.get("/<public_id>/agenda")
@requires(READ_MEETINGS)
def agenda(public_id: str) -> ResponseReturnValue:
    """The agenda alone, to be printed."""
    reader = _reader()
    meeting = get_meeting(public_id, reader)
    seen = seen_by(reader, meeting)
    if not seen.knows or not meeting.items:
        raise NotFound
    return render_template(
        "meetings/dates/agenda.html", meeting=meeting, seen=seen, items=timed(meeting)
    )


def _reader() -> Reader:
    return reader_of(current_account())
