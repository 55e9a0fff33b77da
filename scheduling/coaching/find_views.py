"""Look for a time with whoever fits, and take it with the one who is booked least."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import clock_elsewhere, viewer_zone, zone_of
from app.kernel.i18n import gettext as _
from app.kernel.matrix import BOOK_CRISIS_TALKS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.entitlements.quotas import exhausted_message, quota_year
from organisations.models import Person
from scheduling.busy_calendars.queries import has_busy_calendars
from scheduling.coaching import queries
from scheduling.coaching.booking_forms import SearchForm
from scheduling.coaching.choosing import answer_choice, show_times
from scheduling.coaching.finding import (
    find_times,
    fitting_offers,
    offers_for_slot,
    years_used_up,
)
from scheduling.coaching.forms import SpanForm
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.presenting import slot_week, span_text
from scheduling.coaching.waiting import find_waiting_until
from scheduling.slots import Slot

blueprint = Blueprint("find", __name__, template_folder="templates", url_prefix="/coaching/find")


@blueprint.get("")
@requires(BOOK_CRISIS_TALKS)
def show() -> ResponseReturnValue:
    if not queries.list_offers_for(current_person()):
        return redirect(url_for("coaching.index"), 303)
    return show_times(_page, SpanForm())


@blueprint.post("")
@requires(BOOK_CRISIS_TALKS)
def take() -> ResponseReturnValue:
    form = SpanForm()
    return answer_choice(_page, partial(_hold, form), form)


def _hold(form: SpanForm, starts_at: datetime) -> str:
    client = current_person()
    offers = queries.list_offers_for(client)
    search = SearchForm.of(offers).search()
    fitting = offers_for_slot(fitting_offers(offers, search), starts_at, form.span.end)
    if not fitting:
        raise NotFound
    [first, *_more] = hold_slots(
        offers=fitting,
        client=client,
        starts=[starts_at],
        now=clock.now(),
        any_coach=len(_coaches(fitting)) > 1,
    )
    return url_for("holds.show", public_id=first.public_id)


def _page(form: SpanForm, week: date | None) -> str:
    client, now = current_person(), clock.now()
    offers = queries.list_offers_for(client)
    looking = SearchForm.of(offers)
    search = looking.search()
    fitting = fitting_offers(offers, search)
    found = find_times(fitting, client, search, now)
    used_up = years_used_up(fitting, client, found)
    times = {slot: able for slot, able in found.items() if quota_year(slot.start) not in used_up}
    alone = len(_coaches(fitting)) == 1
    first = next(iter(times), None)
    return render_template(
        "coaching/find.html",
        looking=looking,
        form=form,
        first=first,
        first_value=span_text(first) if first else None,
        with_whom=lambda slot: _with_whom(slot, times[slot]),
        alone=alone,
        coach=fitting[0].coach if alone else None,
        week=slot_week(
            list(times),
            week,
            viewer_zone(),
            {slot: "" if alone else _with_whom(slot, able) for slot, able in times.items()},
        ),
        used_up=[exhausted_message(year) for year in sorted(used_up)],
        address=url_for("find.show", **looking.chosen()),
        chosen=looking.chosen(),
        can_wait=bool(fitting) and (bool(times) or not used_up),
        waiting_until=find_waiting_until(client, fitting, now),
        left_out=has_busy_calendars(client),
    )


def _with_whom(slot: Slot, offers: Sequence[CoachingOffer]) -> str:
    coaches = _coaches(offers)
    if len(coaches) > 1:
        return _("%(number)s Coaches haben Zeit", number=len(coaches))
    [coach] = coaches
    if time := clock_elsewhere(slot.start, coach):
        words = {"name": coach.name, "time": time, "zone": zone_of(coach).key}
        return _("bei %(name)s ist es dann %(time)s, %(zone)s", **words)
    return _("bei %(name)s", name=coach.name)


def _coaches(offers: Sequence[CoachingOffer]) -> list[Person]:
    return list(dict.fromkeys(offer.coach for offer in offers))
