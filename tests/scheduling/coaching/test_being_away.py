"""Holidays, vacations, travel and the limit of a week: what nobody can book, whatever they saw."""

from datetime import date, timedelta

import pytest

from app.kernel.errors import DomainError
from scheduling.coaching.being_away import (
    add_vacation,
    change_settings,
    forget,
    set_travel_time,
)
from scheduling.coaching.coach_data import COACH_TABLES
from scheduling.coaching.coach_queries import find_settings_of, list_vacations_of
from scheduling.coaching.free_time import can_move_to, list_free_slots
from scheduling.coaching.offering import add_override, change_offer
from scheduling.coaching.personal_data import erase, export_of
from scheduling.services import AlreadyTaken, set_town
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_offer,
    make_working_time,
    terms_of,
)
from tests.scheduling.coaching.test_personal_data import count
from tests.scheduling.factories import make_event

MINUTE, HOUR, DAY, WEEK = (timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days", "weeks"))
TUESDAY = TUESDAY_AT_TEN.date()
NINE = TUESDAY_AT_TEN - HOUR


@pytest.fixture
def cem(coach):
    return coach.person


def free_on(offer, day, now=START):
    """Where what somebody new can take of `offer` on `day` starts."""
    slots = list_free_slots(offer, make_person(), now)
    return [slot.start for slot in slots if slot.start.date() == day]


def refuse(offer, starts_at):
    """Nobody gets this time, although the form asks for it."""
    with pytest.raises(AlreadyTaken):
        make_booking(offer, make_person(), starts_at)


class TestVacation:
    def test_nobody_books_from_the_first_to_the_last_day(self, cem, offer):
        vacation = add_vacation(coach=cem, first_date=TUESDAY - DAY, last_date=TUESDAY)
        refuse(offer, TUESDAY_AT_TEN)
        assert free_on(offer, TUESDAY) == []
        assert free_on(offer, TUESDAY + WEEK)
        forget(entry=vacation)
        assert make_booking(offer, make_person(), TUESDAY_AT_TEN).takes_place

    def test_it_goes_before_an_exception(self, cem, offer):
        add_override(coach=cem, day=TUESDAY, windows=[(600, 720)])
        add_vacation(coach=cem, first_date=TUESDAY, last_date=TUESDAY)
        refuse(offer, TUESDAY_AT_TEN)

    def test_appointments_cannot_be_moved_into_it(self, cem, offer):
        booking = make_booking(offer, make_person(), TUESDAY_AT_TEN)
        add_vacation(coach=cem, first_date=TUESDAY, last_date=TUESDAY + WEEK)
        assert not can_move_to(booking, TUESDAY_AT_TEN + WEEK, START)
        assert can_move_to(booking, TUESDAY_AT_TEN + 2 * WEEK, START)

    def test_it_ends_after_it_begins(self, cem):
        with pytest.raises(DomainError) as refused:
            add_vacation(coach=cem, first_date=TUESDAY, last_date=TUESDAY - DAY)
        assert refused.value.field == "last_date"
        assert list_vacations_of(cem) == []


class TestHolidays:
    #: Christmas Day 2026 is a Friday.
    CHRISTMAS = date(2026, 12, 25)
    AT_TEN = TUESDAY_AT_TEN + 31 * DAY

    @pytest.fixture
    def fridays(self, cem, offer):
        make_working_time(cem, weekday=4)
        return change_offer(
            offer=offer, terms=terms_of(offer, horizon_days=60), actor=cem, now=START
        )

    def test_they_are_off_where_the_coach_named_a_state(self, cem, fridays):
        assert free_on(fridays, self.CHRISTMAS)
        change_settings(coach=cem, state="DE-RP", town="", usual_travel_minutes=60)
        assert free_on(fridays, self.CHRISTMAS) == []
        assert free_on(fridays, self.CHRISTMAS - WEEK)
        refuse(fridays, self.AT_TEN)

    def test_an_exception_goes_before_them(self, cem, fridays):
        change_settings(coach=cem, state="DE-RP", town="", usual_travel_minutes=60)
        add_override(coach=cem, day=self.CHRISTMAS, windows=[(600, 660)])
        assert free_on(fridays, self.CHRISTMAS) == [self.AT_TEN]
        assert make_booking(fridays, make_person(), self.AT_TEN).takes_place

    def test_settings_are_kept_once(self, cem):
        for state in ("DE-RP", None):
            change_settings(coach=cem, state=state, town="Mainz", usual_travel_minutes=30)
        assert (find_settings_of(cem).state, find_settings_of(cem).town) == (None, "Mainz")


class TestTravel:
    """Two offers on site: one in Mainz, one in Trier."""

    @pytest.fixture
    def mainz(self, cem):
        return make_offer(cem, online=False, town="Mainz")

    @pytest.fixture
    def trier(self, cem):
        return make_offer(cem, online=False, town="Trier")

    def test_the_way_is_kept_free_before_and_after(self, mainz, trier):
        make_booking(mainz, make_person(), NINE + 3 * HOUR)
        free = free_on(trier, TUESDAY)
        assert [start for start in free if NINE + HOUR < start < NINE + 5 * HOUR] == []
        assert {NINE + HOUR, NINE + 5 * HOUR} < set(free)
        refuse(trier, NINE + 4 * HOUR)
        assert make_booking(trier, make_person(), NINE + 5 * HOUR).takes_place

    def test_inside_a_town_there_is_no_way(self, cem, mainz):
        there, too = make_offer(cem, online=False, town=" mainz"), NINE + HOUR
        make_booking(mainz, make_person(), NINE)
        assert make_booking(there, make_person(), too).takes_place

    def test_a_known_way_goes_before_the_usual_one_in_both_directions(self, cem, mainz, trier):
        set_travel_time(coach=cem, town="trier", other_town="Mainz", minutes=120)
        travel = set_travel_time(coach=cem, town="Mainz", other_town="Trier", minutes=90)
        make_booking(mainz, make_person(), NINE)
        assert free_on(trier, TUESDAY)[0] == NINE + HOUR + 90 * MINUTE
        forget(entry=travel)
        assert free_on(trier, TUESDAY)[0] == NINE + 2 * HOUR

    def test_the_way_comes_on_top_of_the_buffers(self, cem, mainz, trier):
        change_offer(
            offer=mainz, terms=terms_of(mainz, buffer_after_minutes=30), actor=cem, now=START
        )
        make_booking(mainz, make_person(), NINE)
        assert free_on(trier, TUESDAY)[0] == NINE + 2 * HOUR + 30 * MINUTE

    def test_online_needs_a_way_only_from_where_the_coach_says_they_are(self, cem, offer, mainz):
        make_booking(mainz, make_person(), NINE)
        assert free_on(offer, TUESDAY)[0] == NINE + HOUR
        change_settings(coach=cem, state=None, town="Trier", usual_travel_minutes=45)
        assert free_on(offer, TUESDAY)[0] == NINE + HOUR + 45 * MINUTE
        make_booking(offer, make_person(), NINE + 4 * HOUR)
        assert NINE + 2 * HOUR + 15 * MINUTE in free_on(mainz, TUESDAY)
        assert NINE + 2 * HOUR + 30 * MINUTE not in free_on(mainz, TUESDAY)

    def test_an_appointment_stays_where_it_was_booked(self, cem, mainz, trier):
        booking = make_booking(mainz, make_person(), NINE)
        change_offer(offer=mainz, terms=terms_of(mainz, town="Trier"), actor=cem, now=START)
        refuse(trier, NINE + HOUR)
        make_booking(trier, make_person(), NINE + 4 * HOUR)
        assert can_move_to(booking, NINE + 2 * HOUR, START)
        assert not can_move_to(booking, NINE + 3 * HOUR, START)

    def test_a_training_of_which_no_town_is_known_needs_no_way(self, cem, mainz):
        make_event(cem, starts_at=NINE, ends_at=NINE + HOUR)
        assert free_on(mainz, TUESDAY)[0] == NINE + HOUR

    def test_to_a_training_in_another_town_there_is_a_way(self, cem, mainz, trier):
        training = make_event(cem, starts_at=NINE, ends_at=NINE + HOUR, town="Trier")
        assert free_on(mainz, TUESDAY)[0] == NINE + 2 * HOUR
        assert free_on(trier, TUESDAY)[0] == NINE + HOUR
        refuse(mainz, NINE + HOUR)
        assert set_town(event=training, town="Mainz")
        assert not set_town(event=training, town="Mainz")
        assert free_on(mainz, TUESDAY)[0] == NINE + HOUR
        assert training.sequence == 0, "no calendar shows it"


class TestTheLimitOfAWeek:
    @pytest.fixture
    def limited(self, cem):
        make_working_time(cem, weekday=3)
        return make_offer(cem, max_per_week=2)

    def test_all_offers_of_the_week_count(self, cem, offer, limited):
        thursday = TUESDAY + 2 * DAY
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
        assert free_on(limited, thursday)
        make_booking(limited, make_person(), TUESDAY_AT_TEN + 2 * HOUR)
        assert free_on(limited, thursday) == free_on(limited, TUESDAY) == []
        assert free_on(limited, TUESDAY + WEEK)
        assert free_on(offer, thursday), "this offer has no limit"
        refuse(limited, TUESDAY_AT_TEN + 2 * DAY)

    def test_what_is_over_counts_until_the_week_is(self, offer, limited):
        for number in range(2):
            make_booking(offer, make_person(), TUESDAY_AT_TEN + 2 * number * HOUR)
        on_wednesday = START + 2 * DAY
        assert free_on(limited, TUESDAY + 2 * DAY, on_wednesday) == []
        assert free_on(limited, TUESDAY + WEEK, on_wednesday)

    def test_an_appointment_can_be_moved_inside_its_full_week(self, limited):
        kept = [
            make_booking(limited, make_person(), TUESDAY_AT_TEN + 2 * number * HOUR)
            for number in range(2)
        ]
        assert can_move_to(kept[0], TUESDAY_AT_TEN + 2 * DAY, START)


def test_all_of_it_is_the_coachs_to_read_and_goes_with_them(cem):
    add_vacation(coach=cem, first_date=TUESDAY, last_date=TUESDAY)
    change_settings(coach=cem, state="DE-RP", town="Mainz", usual_travel_minutes=30)
    set_travel_time(coach=cem, town="Mainz", other_town="Trier", minutes=90)
    exported = export_of(cem.id)["working_time"]
    assert exported["vacations"] == [{"first_date": "2026-11-24", "last_date": "2026-11-24"}]
    assert exported["settings"] == [{"state": "DE-RP", "town": "Mainz", "usual_travel": 30}]
    assert exported["travel_times"] == [{"between": ["Mainz", "Trier"], "minutes": 90}]
    assert len(exported["rules"]) == 1
    erase(cem.id)
    assert not any(count(table) for table in COACH_TABLES)
