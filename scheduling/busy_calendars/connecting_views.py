"""Connecting a calendar from outside: by its address, or by a file of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.forms import read_upload
from app.kernel.i18n import gettext as _
from app.kernel.matrix import CONNECT_CALENDARS
from app.kernel.permissions import may, requires
from organisations.accounts.current import current_person
from scheduling.busy_calendars import services
from scheduling.busy_calendars.forms import AddressForm, FileForm
from scheduling.busy_calendars.models import BusyCalendar

#: Both forms stand on one page.
OF_FILE = "upload"

blueprint = Blueprint(
    "connect_calendar", __name__, template_folder="templates", url_prefix="/calendar/busy/new"
)


@blueprint.get("")
@requires(CONNECT_CALENDARS)
def new() -> ResponseReturnValue:
    return _page()


@blueprint.post("/address")
@requires(CONNECT_CALENDARS)
def subscribe() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return _page(address_form=form), 422
    try:
        calendar = services.subscribe_to_calendar(
            person=current_person(),
            label=form.label.data,
            address=form.read_address,
            now=clock.now(),
        )
    except DomainError as refusal:
        form.show(refusal)
        return _page(address_form=form), refusal.status
    flash(_("Verbunden. Wir rufen den Kalender jetzt zum ersten Mal ab."), "success")
    return _to(calendar)


@blueprint.post("/file")
@requires(CONNECT_CALENDARS)
def upload() -> ResponseReturnValue:
    form = FileForm(prefix=OF_FILE)
    if not form.validate():
        return _page(file_form=form), 422
    try:
        calendar = services.upload_calendar(
            person=current_person(),
            label=form.label.data,
            content=read_upload(form.file),
            form_key=form.key.data,
            now=clock.now(),
        )
    except DomainError as refusal:
        form.show(refusal)
        return _page(file_form=form), refusal.status
    flash(_("Verbunden. Sehen Sie nach, ob die Zeiten stimmen."), "success")
    return _to(calendar)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What is too large was not received at all, so nothing but the form can be shown.

    Nor has anybody asked yet who sent it: the page itself answers those who may not see it.
    """
    if not may(CONNECT_CALENDARS):
        return redirect(url_for("connect_calendar.new"), 303)
    form = FileForm(formdata=None, prefix=OF_FILE)
    form.refuse_as_too_large()
    return _page(file_form=form), 413


def _page(*, address_form: AddressForm | None = None, file_form: FileForm | None = None) -> str:
    return render_template(
        "busy_calendars/new.html",
        address_form=address_form or AddressForm(formdata=None),
        file_form=file_form or FileForm(formdata=None, prefix=OF_FILE),
    )


def _to(calendar: BusyCalendar) -> ResponseReturnValue:
    return redirect(url_for("busy_calendars.show", public_id=calendar.public_id), 303)
