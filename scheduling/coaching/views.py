"""Find a coach and book an appointment."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.i18n import gettext as _
from app.kernel.i18n import programme_zone
from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.entitlements.quotas import QuotaExhausted, exhausted_message, quota_year
from scheduling.coaching import queries, services
from scheduling.coaching.counting import exhausted_years
from scheduling.coaching.forms import SlotForm
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.presenting import slot_week
from scheduling.services import AlreadyTaken

blueprint = Blueprint("coaching", __name__, template_folder="templates", url_prefix="/coaching")


@blueprint.get("")
@requires(BOOK_COACHING)
def index() -> ResponseReturnValue:
    return render_template("coaching/index.html", offers=queries.list_offers_for(current_person()))


@blueprint.get("/<public_id>")
@requires(BOOK_COACHING)
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id, SlotForm(), _date(request.args.get("week", "")))


@blueprint.post("/<public_id>")
@requires(BOOK_COACHING)
def book(public_id: str) -> ResponseReturnValue:
    form = SlotForm()
    offer = queries.get_offer_for(current_person(), public_id)
    if not form.validate():
        return _refused(public_id, form, _date(request.args.get("week", "")))
    try:
        booking = services.book_slot(
            offer=offer, client=current_person(), starts_at=form.starts_at, now=clock.now()
        )
    except (AlreadyTaken, QuotaExhausted) as refusal:
        form.show(refusal)
        return _refused(public_id, form, form.starts_at.astimezone(programme_zone()).date())
    flash(_("Ihr Termin ist gebucht. Sie erhalten eine Mail für Ihren Kalender."), "success")
    return redirect(url_for("bookings.show", public_id=booking.public_id), 303)


def _refused(public_id: str, form: SlotForm, week: date | None) -> ResponseReturnValue:
    """What is still free. It is drawn without keeping others from booking."""
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        page = _page(public_id, form, week)
    return page, 422


def _page(public_id: str, form: SlotForm, week: date | None) -> str:
    person = current_person()
    offer = queries.get_offer_for(person, public_id)
    slots = list_free_slots(offer, person, clock.now())
    exhausted = exhausted_years(offer, person, slots)
    left = [slot for slot in slots if quota_year(slot.start) not in exhausted]
    return render_template(
        "coaching/show.html",
        offer=offer,
        form=form,
        week=slot_week(left, week, programme_zone()),
        exhausted=[exhausted_message(year) for year in exhausted],
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
