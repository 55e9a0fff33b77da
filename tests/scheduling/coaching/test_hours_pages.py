"""The coach's side: vacation, holidays and ways; the month; why a time is not offered."""

from datetime import date, timedelta

import pytest
from lxml import html

from app.kernel.bilingual import Bilingual
from app.kernel.permissions import Role
from scheduling.coaching.being_away import add_vacation, set_travel_time
from scheduling.coaching.coach_queries import (
    find_settings_of,
    list_travel_times_of,
    list_vacations_of,
)
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_coach, make_offer
from tests.scheduling.coaching.test_manage_pages import OFFER

pytestmark = in_turn

HOURS = "/manage/availability"
TUESDAY = TUESDAY_AT_TEN.date()
WEEK = timedelta(weeks=1)


@pytest.fixture
def cem(personas, coach):
    return personas.client(coach)


def why(client, day, time, **more):
    args = {"day": day, "time": time, **more}
    return client.get(f"{HOURS}/why", query_string=args).text


class TestVacation:
    def test_it_is_added_shown_and_removed(self, cem, coach, offer):
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
        days = {"first_date": "2026-11-23", "last_date": "2026-12-02"}
        answer = cem.post(f"{HOURS}/vacations/new", data=days)
        page = cem.get(answer.location).text
        assert "Montag, 23. November 2026" in page
        assert "In dieser Zeit sind schon Termine gebucht." in page
        [vacation] = list_vacations_of(coach.person)
        cem.post(f"{HOURS}/vacations/{vacation.public_id}/remove")
        assert list_vacations_of(coach.person) == []

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"first_date": ""}, "Bitte geben Sie ein Datum ein."),
            ({"last_date": "soon"}, "Bitte geben Sie ein Datum ein."),
            ({"last_date": "2026-11-22"}, "Bitte wählen Sie einen Tag, der noch kommt."),
            ({"first_date": "2026-12-24"}, "Der letzte Tag darf nicht vor dem ersten liegen."),
        ],
    )
    def test_what_does_not_fit_is_said_at_the_field(self, cem, coach, changes, message):
        data = {"first_date": "2026-12-01", "last_date": "2026-12-02"} | changes
        answer = cem.post(f"{HOURS}/vacations/new", data=data)
        assert (answer.status_code, answer.text.count(message)) == (422, 2)
        assert list_vacations_of(coach.person) == []


class TestHolidaysAndWays:
    def test_they_are_said_once_and_shown(self, cem, coach):
        data = {"state": "DE-HE", "town": " Gießen ", "usual_travel_minutes": "45"}
        answer = cem.post(f"{HOURS}/settings", data=data)
        page = cem.get(answer.location).text
        assert "Sie haben an den Feiertagen in Hessen frei." in page
        assert "Bei Online-Terminen sind Sie in Gießen." in page
        assert 'value="45"' in cem.get(f"{HOURS}/settings").text
        cem.post(f"{HOURS}/settings", data=data | {"state": "", "town": ""})
        assert (find_settings_of(coach.person).state, find_settings_of(coach.person).town) == (
            None,
            "",
        )

    @pytest.mark.parametrize("changes", [{"state": "DE-XX"}, {"usual_travel_minutes": "601"}])
    def test_what_there_is_not_is_refused(self, cem, changes):
        data = {"state": "", "town": "", "usual_travel_minutes": "45"} | changes
        assert cem.post(f"{HOURS}/settings", data=data).status_code == 422

    def test_a_way_is_added_and_removed(self, cem, coach):
        data = {"town": "Gießen", "other_town": "Marburg", "minutes": "25"}
        answer = cem.post(f"{HOURS}/travel/new", data=data)
        assert "Gießen und Marburg" in cem.get(answer.location).text
        [travel] = list_travel_times_of(coach.person)
        cem.post(f"{HOURS}/travel/{travel.public_id}/remove")
        assert list_travel_times_of(coach.person) == []
        answer = cem.post(f"{HOURS}/travel/new", data=data | {"other_town": "giessen"})
        assert answer.status_code == 422
        assert answer.text.count("Bitte nennen Sie zwei verschiedene Orte.") == 2


class TestTheMonth:
    def test_it_tells_what_can_be_booked_and_why_not(self, cem, coach, offer):
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
        add_vacation(coach=coach.person, first_date=TUESDAY + WEEK, last_date=TUESDAY + WEEK)
        page = cem.get(f"{HOURS}/month?month=2026-12").text
        assert "Dezember 2026" in page
        assert "09:00–17:00 Uhr" in page
        assert page.count("Urlaub") == 2, "in the list and in the table"
        assert "noch nicht buchbar" in page
        november = cem.get(f"{HOURS}/month").text
        assert "09:00–10:00 Uhr, 11:00–17:00 Uhr (1 Termin gebucht)" in " ".join(november.split())

    def test_the_offer_can_be_chosen(self, cem, coach, offer):
        other = make_offer(coach.person, duration_minutes=480)
        page = cem.get(f"{HOURS}/month?offer={other.public_id}").text
        assert f"Angebot: {other.title.de}" in page
        theirs = make_offer(title=Bilingual(de="Fremdes", en="Foreign"))
        assert "Fremdes" not in cem.get(f"{HOURS}/month?offer={theirs.public_id}").text

    @pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "soon", ""])
    def test_what_is_no_month_near_is_this_month(self, cem, offer, month):
        assert "November 2026" in cem.get(f"{HOURS}/month?month={month}").text

    def test_without_an_offer_the_next_step_is_named(self, cem):
        for path in ("month", "why"):
            assert "Noch keine Angebote" in cem.get(f"{HOURS}/{path}").text


