"""What a membership does not include is refused at the route, and no link leads there."""

import pytest

from app.kernel.matrix import MATRIX
from app.kernel.permissions import Benefit, Role, guard_of
from tests.app.test_routes import address, routes
from tests.courses.factories import make_cohort, make_enrolment
from tests.house.queries import recorded_queries
from tests.organisations.entitlements.factories import withhold
from tests.organisations.factories import make_account, make_municipality
from tests.scheduling.coaching.factories import make_booking, make_coach, make_offer

REFUSAL = "Das gehört nicht zur Teilnahme Ihrer Kommune"
NEEDING = [permission for permission in MATRIX if permission.benefit]
LINKS = {Benefit.COACHING: "/coaching", Benefit.SELF_ASSESSMENT: "/assessments"}


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


def hrefs(client, benefit):
    return client.get("/").text.count(f'href="{LINKS[benefit]}"')


def test_every_benefit_stands_behind_some_permission():
    assert {permission.benefit for permission in NEEDING} == set(Benefit)


@pytest.mark.parametrize("permission", NEEDING, ids=str)
def test_every_route_that_needs_a_withheld_benefit_is_refused_in_plain_words(
    app, ada, home, permission
):
    needing = [
        rule
        for rule in routes(app)
        if (guard := guard_of(app, rule.endpoint)).permission is permission and guard.needs_benefit
    ]
    assert needing
    withhold(permission.benefit, home)
    for rule in needing:
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = ada.open(address(rule, app), method=method)
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
        assert client.get("/coaching").status_code == 200
        assert hrefs(client, Benefit.COACHING) > 0


def test_a_role_that_is_missing_is_told_as_such(personas, home):
    withhold(Benefit.COACHING, home)
    answer = personas.client(personas.trainer).get("/coaching")
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


def make_booking_of(person):
    from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
    from tests.scheduling.coaching.factories import make_working_time

    coach = make_coach().person
    make_working_time(coach)
    return make_booking(make_offer(coach), person, TUESDAY_AT_TEN)
