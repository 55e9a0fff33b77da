"""What people's calendars outside say keeps them from appointments here, and nobody sees why."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from scheduling.busy_calendars.models import Source
from scheduling.coaching.companions import Companions
from scheduling.coaching.covering import list_open_appointments
from scheduling.coaching.errors import CompanionsCannotCome, SomeTaken
from scheduling.coaching.finding import Search, find_times
from scheduling.coaching.free_time import list_free_slots, list_other_slots
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.jobs import WAITING_JOB
from scheduling.coaching.overriding import OverrideReason, move_for_others
from scheduling.coaching.series import look_at_series
from scheduling.coaching.services import confirm_booking, move_booking
from scheduling.coaching.standing_in import list_stand_ins
from scheduling.coaching.waiting import ask_to_be_told, list_freed_ids
from scheduling.services import AlreadyTaken
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import add_busy_times, make_busy_calendar, make_event

pytestmark = in_turn

MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(weeks=1)
#: 10:00 to 11:00 in Berlin on the Tuesday after START, and on that of the week after.
TEN = (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
NEXT_TEN = (TEN[0] + WEEK, TEN[1] + WEEK)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada").person


def starts(slots):
    return {slot.start for slot in slots}


def free(offer, client):
    return starts(list_free_slots(offer, client, START))


@pytest.fixture
def colleague(app):
    """An offer of another coach who works at the same hours."""
    coach = make_coach(given_name="Dora").person
    make_working_time(coach)
    return make_offer(coach)


class TestOfTheCoach:
    def test_they_are_not_offered_buffers_included(self, coach, ada):
        offer = make_offer(coach.person, buffer_before_minutes=15, buffer_after_minutes=30)
        before = free(offer, ada)
        make_busy_calendar(coach.person, TEN)
        gone = before - free(offer, ada)
        # From nine on: none ends in time. The first after it, buffer included, begins at 11:15.
        assert gone == {TUESDAY_AT_TEN + minutes * MINUTE for minutes in range(-60, 61, 15)}

    @pytest.mark.parametrize("source", Source)
    def test_whatever_the_calendar_comes_from_and_however_old_it_is(
        self, coach, offer, ada, source
    ):
        long_ago = START - timedelta(days=30)
        make_busy_calendar(coach.person, TEN, source=source, good_at=long_ago)
        assert TUESDAY_AT_TEN not in free(offer, ada)

    def test_they_are_refused_when_somebody_books(self, coach, offer, ada):
        make_busy_calendar(coach.person, TEN, certain=False)
        with pytest.raises(AlreadyTaken):
            make_booking(offer, ada, TUESDAY_AT_TEN + 30 * MINUTE)
        assert make_booking(offer, ada, TUESDAY_AT_TEN + HOUR).takes_place

    def test_each_date_of_a_series_is_looked_at(self, coach, offer, ada):
        make_busy_calendar(coach.person, NEXT_TEN)
        dates = [TUESDAY_AT_TEN, NEXT_TEN[0]]
        assert [one.free for one in look_at_series(offer, ada, dates, START)] == [True, False]
        with pytest.raises(SomeTaken) as refusal:
            hold_slots(offers=[offer], client=ada, starts=dates, now=START)
        assert refusal.value.taken == [NEXT_TEN[0]]

    def test_nothing_is_moved_there_not_even_with_its_series(self, coach, offer, ada):
        held = hold_slots(
            offers=[offer], client=ada, starts=[TUESDAY_AT_TEN, NEXT_TEN[0]], now=START
        )
        confirm_booking(booking=held[0], now=START)
        make_busy_calendar(coach.person, (NEXT_TEN[1], NEXT_TEN[1] + HOUR))
        wanted = TUESDAY_AT_TEN + HOUR
        assert wanted in starts(list_other_slots(held[0], START))
        assert NEXT_TEN[1] not in starts(list_other_slots(held[1], START))
        with pytest.raises(AlreadyTaken):
            move_booking(booking=held[1], starts_at=NEXT_TEN[1], now=START)
        with pytest.raises(SomeTaken):
            move_booking(booking=held[0], starts_at=wanted, now=START, and_following=True)

    def test_the_office_may_move_there_all_the_same(self, coach, offer, ada):
        booking = make_booking(offer, ada, TUESDAY_AT_TEN + HOUR)
        make_busy_calendar(coach.person, TEN)
        moved = move_for_others(
            booking=booking,
            starts_at=TUESDAY_AT_TEN,
            actor=make_person(),
            reason=OverrideReason.CLIENT_ASKED,
            now=START,
        )
        assert moved.event.starts_at == TUESDAY_AT_TEN

    def test_another_coach_is_found_instead(self, coach, offer, colleague, ada):
        make_busy_calendar(coach.person, TEN)
        found = find_times([offer, colleague], ada, Search(), START)
        able = {slot.start: offers for slot, offers in found.items()}
        assert able[TUESDAY_AT_TEN] == [colleague]
        assert able[TUESDAY_AT_TEN + HOUR] == [offer, colleague]

    def test_whoever_is_busy_outside_does_not_take_over(self, coach, offer, colleague, ada):
        booking = make_booking(offer, ada, TUESDAY_AT_TEN)
        calendar = make_busy_calendar(colleague.coach)
        assert list_stand_ins([booking], START)[booking] == [colleague]
        add_busy_times(calendar, TEN)
        day = TUESDAY_AT_TEN.date()
        [open_one] = list_open_appointments(coach.person, day, day, START)
        assert (open_one.stand_ins, open_one.suggested) == ([], None)
        with pytest.raises(SomeTaken):
            hand_over(booking=booking, offer=colleague, now=START)

    def test_a_time_that_becomes_free_is_told_once_the_calendar_allows(self, coach, offer, ada):
        calendar = make_busy_calendar(coach.person, (TUESDAY_AT_TEN - 9 * HOUR, NEXT_TEN[0]))
        ask_to_be_told(person=ada, offers=[offer], earlier_than=NEXT_TEN[0], now=START)
        db.session.commit()
        assert list_freed_ids(START) == []
        db.session.rollback()
        db.session.delete(calendar)
        db.session.commit()
        assert run_job(WAITING_JOB) == 1


class TestOfTheClient:
    def test_they_are_not_offered_to_them_and_to_others_they_are(self, offer, ada):
        make_busy_calendar(ada, TEN)
        assert TUESDAY_AT_TEN in free(offer, make_person())
        assert TUESDAY_AT_TEN + 45 * MINUTE not in free(offer, ada)
        assert TUESDAY_AT_TEN + HOUR in free(offer, ada), "the buffers are the coach's"
        with pytest.raises(AlreadyTaken):
            make_booking(offer, ada, TUESDAY_AT_TEN)

    def test_nobody_waits_for_a_time_at_which_they_are_busy_outside(self, offer, ada):
        other = make_booking(offer, make_person(), TUESDAY_AT_TEN)
        make_busy_calendar(ada, (TUESDAY_AT_TEN - 9 * HOUR, NEXT_TEN[0]))
        ask_to_be_told(person=ada, offers=[other.offer], earlier_than=NEXT_TEN[0], now=START)
        assert list_freed_ids(START) == []

    def test_nobody_is_taken_along_who_is_busy_outside(self, coach, ada):
        offer = make_offer(coach.person, most_people=3)
        bea = make_person()
        make_busy_calendar(bea, TEN)
        [held] = hold_slots(offers=[offer], client=ada, starts=[TUESDAY_AT_TEN], now=START)
        with pytest.raises(CompanionsCannotCome):
            confirm_booking(booking=held, now=START, companions=Companions((bea,)))

    def test_what_came_up_while_the_time_was_held_is_in_the_way(self, coach, offer, ada):
        for busy in (coach.person, ada):
            [held] = hold_slots(offers=[offer], client=ada, starts=[TUESDAY_AT_TEN], now=START)
            calendar = make_busy_calendar(busy, (TEN[0] + 30 * MINUTE, TEN[1]))
            with pytest.raises(SomeTaken):
                confirm_booking(booking=held, now=START)
            db.session.delete(calendar)
            db.session.flush()
        assert confirm_booking(booking=held, now=START).takes_place


class TestOwnAppointmentsReadBack:
    """Whoever subscribes to their calendar here has our appointments in theirs outside."""

    def test_they_do_not_keep_an_appointment_from_moving_by_a_little(self, coach, offer, ada):
        booking = make_booking(offer, ada, TUESDAY_AT_TEN)
        for person in (coach.person, ada):
            make_busy_calendar(person, TEN)
        wanted = TUESDAY_AT_TEN + 15 * MINUTE
        assert wanted in starts(list_other_slots(booking, START))
        move_booking(booking=booking, starts_at=wanted, now=START)

    def test_nor_where_several_are_told_as_one(self, coach, offer, ada):
        booking = make_booking(offer, ada, TUESDAY_AT_TEN)
        make_booking(offer, make_person(), TUESDAY_AT_TEN + HOUR)
        make_busy_calendar(coach.person, (TEN[0], TEN[1] + HOUR))
        found = starts(list_other_slots(booking, START))
        assert TUESDAY_AT_TEN - 15 * MINUTE in found
        assert TUESDAY_AT_TEN + 15 * MINUTE not in found, "the other one is there"

    def test_a_training_read_back_blocks_no_more_than_the_training(self, offer, ada):
        make_event(ada, starts_at=TUESDAY_AT_TEN)
        make_busy_calendar(ada, (TUESDAY_AT_TEN, TUESDAY_AT_TEN + 2 * HOUR))
        assert TUESDAY_AT_TEN in free(offer, ada), "a training is not exclusive"

    def test_what_is_longer_counts(self, coach, offer, ada):
        booking = make_booking(offer, ada, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, (TEN[0], TEN[1] + HOUR))
        assert TUESDAY_AT_TEN + 15 * MINUTE not in starts(list_other_slots(booking, START))


def test_outside_calendars_cost_one_query_however_many_there_are(offer, colleague, ada):
    def asked():
        with recorded_queries() as statements:
            find_times([offer, colleague], ada, Search(), START)
        return [one for one in statements if "busy_" in one], len(statements)

    few, before = asked()
    for person in (offer.coach, colleague.coach, ada):
        for _ in range(3):
            make_busy_calendar(person, TEN, NEXT_TEN)
    many, after = asked()
    assert (len(few), len(many), before) == (1, 1, after)
