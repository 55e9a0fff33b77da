"""What calendars give away follows at once what the person wishes."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts.seats.services import enrol_person
from notifications.queries import get_wishes
from notifications.wishes import CalendarBy
from organisations.models import Person
from scheduling.coaching.services import cancel_booking
from scheduling.feeds.services import revoke_feed
from scheduling.queries import find_occupancy
from scheduling.services import occupy
from tests.courses.factories import make_cohort
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event, make_feed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ada(app) -> Person:
    return make_account(given_name="Ada").person


@pytest.fixture
def offer(app):
    coach = make_coach(given_name="Cem").person
    make_working_time(coach)
    return make_offer(coach)


def shown(client, token):
    return Calendar.from_ical(client.get(f"/calendar/{token}.ics").data).events


def mails_to(person: Person) -> list[OutboxMessage]:
    found = db.session.query(OutboxMessage).order_by(OutboxMessage.id).all()
    return [mail for mail in found if mail.recipient == f"person{person.id}@example.org"]


# --- feeds ----------------------------------------------------------------------------------


def test_deciding_otherwise_changes_every_subscription_at_once(client, ada):
    event = make_event(ada)
    tokens = [make_feed(ada, discreet=True).token for _ in range(2)]
    assert [shown(client, token)[0]["SUMMARY"] for token in tokens] == ["KommA-Termin"] * 2
    before = client.get(f"/calendar/{tokens[0]}.ics")
    make_wishes(ada, discreet_trainings=False, now=START + MINUTE)
    for token in tokens:
        [entry] = shown(client, token)
        assert (entry["SUMMARY"], entry["LOCATION"]) == (event.title.de, event.place)
        assert entry["LAST-MODIFIED"].dt == START + MINUTE, "calendars see that it is newer"
    after = client.get(f"/calendar/{tokens[0]}.ics")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.last_modified > before.last_modified
    make_wishes(ada, discreet_trainings=True, now=START + 2 * MINUTE)
    assert [shown(client, token)[0]["SUMMARY"] for token in tokens] == ["KommA-Termin"] * 2


def test_one_persons_decision_is_nothing_to_anothers_subscription(client, ada):
    bela = make_person()
    make_event(bela)
    token = make_feed(bela, discreet=True).token
    make_wishes(ada, discreet_trainings=False)
    assert shown(client, token)[0]["SUMMARY"] == "KommA-Termin"


def test_coaching_is_discreet_in_a_subscription_that_tells_of_trainings(client, ada, offer):
    training = make_event(ada, starts_at=TUESDAY_AT_TEN + timedelta(hours=3))
    make_booking(offer, ada, TUESDAY_AT_TEN)
    token = make_feed(ada).token
    coaching, other = shown(client, token)
    assert coaching["SUMMARY"] == "KommA-Termin"
    assert "LOCATION" not in coaching
    assert other["SUMMARY"] == training.title.de
    make_wishes(ada, discreet_coaching=False, discreet_trainings=False)
    assert [entry["SUMMARY"] for entry in shown(client, token)] == ["Coaching", training.title.de]


def test_everything_discreet_means_every_subscription(client, ada):
    make_event(ada)
    token = make_feed(ada).token
    make_wishes(ada, discreet_everything=True)
    [entry] = shown(client, token)
    assert entry["SUMMARY"] == "KommA-Termin"
    assert "LOCATION" not in entry


def test_the_own_word_stands_in_subscriptions_and_invitations(client, ada, offer):
    make_wishes(ada, calendar_word="Termin", calendar_by=CalendarBy.BOTH)
    make_booking(offer, ada, TUESDAY_AT_TEN)
    assert shown(client, make_feed(ada, discreet=True).token)[0]["SUMMARY"] == "Termin"
    [mail] = mails_to(ada)
    assert Calendar.from_ical(mail.calendar_body).events[0]["SUMMARY"] == "Termin"


def test_an_entry_leads_its_person_to_the_page_behind_it_and_nobody_else(client, personas, offer):
    owner = personas.owner.person
    cohort = make_cohort(trainers=[personas.trainer.person])
    occupy(event=cohort.sessions[0].event, person=personas.trainer.person, now=START)
    enrol_person(cohort=cohort, person=owner, actor=owner, now=START)
    booking = make_booking(offer, owner, TUESDAY_AT_TEN)
    entries = shown(client, make_feed(owner, discreet=True).token)
    paths = [re.search(r"http://localhost(/\S+)", entry["DESCRIPTION"])[1] for entry in entries]
    as_owner = personas.client(personas.owner)
    assert [as_owner.get(path).location for path in paths] == [
        f"/bookings/{booking.public_id}",
        f"/cohorts/{cohort.public_id}",
    ]
    as_trainer = personas.client(personas.trainer)
    assert as_trainer.get(paths[1]).location == f"/manage/cohorts/{cohort.public_id}"
    for path in paths:
        assert personas.client(personas.colleague).get(path).status_code == 404
        assert client.get(path).location.startswith("/login")


# --- by subscription or by mail -------------------------------------------------------------


def test_mails_bring_dates_until_there_is_a_subscription(ada, offer):
    make_booking(offer, ada, TUESDAY_AT_TEN)
    feed = make_feed(ada).feed
    make_booking(offer, ada, TUESDAY_AT_TEN + timedelta(hours=2))
    revoke_feed(feed=feed, actor=ada, now=START)
    make_booking(offer, ada, TUESDAY_AT_TEN + timedelta(hours=4))
    assert [mail.calendar_method for mail in mails_to(ada)] == ["REQUEST", None, "REQUEST"]
    with_file, without, _ = mails_to(ada)
    assert "Im Anhang" in with_file.body
    assert "Anhang" not in without.body


@pytest.mark.parametrize(
    ("calendar_by", "method"),
    [(CalendarBy.FEED, None), (CalendarBy.MAIL, "REQUEST"), (CalendarBy.BOTH, "REQUEST")],
)
def test_with_a_subscription_it_is_as_the_person_wishes(ada, offer, calendar_by, method):
    make_feed(ada)
    make_wishes(ada, calendar_by=calendar_by)
    make_booking(offer, ada, TUESDAY_AT_TEN)
    assert [mail.calendar_method for mail in mails_to(ada)] == [method]


def test_what_a_mail_brought_a_mail_takes_out_and_nothing_else(ada, offer):
    brought = make_booking(offer, ada, TUESDAY_AT_TEN)
    make_feed(ada)
    never_brought = make_booking(offer, ada, TUESDAY_AT_TEN + timedelta(hours=2))
    assert find_occupancy(brought.event, ada).invited_at == START
    for booking in (brought, never_brought):
        cancel_booking(booking=booking, now=START + MINUTE)
    assert [mail.calendar_method for mail in mails_to(ada)] == ["REQUEST", None, "CANCEL", None]


def test_making_a_subscription_asks_whether_mails_go_on_bringing_dates(personas):
    ada = personas.client(personas.owner)

    def subscribe(**more):
        key = re.search(r'name="key"[^>]*value="([\w-]+)"', ada.get("/calendar").text)[1]
        return ada.post("/calendar", data={"label": "Handy", "discreet": "y", "key": key} | more)

    assert "Mails bringen von jetzt an keine neuen Einträge" in subscribe().text
    assert get_wishes(personas.owner.person).calendar_by is CalendarBy.FEED
    assert "keine neuen Einträge" not in subscribe(also_by_mail="y").text
    assert get_wishes(personas.owner.person).calendar_by is CalendarBy.BOTH
    assert re.search(r'id="also_by_mail"[^>]*checked', ada.get("/calendar").text)
