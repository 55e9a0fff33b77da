"""The coach's side: hours and offers in plain forms."""

from datetime import date

import pytest
from sqlalchemy import select

from app.kernel.db import db
from scheduling.coaching import queries
from scheduling.coaching.models import CoachingOffer
from tests.house.databases import in_turn
from tests.organisations.factories import make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = in_turn

OFFER = {
    "title_de": "Rückhalt",
    "title_en": "Backing",
    "description_de": "Ein Gespräch.",
    "description_en": "A talk.",
    "online": "y",
    "place": "Online",
    "duration_minutes": "60",
    "step_minutes": "30",
    "buffer_before_minutes": "0",
    "buffer_after_minutes": "15",
    "notice_hours": "24",
    "horizon_days": "60",
}


@pytest.fixture
def cem(personas, coach):
    return personas.client(coach)


def test_a_weekly_time_is_added_and_removed(cem, coach):
    answer = cem.post(
        "/manage/availability/rules/new",
        data={"weekday": "3", "start": "18:00", "end": "00:00", "every_weeks": "1"},
    )
    assert answer.status_code == 303
    rule = queries.list_rules_of(coach.person)[-1]
    assert (rule.weekday, rule.start_minute, rule.end_minute) == (3, 18 * 60, 24 * 60)
    page = cem.get("/manage/availability").text
    assert "Donnerstag" in page
    assert "18:00–24:00 Uhr" in page
    cem.post(f"/manage/availability/rules/{rule.public_id}/remove")
    assert "Donnerstag" not in cem.get("/manage/availability").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": ""}, "Bitte geben Sie eine Uhrzeit ein"),
        ({"end": "half past"}, "Bitte geben Sie eine Uhrzeit ein"),
        ({"end": "08:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"every_weeks": "2"}, "Bitte nennen Sie einen Tag in der ersten dieser Wochen."),
        (
            {"first_date": "2026-12-02", "last_date": "2026-12-01"},
            "Der letzte Tag muss nach dem ersten liegen.",
        ),
        ({"first_date": "soon"}, "Bitte geben Sie ein Datum ein."),
    ],
)
def test_what_does_not_fit_is_said_at_the_field(cem, coach, changes, message):
    data = {"weekday": "0", "start": "09:00", "end": "12:00", "every_weeks": "1"} | changes
    answer = cem.post("/manage/availability/rules/new", data=data)
    assert answer.status_code == 422
    assert answer.text.count(message) == 2, "in the summary and at the field"
    assert len(queries.list_rules_of(coach.person)) == 1


def test_a_day_with_other_hours_and_a_day_off(cem, coach):
    times = {"start_1": "09:00", "end_1": "12:00", "start_2": "13:00", "end_2": "15:00"}
    cem.post("/manage/availability/overrides/new", data={"day": "2026-12-01", **times})
    cem.post("/manage/availability/overrides/new", data={"day": "2026-12-08"})
    first, second = queries.list_overrides_of(coach.person)
    assert (first.day, first.windows) == (date(2026, 12, 1), [[540, 720], [780, 900]])
    assert second.windows == []
    page = cem.get("/manage/availability").text
    assert "13:00–15:00 Uhr" in page
    cem.post(f"/manage/availability/overrides/{first.public_id}/remove")
    assert queries.list_overrides_of(coach.person) == [second]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Bitte geben Sie ein Datum ein."),
        ({"day": "2026-12-01", "start_1": "09:00"}, "Bitte geben Sie Beginn und Ende an."),
        (
            {"day": "2026-12-01", "start_1": "09:00", "end_1": "08:00"},
            "Das Ende muss nach dem Beginn liegen.",
        ),
        ({"day": "2026-12-24"}, "Für diesen Tag gibt es schon eine Ausnahme."),
        ({"day": "soon"}, "Bitte geben Sie ein Datum ein."),
        ({"day": "2026-11-22"}, "Bitte wählen Sie einen Tag, der noch kommt."),
    ],
)
def test_a_wrong_exception_is_explained(cem, data, message):
    cem.post("/manage/availability/overrides/new", data={"day": "2026-12-24"})
    answer = cem.post("/manage/availability/overrides/new", data=data)
    assert answer.status_code == 422
    assert answer.text.count(message) == 2


