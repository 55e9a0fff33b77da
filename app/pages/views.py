"""The home page: the dashboard when signed in, else what KommA is and the way in."""

from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import clock
from app.kernel.matrix import (
    ASSESS_ONESELF,
    BOOK_COACHING,
    BOOK_CRISIS_TALKS,
    ENROL,
    KEEP_APPOINTMENTS,
    LEARN,
    MANAGE_ORGANISATIONS,
    MANAGE_PEOPLE,
    READ_COURSES,
    RUN_COACHING,
    RUN_COHORTS,
)
from app.kernel.permissions import may, public
from app.pages.next_step import choose_next_step, standing_of
from app.pages.queries import find_cohorts_of_events
from organisations.accounts.current import current_person
from scheduling.coaching.presenting import booking_urls
from scheduling.queries import list_events_of
from scheduling.timetable import timetable

SHOWN_AHEAD = timedelta(days=90)
MOST_EVENTS_SHOWN = 4

blueprint = Blueprint("pages", __name__, template_folder="templates")


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return render_template("pages/welcome.html")
    person, now = current_person(), clock.now()
    events = list_events_of(person, since=now, until=now + SHOWN_AHEAD)[:MOST_EVENTS_SHOWN]
    standing = standing_of(
        person,
        learns=may(LEARN),
        enrols=may(ENROL),
        trains=may(RUN_COHORTS),
        coaches=may(RUN_COACHING),
        coming=events,
        now=now,
    )
    cohorts = find_cohorts_of_events(events)
    page = "manage_cohorts.show" if may(RUN_COHORTS) else "cohorts.show"
    links = {event.id: url_for("calendar.event", public_id=event.public_id) for event in events}
    links |= booking_urls(events, person) | {
        event_id: url_for(page, public_id=cohort) for event_id, cohort in cohorts.items()
    }
    return render_template(
        "pages/dashboard.html",
        person=person,
        standing=standing,
        step=choose_next_step(standing),
        learns=may(LEARN),
        assesses=may(ASSESS_ONESELF),
        trains=may(RUN_COHORTS),
        may_book=may(BOOK_COACHING),
        may_book_crisis_talks=may(BOOK_CRISIS_TALKS),
        coaches=may(RUN_COACHING),
        manages=may(MANAGE_ORGANISATIONS),
        manages_people=may(MANAGE_PEOPLE),
        keeps_appointments=may(KEEP_APPOINTMENTS),
        reads_courses=may(READ_COURSES),
        event_url=links.get(standing.event.id) if standing.event else None,
        events=timetable(events, urls=links),
    )
