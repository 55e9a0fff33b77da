"""Several appointments at once: see which dates are free, choose others for the rest, take all."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import db, reading
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import zone_of
from app.kernel.matrix import BOOK_CRISIS_TALKS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.busy_calendars.queries import has_busy_calendars
from scheduling.coaching import queries
from scheduling.coaching.booking_forms import SeriesForm
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.presenting import instant_text
from scheduling.coaching.series import look_at_series
from scheduling.coaching.shifting import series_starts

blueprint = Blueprint("series", __name__, template_folder="templates", url_prefix="/coaching")


@blueprint.get("/<public_id>/series")
@requires(BOOK_CRISIS_TALKS)
def show(public_id: str) -> ResponseReturnValue:
    offer = queries.get_offer_for(current_person(), public_id)
    form = SeriesForm(request.args)
    if not form.validate():
        return redirect(url_for("coaching.show", public_id=public_id), 303)
    starts = series_starts(
        form.starts_at,
        count=form.count.data,
        every_weeks=form.every_weeks.data,
        zone=zone_of(offer.coach),
    )
    return _page(public_id, form, starts)


@blueprint.post("/<public_id>/series")
@requires(BOOK_CRISIS_TALKS)
def take(public_id: str) -> ResponseReturnValue:
    client, form = current_person(), SeriesForm(request.form)
    starts = form.chosen_starts(request.form) if form.validate() else []
    try:
        offer = queries.get_offer_for(client, public_id)
        if not starts:
            return _refused(public_id, form, form.wanted(request.form))
        [first, *_more] = hold_slots(
            offers=[offer],
            client=client,
            starts=starts,
            now=clock.now(),
            every_weeks=form.every_weeks.data,
        )
    except NotFound:
        raise
    except DomainError as refusal:
        form.show(refusal)
        return _refused(public_id, form, starts)
    return redirect(url_for("holds.show", public_id=first.public_id), 303)


def _refused(public_id: str, form: SeriesForm, starts: Sequence[datetime]) -> ResponseReturnValue:
    db.session.rollback()  # of what the refusal interrupted
    with reading():
        return _page(public_id, form, starts), 422


def _page(public_id: str, form: SeriesForm, starts: Sequence[datetime]) -> str:
    client = current_person()
    offer = queries.get_offer_for(client, public_id)
    return render_template(
        "coaching/series.html",
        offer=offer,
        form=form,
        occurrences=look_at_series(offer, client, starts, clock.now()),
        instant_text=instant_text,
        left_out=has_busy_calendars(client),
    )
