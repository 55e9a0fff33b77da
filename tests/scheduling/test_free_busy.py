"""When a coach is busy, by a secret address: intervals that say nothing else."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from app.kernel.db import db
from scheduling.coaching.services import cancel_booking
from scheduling.feeds.queries import gets_dates_by_mail
from scheduling.free_busy import write_free_busy
from scheduling.interval import merged
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event, make_feed

HOUR = timedelta(hours=1)
BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
END = BEGIN + 24 * HOUR
MINUTES = st.integers(min_value=-600, max_value=36 * 60)
BUSY = st.lists(
    st.tuples(MINUTES, st.integers(min_value=1, max_value=600)).map(
        lambda pair: (
            BEGIN + timedelta(minutes=pair[0]),
            BEGIN + timedelta(minutes=pair[0] + pair[1]),
        )
    ),
    max_size=12,
)


@given(busy=BUSY)
@example(busy=[(BEGIN, BEGIN + HOUR), (BEGIN + HOUR, BEGIN + 2 * HOUR)])
def test_merged_intervals_cover_the_same_minutes_and_keep_apart(busy):
    found = merged(busy, begin=BEGIN, end=END)
    for minute in range(0, 24 * 60, 7):
        at = BEGIN + timedelta(minutes=minute)
        is_busy = any(start <= at < stop for start, stop in busy)
        assert any(start <= at < stop for start, stop in found) == is_busy
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(busy=BUSY)
def test_the_file_says_the_same_to_the_library(busy):
    file = write_free_busy(busy, begin=BEGIN, end=END, uid="x@komma", changed_at=BEGIN)
    [component] = Calendar.from_ical(file).walk("VFREEBUSY")
    given_periods = component.get("FREEBUSY", [])
    periods = given_periods if isinstance(given_periods, list) else [given_periods]
    assert [(period.start, period.end) for period in periods] == merged(busy, begin=BEGIN, end=END)


def test_a_coachs_address_tells_when_they_are_busy_and_nothing_else(client):
    coach, ada = make_coach(given_name="Cem").person, make_account(given_name="Ada").person
    make_working_time(coach)
    offer = make_offer(coach, buffer_after_minutes=15)
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    make_booking(offer, ada, TUESDAY_AT_TEN + 5 * HOUR / 4)
    training = make_event(coach, starts_at=START + timedelta(days=3))
    token = make_feed(coach, contents="free_busy").token
    db.session.commit()
    answer = client.get(f"/calendar/{token}.ifb")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    periods = Calendar.from_ical(answer.data).walk("VFREEBUSY")[0]["FREEBUSY"]
    assert [(period.start, period.end) for period in periods] == [
        (TUESDAY_AT_TEN, TUESDAY_AT_TEN + 5 * HOUR / 2),
        (training.starts_at, training.ends_at),
    ]
    for secret in ("SUMMARY", "UID:" + booking.event.uid, "Cem", "Ada", offer.title.de, "Coaching"):
        assert secret not in answer.text
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/calendar/{token}.ifb", headers=known).status_code == 304
    cancel_booking(booking=booking, now=START)
    db.session.commit()
    assert client.get(f"/calendar/{token}.ifb", headers=known).status_code == 200


def test_an_address_opens_what_it_was_made_for(client):
    coach = make_coach().person
    busy, events = make_feed(coach, contents="free_busy"), make_feed(coach)
    db.session.commit()
    assert client.get(f"/calendar/{busy.token}.ics").status_code == 404
    assert client.get(f"/calendar/{events.token}.ifb").status_code == 404
    everything = {"If-None-Match": "*"}
    assert client.get(f"/calendar/{busy.token}.ics", headers=everything).status_code == 404


def test_a_coach_is_offered_both_and_gets_the_right_address(personas):
    account = make_coach()
    client = personas.client(account)
    assert "Als Coach: nur, wann ich belegt bin" in client.get("/calendar").text
    page = client.post(
        "/calendar", data={"label": "Frei", "contents": "free_busy", "key": "k" * 43}
    ).text
    assert ".ifb" in page
    assert gets_dates_by_mail(account.person, make_event(account.person))
    assert "webcal:" not in page
