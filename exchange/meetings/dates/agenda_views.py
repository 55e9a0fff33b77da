"""The agenda as whoever plans writes it, item by item."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import PLAN_MEETINGS
from app.kernel.permissions import requires
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.dates import agenda, queries
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.paper_forms import ItemForm, item_form
from organisations.accounts.current import current_account, current_person

blueprint = Blueprint(
    "meeting_agenda",
    __name__,
    template_folder="../templates",
    url_prefix="/meetings/<public_id>/agenda/edit",
)


@blueprint.route("", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def index(public_id: str) -> ResponseReturnValue:
    """The items in their order, and a form for another one."""
    meeting, form = _planned(public_id), item_form()
    if form.validate_on_submit():
        try:
            agenda.add_item(
                meeting=meeting, details=form.details(), actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Der Punkt steht auf der Tagesordnung."), "success")
            return redirect(_list(public_id), 303)
    page = render_template(
        "meetings/dates/agenda_items.html", meeting=meeting, items=agenda.timed(meeting), form=form
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/<item_id>", methods=["GET", "POST"])
@requires(PLAN_MEETINGS)
def edit(public_id: str, item_id: str) -> ResponseReturnValue:
    meeting = _planned(public_id)
    item = queries.get_item(meeting, item_id)
    form: ItemForm = item_form(item)
    if form.validate_on_submit():
        agenda.change_item(
            meeting=meeting,
            item=item,
            details=form.details(),
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Die Änderungen sind gespeichert."), "success")
        return redirect(_list(public_id), 303)
    page = render_template("meetings/dates/agenda_item.html", meeting=meeting, item=item, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<item_id>/up")
@requires(PLAN_MEETINGS)
def move_up(public_id: str, item_id: str) -> ResponseReturnValue:
    return _move(public_id, item_id, up=True)


@blueprint.post("/<item_id>/down")
@requires(PLAN_MEETINGS)
def move_down(public_id: str, item_id: str) -> ResponseReturnValue:
    return _move(public_id, item_id, up=False)


@blueprint.post("/<item_id>/remove")
@requires(PLAN_MEETINGS)
def remove(public_id: str, item_id: str) -> ResponseReturnValue:
    meeting = _planned(public_id)
    agenda.remove_item(
        meeting=meeting,
        item=queries.get_item(meeting, item_id),
        actor=current_person(),
        now=clock.now(),
    )
    flash(_("Der Punkt ist entfernt."), "success")
    return redirect(_list(public_id), 303)


def _move(public_id: str, item_id: str, *, up: bool) -> ResponseReturnValue:
    meeting = _planned(public_id)
    agenda.move_item(
        meeting=meeting,
        item=queries.get_item(meeting, item_id),
        up=up,
        actor=current_person(),
        now=clock.now(),
    )
    return redirect(_list(public_id), 303)


def _planned(public_id: str) -> BodyMeeting:
    return queries.get_planned_meeting(public_id, reader_of(current_account()))


def _list(public_id: str) -> str:
    return url_for("meeting_agenda.index", public_id=public_id)
