"""What a meeting leaves behind: minutes, written and approved, and tasks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_ALLIANCE, READ_ALLIANCES
from app.kernel.permissions import requires
from exchange.alliances.meetings import minutes, queries, tasks
from exchange.alliances.meetings.forms import TaskForm, task_form
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.meetings.views import address_of
from exchange.alliances.partners.models import Partner
from exchange.alliances.partners.queries import list_partners
from exchange.alliances.reach import Alliance, get_alliance, get_managed_alliance
from exchange.minutes.forms import ApprovalForm, minutes_form
from exchange.minutes.services import MinutesChanged
from organisations.accounts.current import current_account, current_person
from organisations.models import Person

blueprint = Blueprint(
    "alliance_records",
    __name__,
    template_folder="../templates",
    url_prefix="/alliances/<municipality>",
)


@blueprint.route("/meetings/<public_id>/minutes", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def write(municipality: str, public_id: str) -> ResponseReturnValue:
    """Save a draft, or with `submit` ask the invited for their approval."""
    alliance, meeting = _managed_meeting(municipality, public_id)
    if meeting.are_minutes_final:
        return redirect(address_of(alliance, meeting), 303)
    form, submit = minutes_form(meeting), "submit" in request.form
    if form.validate_on_submit():
        try:
            minutes.save_minutes(
                meeting=meeting,
                text=form.text.data or "",
                revision=form.seen,
                submit=submit,
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Das Protokoll ist gespeichert."), "success")
            return redirect(address_of(alliance, meeting), 303)
    page = render_template(
        "alliances/meetings/minutes.html", alliance=alliance, meeting=meeting, form=form
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/meetings/<public_id>/minutes/approve")
@requires(READ_ALLIANCES)
def approve(municipality: str, public_id: str) -> ResponseReturnValue:
    """By anybody who is invited or manages the alliance, but not by whoever wrote them."""
    alliance = get_alliance(municipality, reader=current_account())
    person = current_person()
    meeting = queries.get_meeting(public_id, alliance=alliance, reader=person)
    form = ApprovalForm()
    if not form.validate_on_submit():
        flash(_("Bitte laden Sie die Seite neu."), "error")
        return redirect(address_of(alliance, meeting), 303)
    try:
        minutes.approve_minutes(meeting=meeting, revision=form.seen, actor=person, now=clock.now())
    except MinutesChanged:
        flash(_("Das Protokoll wurde inzwischen geändert. Bitte lesen Sie es noch einmal."), "info")
    else:
        flash(_("Das Protokoll ist genehmigt und bleibt, wie es ist."), "success")
    return redirect(address_of(alliance, meeting), 303)


@blueprint.route("/meetings/<public_id>/tasks/new", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def new_task(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, meeting = _managed_meeting(municipality, public_id)
    owners = _owners(alliance)
    form = task_form(owners)
    if form.validate_on_submit():
        tasks.give_task(
            meeting=meeting,
            details=form.details(owners),
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Der Auftrag ist festgehalten."), "success")
        return redirect(address_of(alliance, meeting), 303)
    return _form_page(alliance, meeting, form, _("Auftrag festhalten"))


@blueprint.route("/tasks/<public_id>", methods=["GET", "POST"])
@requires(MANAGE_ALLIANCE)
def edit_task(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance = get_managed_alliance(municipality, reader=current_account())
    task = queries.get_task(public_id, alliance=alliance, reader=current_person())
    owners = _owners(alliance)
    form = task_form(owners, task)
    if form.validate_on_submit():
        tasks.change_task(
            task=task, details=form.details(owners), actor=current_person(), now=clock.now()
        )
        flash(_("Die Änderungen sind gespeichert."), "success")
        return redirect(address_of(alliance, task.meeting), 303)
    return _form_page(alliance, task.meeting, form, _("Auftrag ändern"))


@blueprint.post("/tasks/<public_id>/done")
@requires(READ_ALLIANCES)
def finish_task(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, task = _own_task(municipality, public_id)
    tasks.finish_task(task=task, actor=current_person(), now=clock.now())
    flash(_("Erledigt: %(task)s", task=task.text), "success")
    return redirect(_after_task(alliance, task), 303)


@blueprint.post("/tasks/<public_id>/reopen")
@requires(READ_ALLIANCES)
def reopen_task(municipality: str, public_id: str) -> ResponseReturnValue:
    alliance, task = _own_task(municipality, public_id)
    tasks.reopen_task(task=task, actor=current_person(), now=clock.now())
    flash(_("Wieder offen: %(task)s", task=task.text), "success")
    return redirect(_after_task(alliance, task), 303)


def _own_task(municipality: str, public_id: str) -> tuple[Alliance, MeetingTask]:
    alliance = get_alliance(municipality, reader=current_account())
    return alliance, queries.get_task(public_id, alliance=alliance, reader=current_person())


def _after_task(alliance: Alliance, task: MeetingTask) -> str:
    """The meeting for who may look at it; else the alliance: an owner need not be invited."""
    if alliance.manages or queries.is_invited(task.meeting, current_person()):
        return address_of(alliance, task.meeting)
    return url_for("alliances.show", municipality=alliance.municipality.public_id)


def _managed_meeting(municipality: str, public_id: str) -> tuple[Alliance, Meeting]:
    alliance = get_managed_alliance(municipality, reader=current_account())
    return alliance, queries.get_meeting(public_id, alliance=alliance, reader=current_person())


def _owners(alliance: Alliance) -> list[Person | Partner]:
    return [*queries.list_people_of(alliance.municipality), *list_partners(alliance)]


def _form_page(
    alliance: Alliance, meeting: Meeting, form: TaskForm, heading: str
) -> ResponseReturnValue:
    page = render_template(
        "alliances/meetings/task_form.html",
        alliance=alliance,
        meeting=meeting,
        form=form,
        heading=heading,
        back_url=address_of(alliance, meeting),
    )
    return page, 422 if form.is_submitted() else 200
