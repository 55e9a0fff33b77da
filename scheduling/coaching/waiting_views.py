"""Ask to be told when something frees up, for one offer or for all that fit a search, or stop."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import BOOK_CRISIS_TALKS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries
from scheduling.coaching.booking_forms import SearchForm
from scheduling.coaching.finding import DayTime, Search, find_times, fitting_offers
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.waiting import ask_to_be_told, stop_asking, stop_waiting

blueprint = Blueprint("waiting", __name__, url_prefix="/coaching")


@blueprint.post("/<public_id>/waiting")
@requires(BOOK_CRISIS_TALKS)
def ask(public_id: str) -> ResponseReturnValue:
    _ask([queries.get_offer_for(current_person(), public_id)], None)
    return redirect(url_for("coaching.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/waiting/end")
@requires(BOOK_CRISIS_TALKS)
def end(public_id: str) -> ResponseReturnValue:
    _end([queries.get_offer_for(current_person(), public_id)])
    return redirect(url_for("coaching.show", public_id=public_id), 303)


@blueprint.post("/waiting/end")
@requires(BOOK_CRISIS_TALKS)
def end_question() -> ResponseReturnValue:
    stop_asking(person=current_person(), wish_id=request.form.get("wish", 0, type=int))
    _say_that_it_ended()
    return redirect(url_for("coaching.index"), 303)


@blueprint.post("/find/waiting")
@requires(BOOK_CRISIS_TALKS)
def ask_for_any() -> ResponseReturnValue:
    offers, looking = _looked_for()
    _ask(offers, looking.search().day_time)
    return redirect(url_for("find.show", **looking.chosen()), 303)


@blueprint.post("/find/waiting/end")
@requires(BOOK_CRISIS_TALKS)
def end_for_any() -> ResponseReturnValue:
    offers, looking = _looked_for()
    _end(offers)
    return redirect(url_for("find.show", **looking.chosen()), 303)


def _looked_for() -> tuple[list[CoachingOffer], SearchForm]:
    offers = queries.list_offers_for(current_person())
    looking = SearchForm.of(offers)
    return fitting_offers(offers, looking.search()), looking


def _ask(offers: Sequence[CoachingOffer], day_time: DayTime | None) -> None:
    person, now = current_person(), clock.now()
    known = _first_free(offers, day_time, now)
    ask_to_be_told(person=person, offers=offers, earlier_than=known, now=now, day_time=day_time)
    flash(_("Sie bekommen eine Mail, sobald etwas frei wird."), "success")


def _end(offers: Sequence[CoachingOffer]) -> None:
    stop_waiting(person=current_person(), offers=offers)
    _say_that_it_ended()


def _say_that_it_ended() -> None:
    flash(_("Sie warten nicht mehr auf eine freie Zeit."), "success")


def _first_free(
    offers: Sequence[CoachingOffer], day_time: DayTime | None, now: datetime
) -> datetime | None:
    """What the person can see already is no news."""
    times = find_times(offers, current_person(), Search(day_time=day_time), now)
    return next((slot.start for slot in times), None)
