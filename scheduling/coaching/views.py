"""Find a coach and book an appointment."""

from datetime import date, datetime
from functools import partial

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import viewer_zone
from app.kernel.matrix import BOOK_COACHING, BOOK_CRISIS_TALKS
from app.kernel.permissions import lacks_benefit, requires
from organisations.accounts.current import current_person
from organisations.entitlements.quotas import exhausted_message, quota_year
from scheduling.busy_calendars.queries import has_busy_calendars
from scheduling.coaching import queries
from scheduling.coaching.booking_forms import DAY_TIMES, KINDS
from scheduling.coaching.choosing import answer_choice, show_times
from scheduling.coaching.counting import exhausted_years
from scheduling.coaching.forms import RepeatedSlotForm, SlotForm
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.presenting import slot_week
from scheduling.coaching.waiting import find_waiting_until, list_open_questions

blueprint = Blueprint("coaching", __name__, template_folder="templates", url_prefix="/coaching")


@blueprint.get("")
@requires(BOOK_CRISIS_TALKS)
def index() -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    return render_template(
        "coaching/index.html",
        offers=queries.list_offers_for(person),
        holds=queries.list_holds_of(person, now),
        questions=list_open_questions(person, now),
        kinds=KINDS,
        day_times=DAY_TIMES,
        not_included=lacks_benefit(BOOK_COACHING),
    )


@blueprint.get("/<public_id>")
@requires(BOOK_CRISIS_TALKS)
def show(public_id: str) -> ResponseReturnValue:
    return show_times(partial(_page, public_id), RepeatedSlotForm())


@blueprint.post("/<public_id>")
@requires(BOOK_CRISIS_TALKS)
def book(public_id: str) -> ResponseReturnValue:
    form = RepeatedSlotForm()

    def take(starts_at: datetime) -> str:
        client = current_person()
        offer = queries.get_offer_for(client, public_id)
        if form.is_series:
            return url_for("series.show", public_id=public_id, **form.series())
        held = hold_slot(offer=offer, client=client, starts_at=starts_at, now=clock.now())
        return url_for("holds.show", public_id=held.public_id)

    return answer_choice(partial(_page, public_id), take, form)


def _page(public_id: str, form: SlotForm, week: date | None) -> str:
    person = current_person()
    offer = queries.get_offer_for(person, public_id)
    now = clock.now()
    slots = list_free_slots(offer, person, now)
    exhausted = exhausted_years(offer, person, slots)
    left = [slot for slot in slots if quota_year(slot.start) not in exhausted]
    return render_template(
        "coaching/show.html",
        offer=offer,
        form=form,
        week=slot_week(left, week, viewer_zone()),
        exhausted=[exhausted_message(year) for year in exhausted],
        waiting_until=find_waiting_until(person, [offer], now),
        left_out=has_busy_calendars(person),
    )
