"""Planning: a body with its dates, one date or a series, and what happens to one date."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import MANAGE_BODIES, PLAN_MEETINGS, READ_MEETINGS
from app.kernel.permissions import may, requires
from exchange.meetings.bodies.access import Reader, reader_of
from exchange.meetings.bodies.models import Body
from exchange.meetings.bodies.queries import find_chair, get_body, get_planned_body, plans_for
from exchange.meetings.bodies.wording import CIRCLES, KINDS
from exchange.meetings.dates import queries, services
from exchange.meetings.dates.forms import MeetingForm, invite_form, meeting_form, series_form
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.showing import seen_by
from exchange.meetings.dates.wording import STATE_BADGES
from exchange.meetings.dates.wording import STATES as MEETING_STATES
from organisations.accounts.current import current_account, current_person
from organisations.queries import list_municipalities
from organisations.wording import STATES

blueprint = Blueprint(
    "meeting_dates", __name__, template_folder="../templates", url_prefix="/meetings"
)
MOST_SHOWN = 50


@blueprint.get("/bodies/<public_id>")
@requires(READ_MEETINGS)
def of_body(public_id: str) -> ResponseReturnValue:
    reader, now = _reader(), clock.now()
    body = get_body(public_id, reader)
    coming, past = (
        [
            seen_by(reader, one)
            for one in queries.list_meetings(reader, now=now, over=over, most=MOST_SHOWN, body=body)
        ]
        for over in (False, True)
    )
    return render_template(
        "meetings/bodies/show.html",
        body=body,
        coming=coming,
        past=past,
        chair=find_chair(body),
        circles=[CIRCLES[one.circle] for one in body.circles],
        plans=plans_for(reader, body),
        manages=may(MANAGE_BODIES),
        kinds=KINDS,
        lands=STATES,
        states=MEETING_STATES,
        state_badges=STATE_BADGES,
    )


@blueprint.route("/bodies/<public_id>/dates/new", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def new(public_id: str) -> ResponseReturnValue:
    body, municipalities = get_planned_body(public_id, _reader()), list_municipalities()
    form = meeting_form(body, municipalities)
    details = form.details(municipalities) if form.validate_on_submit() else None
    if details is not None:
        try:
            meeting = services.plan_meeting(
                body=body, details=details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Termin steht in allen Kalendern. Laden Sie jetzt dazu ein."), "success")
            return redirect(address_of(meeting), 303)
    return _form_page("meetings/dates/form.html", form, body=body, meeting=None)


@blueprint.route("/bodies/<public_id>/dates/series", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def new_series(public_id: str) -> ResponseReturnValue:
    """Plan several dates at once: all of them, or none. Each visit is planned by itself."""
    body = get_planned_body(public_id, _reader())
    if body.has_visits:
        raise NotFound
    form = series_form(body)
    dates = form.list_details() if form.validate_on_submit() else []
    if dates:
        try:
            services.plan_series(body=body, dates=dates, actor=current_person(), now=clock.now())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(num)s Termin ist geplant.", "%(num)s Termine sind geplant.", len(dates)
                ),
                "success",
            )
            return redirect(url_for("meeting_dates.of_body", public_id=public_id), 303)
    return _form_page("meetings/dates/series.html", form, body=body)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def edit(public_id: str) -> ResponseReturnValue:
    meeting, municipalities = _planned(public_id), list_municipalities()
    form = meeting_form(meeting.body, municipalities, meeting)
    details = form.details(municipalities) if form.validate_on_submit() else None
    if details is not None:
        moves = details.starts_at != meeting.event.starts_at
        try:
            services.change_meeting(
                meeting=meeting, details=details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert. Kalender folgen von selbst."), "success")
            if moves and queries.has_replies(meeting):
                flash(
                    _("Die bisherigen Antworten galten für die alte Zeit. Laden Sie erneut ein."),
                    "info",
                )
            return redirect(address_of(meeting), 303)
    return _form_page("meetings/dates/form.html", form, body=meeting.body, meeting=meeting)


@blueprint.route("/<public_id>/cancel", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def cancel(public_id: str) -> ResponseReturnValue:
    """Ask first; then call the meeting off. The second of two clicks finds that done."""
    meeting = _planned(public_id)
    if meeting.is_off:
        return redirect(address_of(meeting), 303)
    if request.method == "POST":
        services.cancel_meetings(meetings=[meeting], actor=current_person(), now=clock.now())
        flash(_("Der Termin ist abgesagt."), "success")
        return redirect(address_of(meeting), 303)
    return render_template(
        "confirm.html",
        heading=_("„%(title)s“ absagen?", title=meeting.title),
        text=_("Die Kalender der Eingeladenen erfahren davon."),
        label=_("Termin absagen"),
        action_url=request.path,
        cancel_url=address_of(meeting),
    )


@blueprint.route("/<public_id>/invite", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def invite(public_id: str) -> ResponseReturnValue:
    meeting = _planned(public_id)
    form = invite_form(meeting)
    if form.validate_on_submit():
        try:
            people = services.invite(
                meeting=meeting,
                reply_by=form.reply_by.data,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(
                ngettext(
                    "%(num)s Person ist eingeladen.",
                    "%(num)s Personen sind eingeladen.",
                    len(people),
                ),
                "success",
            )
            return redirect(address_of(meeting), 303)
    return _form_page("meetings/dates/invite.html", form, meeting=meeting)


@blueprint.post("/<public_id>/hold")
@requires(PLAN_MEETINGS)
def hold(public_id: str) -> ResponseReturnValue:
    meeting = _planned(public_id)
    services.hold(meeting=meeting, actor=current_person(), now=clock.now())
    flash(_("Vermerkt: Die Sitzung fand statt."), "success")
    return redirect(address_of(meeting), 303)


@blueprint.route("/<public_id>/reveal", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def reveal(public_id: str) -> ResponseReturnValue:
    """Ask first; then tell all who are invited what a protected visit is and where."""
    meeting = _planned(public_id)
    if request.method == "POST":
        services.reveal(meeting=meeting, actor=current_person(), now=clock.now())
        flash(_("Titel und Ort stehen jetzt in den Kalendern der Eingeladenen."), "success")
        return redirect(address_of(meeting), 303)
    return render_template(
        "confirm.html",
        heading=_("Titel und Ort freigeben?"),
        text=_(
            "Alle Eingeladenen sehen dann, worum es geht und wo. Das lässt sich nicht zurücknehmen."
        ),
        label=_("Titel und Ort freigeben"),
        action_url=request.path,
        cancel_url=address_of(meeting),
    )


def address_of(meeting: BodyMeeting) -> str:
    """The page of `meeting`."""
    return url_for("meetings.show", public_id=meeting.public_id)


def _reader() -> Reader:
    return reader_of(current_account())


def _planned(public_id: str) -> BodyMeeting:
    return queries.get_planned_meeting(public_id, _reader())


def _form_page(
    template: str,
    form: MeetingForm,
    *,
    body: Body | None = None,
    meeting: BodyMeeting | None = None,
) -> ResponseReturnValue:
    page = render_template(template, form=form, body=body, meeting=meeting)
    return page, 422 if form.is_submitted() else 200
