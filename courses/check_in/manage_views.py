"""The trainer's side: the code on the wall, and a list to sign where there is no phone."""

import segno
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.kernel import clock
from app.kernel.mail_text import absolute_address
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.check_in.codes import make_code
from courses.check_in.keys import signing_key
from courses.check_in.queries import count_people
from courses.check_in.rules import OPENS_BEFORE, phase_at
from courses.check_in.sheet import sign_in_sheet
from courses.cohorts.queries import get_managed_session, list_roster
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "manage_check_in", __name__, template_folder="templates", url_prefix="/manage/cohorts"
)


@blueprint.get("/<public_id>/sessions/<session_id>/check-in")
@requires(RUN_COHORTS)
def show(public_id: str, session_id: str) -> ResponseReturnValue:
    """For the projector. Asked again each minute, for a code is good for two at most."""
    meeting, now = get_managed_session(current_person(), public_id, session_id), clock.now()
    event = meeting.event
    there, people = count_people(meeting)
    code = make_code(signing_key(), meeting.public_id, now)
    return render_template(
        "check_in/show.html",
        session=meeting,
        phase=phase_at(event.starts_at, event.ends_at, now),
        opens_at=event.starts_at - OPENS_BEFORE,
        picture=_drawn(absolute_address("check_in.arrive", token=code)),
        there=there,
        people=people,
        seconds=61 - now.second,
    )


@blueprint.get("/<public_id>/sessions/<session_id>/sign-in-sheet.pdf")
@requires(RUN_COHORTS)
def sheet(public_id: str, session_id: str) -> ResponseReturnValue:
    meeting = get_managed_session(current_person(), public_id, session_id)
    pdf = sign_in_sheet(meeting, list_roster(meeting.cohort))
    name = f"komma-sign-in-sheet-{meeting.position + 1}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _drawn(address: str) -> Markup:
    """An SVG of that QR code, black on white in every theme, for cameras far away."""
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="white")
    return Markup(drawn)  # noqa: S704 — segno's own markup, with no text in it
