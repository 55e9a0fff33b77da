"""Answering an invitation, and who comes as whoever plans sees it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import requires
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates import queries as dates
from exchange.meetings.dates.models import Answer
from exchange.meetings.dates.showing import seen_by
from exchange.meetings.dates.wording import ANSWERS
from exchange.meetings.replies import queries, services
from exchange.meetings.replies.forms import reply_form
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_replies",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>",
)


@blueprint.route("/reply", methods=["GET", "POST"])
@requires(READ_MEETINGS)
def reply(public_id: str) -> ResponseReturnValue:
    """Say whether one comes, or say so anew, until the last day."""
    reader, person = reader_of(current_account()), current_person()
    meeting = dates.get_meeting(public_id, reader)
    if not dates.invites(meeting, person):
        raise NotFound
    form = reply_form(meeting, queries.find_reply(meeting, person))
    if form.validate_on_submit():
        try:
            services.reply_to_invitation(
                meeting=meeting,
                person=person,
                answer=Answer(form.answer.data),
                note=form.note.data or "",
                now=clock.now(),
            )
        except services.AnswersAreClosed as refusal:
            form.show(refusal)
        else:
            flash(_("Danke. Ihre Antwort ist angekommen."), "success")
            return redirect(url_for("meetings.show", public_id=public_id), 303)
    page = render_template(
        "meetings/replies/reply.html",
        meeting=meeting,
        seen=seen_by(reader, meeting),
        form=form,
        is_open=services.takes_answers(meeting, clock.now()),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/guests")
@requires(PLAN_MEETINGS)
def guests(public_id: str) -> ResponseReturnValue:
    meeting = dates.get_planned_meeting(public_id, reader_of(current_account()))
    found = queries.list_guests(meeting)
    return render_template(
        "meetings/replies/guests.html",
        meeting=meeting,
        guests=found,
        counts=queries.count_answers(found),
        answers=ANSWERS,
    )
