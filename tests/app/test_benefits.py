"""What a membership does not include is refused at the route, and no link leads there."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.matrix import MATRIX
from app.kernel.permissions import Benefit, Role, guard_of
from organisations.deputies.services import name_deputy
from tests.app.test_routes import address, routes
from tests.courses.factories import make_cohort, make_enrolment, make_self_paced_course
from tests.courses.paths.world import make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.entitlements.factories import withhold
from tests.organisations.factories import make_account, make_municipality
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = in_turn

REFUSAL = "Das gehört nicht zur Teilnahme Ihrer Kommune"
NEEDING = [permission for permission in MATRIX if permission.benefit]
LINKS = {Benefit.SELF_ASSESSMENT: "/assessments"}
HOUR = timedelta(hours=1)
NOTHING_BUT_CRISIS_TALKS = "Krisengespräche können Sie trotzdem buchen"


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


def hrefs(client, benefit):
    return client.get("/").text.count(f'href="{LINKS[benefit]}"')


@pytest.fixture
def world(personas):
    return make_world(personas.owner.person)


@pytest.fixture
def coach(app):
    return make_working_coach()


def test_every_benefit_stands_behind_some_permission():
    assert {permission.benefit for permission in NEEDING} == set(Benefit)


@pytest.mark.parametrize("permission", NEEDING, ids=str)
def test_every_route_that_needs_a_withheld_benefit_is_refused_in_plain_words(
    app, personas, home, permission
):
    able = personas.owner if Role.TRAINEE in permission.roles else personas.coordinator
    client = personas.client(able)
    needing = [
        rule
        for rule in routes(app)
        if (guard := guard_of(app, rule.endpoint)).permission is permission and guard.needs_benefit
    ]
    assert needing
    withhold(permission.benefit, home)
    for rule in needing:
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.open(address(rule, app), method=method)
            assert answer.status_code == 403, f"{method} {rule}"
            assert REFUSAL in answer.text
            assert "Koordination Ihrer Kommune" in answer.text
            assert str(permission.label) in answer.text


@pytest.mark.parametrize("benefit", LINKS)
def test_no_link_leads_to_what_is_not_included(ada, home, benefit):
    assert hrefs(ada, benefit) > 0
    withhold(benefit, home)
    assert hrefs(ada, benefit) == 0


def test_another_membership_and_people_without_a_municipality_have_it_still(personas, home):
    withhold(Benefit.COACHING, home)
    platform = make_account(municipality=make_municipality(membership="platform"))
    for account in (platform, make_account(Role.TRAINEE)):
        client = personas.client(account)
        assert NOTHING_BUT_CRISIS_TALKS not in client.get("/coaching").text


def test_a_role_that_is_missing_is_told_as_such(personas, home):
    withhold(Benefit.COACHING, home)
    answer = personas.client(personas.trainer).get("/account/deputies")
    assert answer.status_code == 403
    assert "Ihre Rolle erlaubt diese Seite nicht." in answer.text


def test_a_request_asks_once_what_is_withheld(ada):
    with recorded_queries() as statements:
        ada.get("/")
    assert len([s for s in statements if "FROM entitlements" in s]) == 1


def test_those_without_a_municipality_are_not_asked_about(personas):
    client = personas.client(personas.office)
    with recorded_queries() as statements:
        client.get("/")
    assert not [s for s in statements if "FROM entitlements" in s]


def test_what_is_booked_stays_can_be_seen_and_called_off(personas, ada, home):
    booking = make_booking_of(personas.owner.person)
    withhold(Benefit.COACHING, home)
    assert 'href="/bookings"' in ada.get("/").text
    path = f"/bookings/{booking.public_id}"
    assert ada.get(path).status_code == 200
    assert ada.post(f"{path}/cancel").status_code == 303
    assert "Anderen Termin finden" not in ada.get(path).text
    assert not booking.takes_place


def test_without_appointments_the_link_to_them_goes(ada, home):
    assert 'href="/bookings"' in ada.get("/").text
    withhold(Benefit.COACHING, home)
    assert 'href="/bookings"' not in ada.get("/").text


def test_a_seat_stays_and_can_be_given_back(personas, ada, home):
    cohort = make_cohort()
    make_enrolment(cohort=cohort, person=personas.owner.person)
    withhold(Benefit.LIVE_COURSES, home)
    path = f"/cohorts/{cohort.public_id}"
    assert "Sie sind angemeldet" in ada.get(path).text
    assert ada.post(f"{path}/withdraw").status_code == 303
    page = ada.get(path).text
    assert "Kurse mit Terminen gehören nicht zur Teilnahme Ihrer Kommune" in page
    assert "Jetzt anmelden" not in page
    assert ada.post(f"{path}/enrol").status_code == 403


def test_a_course_says_why_nobody_can_enrol(ada, home):
    cohort = make_cohort()
    withhold(Benefit.LIVE_COURSES, home)
    page = ada.get(f"/courses/{cohort.course.slug}").text
    assert "Kurse mit Terminen gehören nicht zur Teilnahme Ihrer Kommune" in page


# --- crisis talks are there for everybody ---------------------------------------------------


def test_under_threat_somebody_can_always_book_a_crisis_talk(personas, ada, home, coach):
    offer, crisis = make_offer(coach), make_offer(coach, crisis=True)
    withhold(Benefit.COACHING, home)
    assert 'href="/coaching"' in ada.get("/").text
    page = ada.get("/coaching").text
    assert NOTHING_BUT_CRISIS_TALKS in page
    assert f"/coaching/{crisis.public_id}" in page
    assert f"/coaching/{offer.public_id}" not in page
    held = take(ada, f"/coaching/{crisis.public_id}", TUESDAY_AT_TEN)
    assert held.status_code == 303
    booked = ada.post(held.location)
    assert booked.status_code == 303
    moved = take(ada, f"{booked.location}/move", TUESDAY_AT_TEN + HOUR)
    assert moved.status_code == 303
    assert ada.post(f"{booked.location}/cancel").status_code == 303
    assert "Anderen Termin finden" in ada.get(booked.location).text


def test_every_other_talk_is_refused_in_plain_words(personas, ada, home, coach):
    offer = make_offer(coach)
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    withhold(Benefit.COACHING, home)
    path = f"/coaching/{offer.public_id}"
    for answer in (ada.get(path), take(ada, path, TUESDAY_AT_TEN + HOUR)):
        assert answer.status_code == 403
        assert REFUSAL in answer.text
        assert "Krisengespräche sind immer möglich." in answer.text
    move = f"/bookings/{booking.public_id}/move"
    assert take(ada, move, TUESDAY_AT_TEN + HOUR).status_code == 422
    assert booking.event.starts_at == TUESDAY_AT_TEN


def test_whoever_keeps_their_appointments_books_no_more_for_them(personas, home, coach):
    offer, crisis = make_offer(coach), make_offer(coach, crisis=True)
    deputy, owner = personas.colleague, personas.owner.person
    name_deputy(principal=owner, email=deputy.email, now=START)
    db.session.commit()
    withhold(Benefit.COACHING, home)
    client = personas.client(deputy)
    path = f"/deputy/{owner.public_id}/offers"
    assert take(client, f"{path}/{offer.public_id}", TUESDAY_AT_TEN).status_code == 403
    assert take(client, f"{path}/{crisis.public_id}", TUESDAY_AT_TEN).status_code == 303


# --- nobody is sent to a closed door --------------------------------------------------------


def test_without_live_courses_nobody_is_asked_to_choose_a_date(ada, home, world, personas):
    plan(world)
    assert "Termin wählen" in ada.get("/").text
    withhold(Benefit.LIVE_COURSES, home)
    assert "Termin wählen" not in ada.get("/").text
    page = ada.get("/path").text
    assert "Kurse mit Terminen gehören nicht zur Teilnahme Ihrer Kommune" in page
    assert "Termin wählen" not in page
    assert "/cohorts/" not in page


def test_what_needs_no_date_is_the_next_step_then(ada, home, world, personas):
    reading = make_self_paced_course(raises={world.crisis: 3})
    plan(world)
    withhold(Benefit.LIVE_COURSES, home)
    assert reading.title.de in ada.get("/").text


def take(client, path, start):
    return client.post(path, data={"start": f"{start:%FT%TZ}"})


def make_working_coach():
    coach = make_coach().person
    make_working_time(coach)
    return coach


def make_booking_of(person):
    return make_booking(make_offer(make_working_coach()), person, TUESDAY_AT_TEN)