class TestWhy:
    def test_each_reason_is_a_sentence(self, cem, coach, offer):
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
        assert "wird angeboten." in why(cem, "2026-11-24", "11:00")
        assert "Sie sind von 10:00 bis 11:00 Uhr belegt" in why(cem, "2026-11-24", "10:30")
        assert "Das ist zu kurzfristig" in why(cem, "2026-11-17", "10:00")
        assert "Das ist zu weit im Voraus" in why(cem, "2027-01-12", "10:00")
        assert "An diesem Tag haben Sie keine Arbeitszeit." in why(cem, "2026-11-25", "10:00")
        assert "nur zu diesen Zeiten: 09:00–17:00 Uhr." in why(cem, "2026-11-24", "08:00")
        add_vacation(coach=coach.person, first_date=TUESDAY, last_date=TUESDAY)
        assert "Sie haben Urlaub eingetragen" in why(cem, "2026-11-24", "11:00")

    def test_a_holiday_is_named_in_both_languages(self, cem, offer):
        cem.post(f"{HOURS}/settings", data={"state": "DE-HE", "usual_travel_minutes": "45"})
        assert "Es ist ein Feiertag: Zweiter Weihnachtstag." in why(cem, "2026-12-26", "10:00")
        cem.get("/language/en")
        assert "It is a public holiday: Second Day of Christmas." in why(cem, "2026-12-26", "10:00")

    def test_a_way_names_how_long_it_is(self, cem, coach):
        mainz = make_offer(coach.person, online=False, town="Mainz")
        trier = make_offer(coach.person, online=False, town="Trier")
        set_travel_time(coach=coach.person, town="Mainz", other_town="Trier", minutes=100)
        make_booking(mainz, make_person(), TUESDAY_AT_TEN)
        page = why(cem, "2026-11-24", "12:00", offer=trier.public_id)
        assert "Für den Weg von 1 Std. 40 Min. ist kein Platz" in page

    def test_a_clock_that_changes_has_some_times_twice_and_some_never(self, cem, offer):
        twice = why(cem, "2027-10-31", "02:30")
        assert "zum 1. Mal" in twice
        assert "zum 2. Mal" in twice
        assert "Diese Uhrzeit gibt es an dem Tag nicht." in why(cem, "2027-03-28", "02:30")

    @pytest.mark.parametrize(
        ("day", "time"),
        [("", "10:00"), ("2026-11-24", "noon"), ("9999-12-31", "10:00"), ("0001-01-01", "10:00")],
    )
    def test_what_is_no_time_near_is_said_at_the_field(self, cem, offer, day, time):
        answer = cem.get(f"{HOURS}/why", query_string={"day": day, "time": time})
        assert answer.status_code == 422

    def test_a_closed_offer_says_so(self, cem, offer):
        cem.post(f"/manage/offers/{offer.public_id}/close")
        assert "Das Angebot lässt sich zurzeit gar nicht buchen." in why(cem, "2026-11-24", "11:00")


def test_coaches_change_only_what_is_theirs(cem, personas):
    other = make_coach().person
    vacation = add_vacation(coach=other, first_date=date(2026, 12, 1), last_date=date(2026, 12, 2))
    travel = set_travel_time(coach=other, town="Mainz", other_town="Trier", minutes=9)
    assert cem.post(f"{HOURS}/vacations/{vacation.public_id}/remove").status_code == 404
    assert cem.post(f"{HOURS}/travel/{travel.public_id}/remove").status_code == 404
    office = personas.client(make_account(Role.PROGRAMME_OFFICE, function=None))
    assert office.get(f"{HOURS}/month").status_code == 403


@pytest.mark.parametrize(
    ("kind", "duration", "crisis"),
    [("individual", 60, False), ("team", 120, False), ("crisis", 30, True), ("series", 60, False)],
)
def test_an_offer_begins_with_what_suits_its_kind(cem, kind, duration, crisis):
    assert f"kind={kind}" in cem.get("/manage/offers/new").text
    page = html.document_fromstring(cem.get(f"/manage/offers/new?kind={kind}").text)
    fields = next(form for form in page.forms if "duration_minutes" in form.fields).fields
    assert (fields["duration_minutes"], fields["crisis"] is not None) == (str(duration), crisis)


def test_what_is_not_online_needs_a_town(cem):
    on_site = {key: value for key, value in OFFER.items() if key != "online"}
    answer = cem.post("/manage/offers/new", data=on_site)
    assert answer.status_code == 422
    assert answer.text.count("Bitte nennen Sie die Stadt oder Gemeinde") == 2
    assert cem.post("/manage/offers/new", data=on_site | {"town": "Mainz"}).status_code == 303
