"""Feeds: what a calendar programme gets when it asks, and asks again."""

import gzip
import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from scheduling.feeds.services import revoke_feed
from scheduling.services import cancel_event, release, reschedule_event
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event, make_feed

pytestmark = in_turn

DAY = timedelta(days=1)


@pytest.fixture
def ada(app):
    return make_person()


@pytest.fixture
def token(ada):
    return make_feed(ada).token


def fetch(client, token, **headers):
    return client.get(
        f"/calendar/{token}.ics",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def events_in(answer):
    return Calendar.from_ical(answer.data).events


def moved(event, now):
    reschedule_event(
        event=event,
        starts_at=event.starts_at + DAY,
        ends_at=event.ends_at + DAY,
        place=event.place,
        now=now,
    )


def test_a_feed_is_a_private_calendar_file(client, ada, token):
    event = make_event(ada)
    answer = fetch(client, token)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private"
    assert "Accept-Encoding" in answer.vary
    etag, weak = answer.get_etag()
    assert etag
    assert not weak
    assert answer.last_modified == START
    assert "Set-Cookie" not in answer.headers
    [shown] = events_in(answer)
    assert (shown["SUMMARY"], shown["LOCATION"]) == (event.title.de, event.place)
    assert (shown.start, shown.end) == (event.starts_at, event.ends_at)
    assert (shown["UID"], shown["SEQUENCE"]) == (event.uid, 0)
    assert shown["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_head_says_the_same_without_the_body(client, ada, token):
    make_event(ada)
    answer = fetch(client, token)
    head = client.head(f"/calendar/{token}.ics")
    assert head.status_code == 200
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert head.headers[name] == answer.headers[name]


def test_the_same_events_are_the_same_bytes_for_days(client, clock, ada, token):
    make_event(ada, starts_at=START + 9 * DAY)
    first = fetch(client, token)
    clock.advance(days=3)
    second = fetch(client, token)
    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.last_modified == first.last_modified


def test_what_is_known_already_is_not_sent_again(client, ada, token):
    make_event(ada)
    first = fetch(client, token)
    for condition in (
        {"If_None_Match": first.headers["ETag"]},
        {"If_None_Match": f'"other", W/{first.headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        again = fetch(client, token, **condition)
        assert (again.status_code, again.data) == (304, b""), condition
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "private"
        assert "Accept-Encoding" in again.vary


def test_every_kind_of_change_is_sent_to_who_asks_by_tag_or_by_time(client, clock, ada, token):
    event, other = make_event(ada), make_event(ada)

    def rename():
        ada.language = "en"

    for change in (
        lambda now: moved(event, now),
        lambda now: cancel_event(event=event, now=now),
        lambda now: release(event=other, person=ada, now=now),
        lambda _now: rename(),
        lambda now: make_event(ada, now=now - DAY),  # made before, shown only now
    ):
        before = fetch(client, token)
        change(clock.advance(seconds=1))
        by_tag = fetch(client, token, If_None_Match=before.headers["ETag"])
        by_time = fetch(client, token, If_Modified_Since=before.headers["Last-Modified"])
        assert by_tag.status_code == by_time.status_code == 200
        assert by_tag.data == by_time.data != before.data
        assert by_tag.last_modified > before.last_modified


def test_two_changes_within_one_second_are_two_instants(client, ada, token):
    event = make_event(ada)
    before = fetch(client, token)
    moved(event, START)
    after = fetch(client, token, If_Modified_Since=before.headers["Last-Modified"])
    assert after.status_code == 200
    assert after.last_modified > before.last_modified


def test_the_tag_wins_over_the_time(client, ada, token):
    make_event(ada)
    first = fetch(client, token)
    answer = fetch(
        client,
        token,
        If_None_Match='"another"',
        If_Modified_Since=first.headers["Last-Modified"],
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "*", "br;q=1, gzip;q=0.5"])
def test_a_feed_is_compressed_for_who_can_read_it(client, ada, token, accepted):
    make_event(ada)
    plain, packed = fetch(client, token), fetch(client, token, Accept_Encoding=accepted)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"], "other bytes, another tag"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary
    assert fetch(client, token, Accept_Encoding=accepted).data == packed.data
    again = fetch(client, token, Accept_Encoding=accepted, If_None_Match=packed.headers["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", ""])
def test_who_cannot_read_gzip_gets_none(client, token, accepted):
    answer = fetch(client, token, Accept_Encoding=accepted)
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"BEGIN:VCALENDAR")


def test_wrong_and_revoked_addresses_get_the_same_page(client, ada):
    subscription = make_feed(ada)
    revoke_feed(feed=subscription.feed, actor=ada, now=START)
    revoked, wrong = fetch(client, subscription.token), fetch(client, "never-was-one")
    assert revoked.status_code == wrong.status_code == 404
    shown = [
        re.sub(r"\b[0-9a-f]{16}\b", "", answer.text).replace(token, "")  # the request's number
        for answer, token in ((revoked, subscription.token), (wrong, "never-was-one"))
    ]
    assert shown[0] == shown[1]
    assert client.head(f"/calendar/{subscription.token}.ics").status_code == 404


def test_a_moved_event_keeps_its_uid_and_counts_on(client, ada, token):
    event = make_event(ada)
    moved(event, START + timedelta(hours=1))
    [shown] = events_in(fetch(client, token))
    assert (shown["UID"], shown["SEQUENCE"]) == (event.uid, 1)
    assert shown.start == event.starts_at
    assert shown["LAST-MODIFIED"].dt == START + timedelta(hours=1)


def test_a_cancelled_event_is_told_for_sixty_days_and_then_gone(client, clock, ada, token):
    event = make_event(ada, starts_at=START + 90 * DAY)
    cancel_event(event=event, now=START)
    [shown] = events_in(fetch(client, token))
    assert (shown["STATUS"], shown["SEQUENCE"]) == ("CANCELLED", 1)
    assert shown["SUMMARY"] == f"Abgesagt: {event.title.de}"
    clock.advance(days=59)
    assert len(events_in(fetch(client, token))) == 1
    clock.advance(days=2)
    assert events_in(fetch(client, token)) == []


def test_a_discreet_feed_tells_neither_topic_nor_place(client, ada):
    event = make_event(ada)
    token = make_feed(ada, discreet=True).token
    answer = fetch(client, token)
    [shown] = events_in(answer)
    assert shown["SUMMARY"] == "KommA-Termin"
    for secret in (event.title.de, event.title.en, event.place, ada.family_name):
        assert secret not in answer.text
    cancel_event(event=event, now=START)
    assert "SUMMARY:Abgesagt: KommA-Termin" in fetch(client, token).text


def test_a_feed_speaks_the_language_of_its_person_whatever_the_client_asks(client, app):
    eve = make_person(language="en")
    event = make_event(eve)
    full, discreet = make_feed(eve).token, make_feed(eve, discreet=True).token
    asked = {"Accept_Language": "de"}
    assert events_in(fetch(client, full, **asked))[0]["SUMMARY"] == event.title.en
    assert events_in(fetch(client, discreet, **asked))[0]["SUMMARY"] == "KommA appointment"


def test_a_feed_holds_nobody_elses_events(client, ada, token):
    make_event(make_person())
    assert events_in(fetch(client, token)) == []


def test_the_last_months_stay_and_older_things_go(client, ada, token):
    recent = make_event(ada, starts_at=START - 80 * DAY)
    make_event(ada, starts_at=START - 100 * DAY)
    assert [shown["UID"] for shown in events_in(fetch(client, token))] == [recent.uid]