def test_a_day_off_with_appointments_is_a_warning(cem, coach, offer):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    for day, warned in (("2026-11-24", True), ("2026-11-25", False)):
        answer = cem.post("/manage/availability/overrides/new", data={"day": day})
        page = cem.get(answer.location).text
        assert ("sind schon Termine gebucht" in page) == warned


def test_someone_new_is_led_from_the_offer_to_the_hours_and_back(personas):
    hours = {"weekday": "0", "start": "09:00", "end": "12:00", "every_weeks": "1"}
    first = personas.client(make_coach())
    answer = first.post("/manage/offers/new", data=OFFER)
    assert answer.location == "/manage/availability"
    assert "Sagen Sie jetzt, wann Sie Zeit haben." in first.get(answer.location).text
    answer = first.post("/manage/availability/rules/new", data=hours)
    assert "Die Zeit lässt sich jetzt buchen." in first.get(answer.location).text
    other = personas.client(make_coach())
    answer = other.post("/manage/availability/rules/new", data=hours)
    assert answer.location == "/manage/offers"
    assert "Legen Sie jetzt ein Angebot an" in other.get(answer.location).text


def test_dates_at_the_ends_of_the_calendar_do_no_harm(cem, personas, offer):
    rule = {"weekday": "1", "start": "09:00", "end": "00:00", "every_weeks": "2"}
    dates = {"anchor": "0001-01-01", "first_date": "0001-01-01", "last_date": "9999-12-31"}
    assert cem.post("/manage/availability/rules/new", data=rule | dates).status_code == 303
    last = {"day": "9999-12-31", "start_1": "09:00", "end_1": "00:00"}
    assert cem.post("/manage/availability/overrides/new", data=last).status_code == 303
    assert "31. Dezember 9999" in cem.get("/manage/availability").text
    page = personas.client(personas.owner).get(f"/coaching/{offer.public_id}").text
    assert "Dienstag, 24. November 2026" in page


def test_an_offer_is_created_changed_and_closed(cem, coach, personas):
    assert cem.post("/manage/offers/new", data=OFFER).status_code == 303
    offer = db.session.scalars(select(CoachingOffer)).one()
    assert (offer.coach, offer.notice_minutes, offer.max_per_day) == (coach.person, 1440, None)
    changed = OFFER | {"duration_minutes": "90", "limited": "y", "max_per_day": "3"}
    assert "Rückhalt" in cem.get(f"/manage/offers/{offer.public_id}").text
    cem.post(f"/manage/offers/{offer.public_id}", data=changed)
    assert (offer.duration_minutes, offer.max_per_day) == (90, 3)
    reader = personas.client(personas.owner)
    cem.post(f"/manage/offers/{offer.public_id}/close")
    assert "Rückhalt" not in reader.get("/coaching").text
    assert "Wieder anbieten" in cem.get("/manage/offers").text
    cem.post(f"/manage/offers/{offer.public_id}/open")
    assert "Rückhalt" in reader.get("/coaching").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title_en": " "}, "Bitte füllen Sie dieses Feld aus."),
        ({"duration_minutes": "an hour"}, "Bitte geben Sie eine ganze Zahl ein."),
        ({"step_minutes": "0"}, "Bitte geben Sie eine Zahl von 5 bis 480 ein."),
        ({"limited": "y"}, "Bitte geben Sie eine ganze Zahl ein."),
        ({"limited": "y", "max_per_day": "0"}, "Bitte geben Sie eine Zahl von 1 bis 50 ein."),
    ],
)
def test_a_wrong_offer_is_explained_at_the_field(cem, changes, message):
    answer = cem.post("/manage/offers/new", data=OFFER | changes)
    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert db.session.scalars(select(CoachingOffer)).first() is None


def test_coaches_see_and_change_only_their_own(cem, offer):
    other = make_coach().person
    make_working_time(other)
    [rule], theirs = queries.list_rules_of(other), make_offer(other)
    assert cem.post(f"/manage/availability/rules/{rule.public_id}/remove").status_code == 404
    assert cem.get(f"/manage/offers/{theirs.public_id}").status_code == 404
    assert cem.post(f"/manage/offers/{theirs.public_id}/close").status_code == 404
    page = cem.get("/manage/offers").text
    assert offer.title.de in page
    assert theirs.title.de not in page
