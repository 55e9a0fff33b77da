"""Meetings of an alliance: list, read, call, change, call off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from app.kernel.matrix import MANAGE_ALLIANCE, READ_ALLIANCES
from app.kernel.permissions import requires
from app.kernel.retention import today
from courses.catalogue.markdown import render_markdown
from exchange.alliances.meetings import queries, services
from exchange.alliances.meetings.forms import MeetingForm, meeting_form
from exchange.alliances.meetings.models import Meeting
from exchange.alliances.partners.queries import list_partners
from exchange.alliances.reach import Alliance, get_alliance, get_managed_alliance
from exchange.minutes.forms import ApprovalForm
from exchange.minutes.models import MinutesState
from exchange.minutes.wording import MINUTES, MINUTES_BADGES
from organisations.accounts.current import current_account, current_person
from organisations.queries import find_names

blueprint = Blueprint(
    "alliance_meetings",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>/meetings",
)
blueprint.add_app_template_filter(render_markdown, "alliance_text")


@blueprint.get("")
@requires(READ_ALLIANCES)
def index(municipality: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    meetings, now = queries.list_meetings(alliance, current_person()), clock.now()
    return render_template(
        "alliances/meetings/index.html",
        alliance=alliance,
        coming=[one for one in reversed(meetings) if one.event.ends_at > now],
        past=[one for one in meetings if one.event.ends_at <= now],
        minutes=MINUTES,
        badges_of=MINUTES_BADGES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new(municipality: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    people, partners = queries.list_people_of(alliance.municipality), list_partners(alliance)
    form = meeting_form(people, partners)
    details = form.details(people, partners) if form.validate_on_submit() else None
    if details is not None:
        try:
            meeting = services.call_meeting(
                municipality=alliance.municipality,
                details=details,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Sitzung ist einberufen."), "success")
            return redirect(address_of(alliance, meeting), 303)
    return _form_page(alliance, form, None)


@blueprint.get("/<public_id>")
@requires(READ_ALLIANCES)
def show(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_alliance(municipality, reader=current_account())
    person, now = current_person(), clock.now()
    meeting = queries.get_meeting(public_id, alliance=alliance, reader=person)
    shown = alliance.manages or meeting.are_minutes_out
    return render_template(
        "alliances/meetings/show.html",
        alliance=alliance,
        meeting=meeting,
        invited=queries.list_invited(meeting),
        names=find_names({meeting.minutes_by, meeting.approved_by}),
        shows_minutes=shown and meeting.minutes,
        may_approve=meeting.minutes_state == MinutesState.SUBMITTED
        and meeting.minutes_by != person.public_id,
        approval=ApprovalForm(data={"revision": meeting.minutes_revision}),
        partners=_with_addresses(alliance, meeting),
        reader=person,
        now=now,
        today=today(now),
        minutes=MINUTES,
        badges_of=MINUTES_BADGES,
    )


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    meeting = queries.get_meeting(public_id, alliance=alliance, reader=current_person())
    people, partners = queries.list_people_of(alliance.municipality), list_partners(alliance)
    form = meeting_form(people, partners, meeting=meeting, invited=queries.list_invited(meeting))
    details = form.details(people, partners) if form.validate_on_submit() else None
    if details is not None:
        try:
            services.change_meeting(
                meeting=meeting, details=details, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Die Änderungen sind gespeichert. Kalender folgen von selbst."), "success")
            return redirect(address_of(alliance, meeting), 303)
    return _form_page(alliance, form, meeting)


@blueprint.route("/<public_id>/cancel", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def cancel(municipality: str, public_id: str) -> ResponseReturnValue:
    """Ask first; then call the meeting off."""
    alliance = get_managed_alliance(municipality, reader=current_account())
    meeting = queries.get_meeting(public_id, alliance=alliance, reader=current_person())
    if request.method == "POST":
        services.cancel_meeting(meeting=meeting, actor=current_person(), now=clock.now())
        flash(_("Die Sitzung ist abgesagt."), "success")
        return redirect(address_of(alliance, meeting), 303)
    return render_template(
        "confirm.html",
        heading=_("„%(title)s“ absagen?", title=localised(meeting.event.title)),
        text=_("Die Kalender der Eingeladenen erfahren davon. Partner benachrichtigen Sie selbst."),
        label=_("Sitzung absagen"),
        action_url=request.path,
        cancel_url=address_of(alliance, meeting),
    )


def address_of(alliance: Alliance, meeting: Meeting) -> str:
    """The page of `meeting`."""
    return url_for(
        "alliance_meetings.show",
        municipality=alliance.municipality.public_id,
        public_id=meeting.public_id,
    )


def _with_addresses(alliance: Alliance, meeting: Meeting) -> list[tuple[str, list[str]]]:
    """Who of the partners is expected, and for whoever invites them, where to write."""
    expected = {one.id for one in meeting.partners}
    if not alliance.manages:
        return [(one.name, []) for one in meeting.partners]
    return [
        (one.name, [*filter(None, (one.email, *(each.email for each in one.contacts)))])
        for one in list_partners(alliance)
        if one.id in expected
    ]


def _form_page(
    alliance: Alliance, form: MeetingForm, meeting: Meeting | None
) -> ResponseReturnValue:
    page = render_template(
        "alliances/meetings/form.html", alliance=alliance, form=form, meeting=meeting
    )
    return page, 422 if form.is_submitted() else 200
