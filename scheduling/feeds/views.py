"""The calendar page, subscriptions, and the feeds that calendar programmes fetch."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.feature import panels
from app.kernel.i18n import gettext as _
from app.kernel.mail_text import absolute_address
from app.kernel.matrix import CONNECT_CALENDARS, RUN_COACHING
from app.kernel.permissions import may, public, signed_in
from app.kernel.tokens import new_token
from notifications.queries import get_wishes
from notifications.services import change_calendar_by
from organisations.accounts.current import current_person
from organisations.models import Person
from scheduling.coaching.presenting import booking_urls
from scheduling.feeds import queries, services
from scheduling.feeds.choices import Contents
from scheduling.feeds.content import tag_of, write_busy_time, write_content
from scheduling.feeds.forms import SubscriptionForm, subscription_form
from scheduling.feeds.presenting import FeedWords
from scheduling.feeds.reading import TELL_OF_CANCELLATION_FOR, get_state_by_token
from scheduling.feeds.response import feed_response, not_modified
from scheduling.feeds.services import Subscription
from scheduling.feeds.usage import note_use
from scheduling.models import Event
from scheduling.queries import get_event_of, list_events_of, list_groups_of
from scheduling.timetable import timetable

LOOK_AHEAD = timedelta(days=365)

blueprint = Blueprint("calendar", __name__, template_folder="templates", url_prefix="/calendar")


@blueprint.get("")
@signed_in
def overview() -> ResponseReturnValue:
    return _overview_page(_form(), 200)


@blueprint.post("")
@signed_in
def subscribe() -> ResponseReturnValue:
    """The answer itself holds the secret address: a redirect would need a place to keep it."""
    form = _form()
    if not form.validate():
        return _overview_page(form, 422)
    person, now = current_person(), clock.now()
    try:
        subscription = services.subscribe(
            person=person,
            choice=form.choice,
            form_key=form.key.data,
            now=now,
        )
    except DomainError as error:
        form.show(error)
        form.key.data = new_token()
        return _overview_page(form, error.status)
    is_free_busy = subscription.feed.contents == Contents.FREE_BUSY
    if not is_free_busy:  # it brings no dates into the own calendar
        change_calendar_by(person=person, calendar_by=form.calendar_by, now=now)
    address = _secret_address(subscription)
    page = render_template(
        "feeds/subscribed.html",
        subscription=subscription,
        also_by_mail=form.also_by_mail.data,
        address=address,
        webcal=f"webcal:{urlsplit(address)._replace(scheme='').geturl()}",
        is_free_busy=is_free_busy,
    )
    return page, 201 if subscription.new else 200


@blueprint.get("/help")
@signed_in
def explain() -> ResponseReturnValue:
    return render_template("feeds/help.html")


@blueprint.post("/subscriptions/<public_id>/revoke")
@signed_in
def revoke(public_id: str) -> ResponseReturnValue:
    person = current_person()
    feed = queries.get_feed_of(person, public_id)
    services.revoke_feed(feed=feed, actor=person, now=clock.now())
    flash(
        _("Das Abo „%(label)s“ ist beendet. Seine Adresse gilt nicht mehr.", label=feed.label),
        "success",
    )
    return redirect(url_for("calendar.overview"), 303)


@blueprint.get("/events/<public_id>")
@signed_in
def event(public_id: str) -> ResponseReturnValue:
    """Where entries in calendars lead to: the page of whatever the reader's event belongs to."""
    person = current_person()
    pages = panels("event_page", event=get_event_of(person, public_id), reader=person)
    return redirect(next(filter(None, pages), url_for("calendar.overview")), 303)


@blueprint.get("/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    now = clock.now()
    state = get_state_by_token(token, now=now)
    tag = tag_of(state, now=now)
    known_since = state.content_changed_at if state.content_hash == tag else None
    known = not_modified(request, tag=tag, changed_at=known_since)
    if known is not None:
        note_use(state, content_hash=tag, now=now)
        return known
    content = write_content(state, now=now)
    changed_at = note_use(state, content_hash=content.tag, now=now)
    return feed_response(request, content.body, tag=content.tag, changed_at=changed_at)


@blueprint.get("/<token>.ifb")
@public
def free_busy(token: str) -> ResponseReturnValue:
    now = clock.now()
    state = get_state_by_token(token, now=now, free_busy=True)
    body = write_busy_time(state, now=now)
    tag = hashlib.sha256(body).hexdigest()
    changed_at = note_use(state, content_hash=tag, now=now)
    return feed_response(request, body, tag=tag, changed_at=changed_at)


def _form() -> SubscriptionForm:
    person = current_person()
    groups = list_groups_of(person, since=clock.now())
    return subscription_form(
        get_wishes(person),
        groups,
        is_coach=may(RUN_COACHING),
        contents=request.args.get("contents", Contents.ALL),
    )


def _overview_page(form: SubscriptionForm, status: int) -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    events = list_events_of(
        person,
        since=now,
        until=now + LOOK_AHEAD,
        cancelled_after=now - TELL_OF_CANCELLATION_FOR,
    )
    page = render_template(
        "feeds/calendar.html",
        entries=timetable(events, urls=_pages_of(events, person)),
        words=FeedWords(get_wishes(person), list_groups_of(person, since=now)),
        feeds=queries.list_feeds_of(person),
        form=form,
        may_connect=may(CONNECT_CALENDARS),
    )
    return page, status


def _pages_of(events: Sequence[Event], person: Person) -> dict[int, str]:
    """Where to read more of each event."""
    by_event = {event.id: url_for("calendar.event", public_id=event.public_id) for event in events}
    return by_event | booking_urls(events, person)


def _secret_address(subscription: Subscription) -> str:
    is_free_busy = subscription.feed.contents == Contents.FREE_BUSY
    return absolute_address(
        "calendar.free_busy" if is_free_busy else "calendar.feed", token=subscription.token
    )
