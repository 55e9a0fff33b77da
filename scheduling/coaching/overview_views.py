"""The coach's side: what will be offered in a month, and why a time is not offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.i18n import localised, zone_of
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import queries
from scheduling.coaching.free_time import coach_question
from scheduling.coaching.hours_forms import (
    FARTHEST_DAY,
    InstantForm,
    minute_of_day,
    today,
)
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.reason_wording import mark, sentence
from scheduling.local_clock import instants_of_reading
from scheduling.month_grid import month_of, month_weeks
from scheduling.month_overview import DayOverview, month_overview
from scheduling.slot_reasons import reasons_against

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

blueprint = Blueprint(
    "coach_overview", __name__, template_folder="templates", url_prefix="/manage/availability"
)


@blueprint.get("/month")
@requires(RUN_COACHING)
def month() -> ResponseReturnValue:
    offers = queries.list_offers_of(current_person())
    offer = _chosen(offers)
    first, last = month_of(_month_asked_for())
    days = _days(offer, first, last) if offer else []
    return render_template(
        "coaching/month.html",
        offers=offers,
        offer=offer,
        days={day.day: day for day in days},
        weeks=month_weeks(first),
        first=first,
        today=today(),
        earlier=_in_reach(first - DAY),
        later=_in_reach(last + DAY),
        mark=mark,
        form=_instant_form(offers, offer),
    )


@blueprint.get("/why")
@requires(RUN_COACHING)
def why() -> ResponseReturnValue:
    offers = queries.list_offers_of(current_person())
    offer = _chosen(offers)
    form = _instant_form(offers, offer)
    asked = offer is not None and bool(request.args.get("day") or request.args.get("time"))
    answers = _answers(form, offer) if asked and form.validate() else None
    page = render_template("coaching/why.html", form=form, offer=offer, answers=answers)
    return page, 422 if form.errors else 200


@dataclass(frozen=True)
class Answer:
    """What keeps `at` from being offered, in sentences; none where it is offered.

    `outside` says that a calendar from outside is among it.
    """

    at: datetime
    sentences: list[str]
    outside: bool


def _answers(form: InstantForm, offer: CoachingOffer) -> list[Answer]:
    """One for each instant at which the clock reads that time: none or two where it changes."""
    instants = instants_of_reading(
        zone_of(offer.coach), form.day.data, minute_of_day(form.time.data)
    )
    return [_answer(offer, at) for at in instants]


def _answer(offer: CoachingOffer, at: datetime) -> Answer:
    found = reasons_against(coach_question(offer, clock.now(), at, at + SECOND), at)
    outside = any(getattr(reason, "calendar", None) for reason in found)
    return Answer(at, list(map(sentence, found)), outside)


def _days(offer: CoachingOffer, first: date, last: date) -> list[DayOverview]:
    zone = zone_of(offer.coach)
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last + DAY, time(), zone)
    return month_overview(coach_question(offer, clock.now(), begin, end), first, last)


def _chosen(offers: Sequence[CoachingOffer]) -> CoachingOffer | None:
    """The offer that was asked for, else the first that can be booked, else the first."""
    wanted = request.args.get("offer")
    by_preference = sorted(offers, key=lambda one: (one.public_id != wanted, not one.active))
    return by_preference[0] if by_preference else None


def _instant_form(offers: Sequence[CoachingOffer], offer: CoachingOffer | None) -> InstantForm:
    form = InstantForm(request.args, offer=offer.public_id if offer else None)
    form.offer.choices = [SelectChoice(one.public_id, localised(one.title)) for one in offers]
    return form


def _month_asked_for() -> date:
    try:
        wanted = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return today()
    return _in_reach(wanted) or today()


def _in_reach(day: date) -> date | None:
    return day if abs(day - today()) <= FARTHEST_DAY else None
