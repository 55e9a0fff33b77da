"""Changing a connected calendar: its name, its address or its file."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.forms import Form, read_upload
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONNECT_CALENDARS
from app.kernel.permissions import may, requires
from organisations.accounts.current import current_person
from scheduling.busy_calendars import services
from scheduling.busy_calendars.addresses import masked_addresses
from scheduling.busy_calendars.forms import LabelForm, NewAddressForm, NewFileForm
from scheduling.busy_calendars.models import BusyCalendar, Source
from scheduling.busy_calendars.queries import find_busy_calendar, get_busy_calendar

blueprint = Blueprint(
    "change_calendar",
    __name__,
    template_folder="templates",
    url_prefix="/calendar/busy/<public_id>/change",
)


@blueprint.get("")
@requires(CONNECT_CALENDARS)
def edit(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@blueprint.post("/label")
@requires(CONNECT_CALENDARS)
def rename(public_id: str) -> ResponseReturnValue:
    calendar, form = get_busy_calendar(current_person(), public_id), LabelForm()
    if not form.validate():
        return _page(public_id, form), 422
    services.rename_calendar(calendar=calendar, label=form.label.data)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("busy_calendars.index"), 303)


@blueprint.post("/address")
@requires(CONNECT_CALENDARS)
def change_address(public_id: str) -> ResponseReturnValue:
    calendar, form = _of_source(public_id, Source.ADDRESS), NewAddressForm()
    if not form.validate():
        return _page(public_id, form), 422
    services.change_address(calendar=calendar, address=form.read_address, now=clock.now())
    flash(_("Gespeichert. Wir rufen den Kalender jetzt unter der neuen Adresse ab."), "success")
    return redirect(url_for("busy_calendars.show", public_id=public_id), 303)


@blueprint.post("/file")
@requires(CONNECT_CALENDARS)
def replace_file(public_id: str) -> ResponseReturnValue:
    calendar, form = _of_source(public_id, Source.FILE), NewFileForm()
    if not form.validate():
        return _page(public_id, form), 422
    try:
        services.replace_file(calendar=calendar, content=read_upload(form.file), now=clock.now())
    except NotFound:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _page(public_id, form), refusal.status
    flash(_("Gespeichert. Es gelten die Zeiten der neuen Datei."), "success")
    return redirect(url_for("busy_calendars.show", public_id=public_id), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What is too large was not received at all, so nothing but the form can be shown.

    Nor has anybody asked yet who sent it: the page itself answers those who may not see it.
    """
    public_id = (request.view_args or {})["public_id"]
    if not (may(CONNECT_CALENDARS) and find_busy_calendar(current_person(), public_id)):
        return redirect(url_for("change_calendar.edit", public_id=public_id), 303)
    form = NewFileForm(formdata=None)
    form.refuse_as_too_large()
    return _page(public_id, form), 413


def _of_source(public_id: str, source: Source) -> BusyCalendar:
    calendar = get_busy_calendar(current_person(), public_id)
    if calendar.source != source:
        raise NotFound
    return calendar


def _page(public_id: str, refused: Form | None = None) -> str:
    """All that can be changed of it, one form each; `refused` is the one that was sent."""
    calendar = get_busy_calendar(current_person(), public_id)
    is_file = calendar.source == Source.FILE
    source_form = NewFileForm(formdata=None) if is_file else NewAddressForm(formdata=None)
    label_form = LabelForm(formdata=None, obj=calendar)
    if isinstance(refused, LabelForm):
        label_form = refused
    elif refused:
        source_form = refused
    return render_template(
        "busy_calendars/edit.html",
        calendar=calendar,
        address=masked_addresses([calendar]).get(calendar.public_id),
        label_form=label_form,
        source_form=source_form,
        refused=refused,
    )
