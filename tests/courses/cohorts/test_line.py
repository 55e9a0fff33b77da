"""The pure decision who gets which seat, for any seats, people and reservations."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.seats.line import (
    NO_OFFERS_WITHIN,
    OFFER_FOR,
    Decision,
    Place,
    Sitting,
    TooFewFree,
    Waiting,
    end_of_offer,
    find_seat,
    reserve_seats,
    share_seats,
)
from tests.house.clock import START

HOMES = st.sampled_from([None, 1, 2, 3])
MUNICIPALITIES = st.sampled_from([1, 2, 3])


@st.composite
def cohorts(draw):
    """Seats, some reserved, with people on some of them and a line."""
    reserved = draw(st.lists(HOMES, min_size=1, max_size=8))
    seats = [Place(number, home) for number, home in enumerate(reserved, start=1)]
    sitting = [
        # Who sits on a reserved seat is one of that municipality's.
        Sitting(key=seat.number, home=seat.reserved_for or draw(HOMES), seat=seat.number)
        for seat in seats
        if draw(st.booleans())
    ]
    line = [Waiting(key=100 + place, home=draw(HOMES)) for place in range(draw(st.integers(0, 8)))]
    return seats, sitting, line


def after(seats, sitting, line, decision):
    """Who sits where after `decision`: number → (key, home), as a database would take it."""
    homes = {one.key: one.home for one in (*sitting, *line)}
    at = {one.seat: one.key for one in sitting}
    for key, number in decision.moves:
        assert number not in at
        at = {seat: other for seat, other in at.items() if other != key} | {number: key}
    for key, number in decision.gives:
        assert number not in at
        at[number] = key
    return {number: (key, homes[key]) for number, key in at.items()}


@given(cohorts())
def test_seats_are_given_once_and_only_to_who_may_have_them(cohort):
    seats, sitting, line = cohort
    decision = share_seats(seats, sitting, line)
    at = after(seats, sitting, line, decision)
    assert max(Counter(key for key, _home in at.values()).values(), default=1) == 1
    for seat in seats:
        if seat.reserved_for is not None and seat.number in at:
            assert at[seat.number][1] == seat.reserved_for
    assert {one.key for one in sitting} <= {key for key, _home in at.values()}, (
        "nobody loses theirs"
    )


@given(cohorts())
def test_nobody_waits_while_a_seat_is_free_that_they_may_have(cohort):
    seats, sitting, line = cohort
    decision = share_seats(seats, sitting, line)
    at = after(seats, sitting, line, decision)
    free = [seat for seat in seats if seat.number not in at]
    served = {key for key, _number in decision.gives}
    left = [one for one in line if one.key not in served]
    assert all(find_seat(one.home, free) is None for one in left)
    for number, (_key, home) in at.items():
        on_an_open_seat = next(seat for seat in seats if seat.number == number).reserved_for is None
        if on_an_open_seat and home is not None:
            assert not any(seat.reserved_for == home for seat in free), "theirs is not left empty"


@given(cohorts())
def test_of_two_who_may_have_the_same_seats_the_first_gets_one(cohort):
    seats, sitting, line = cohort
    served = {key for key, _number in share_seats(seats, sitting, line).gives}
    for place, one in enumerate(line):
        later = line[place + 1 :]
        if one.key not in served:
            assert not any(other.key in served for other in later if other.home == one.home)


@given(cohorts())
def test_what_has_been_shared_is_left_as_it_is(cohort):
    seats, sitting, line = cohort
    decision = share_seats(seats, sitting, line)
    at = after(seats, sitting, line, decision)
    now_sitting = [Sitting(key, home, number) for number, (key, home) in at.items()]
    still = [one for one in line if one.key not in {key for key, _number in decision.gives}]
    assert share_seats(seats, now_sitting, still) == Decision()


def test_who_sits_on_an_open_seat_moves_to_a_reserved_one_for_somebody_else():
    seats = [Place(1), Place(2, reserved_for=1)]
    decision = share_seats(seats, [Sitting(7, home=1, seat=1)], [Waiting(8, home=2)])
    assert decision == Decision(moves=((7, 2),), gives=((8, 1),))


def test_who_comes_first_is_passed_over_only_for_seats_that_they_cannot_have():
    line = [Waiting(7, home=1), Waiting(8, home=2), Waiting(9, home=1)]
    assert share_seats([Place(1, reserved_for=2)], [], line).gives == ((8, 1),)
    assert share_seats([Place(1)], [], line).gives == ((7, 1),)


@given(
    st.dictionaries(st.integers(1, 10), HOMES, max_size=8),
    st.integers(0, 4),
    st.dictionaries(MUNICIPALITIES, st.integers(0, 4)),
)
def test_reserving_makes_nobody_leave_a_seat(holders, free, wanted):
    numbers = [*holders, *range(11, 11 + free)]
    missing = sum(
        max(0, count - sum(holder == home for holder in holders.values()))
        for home, count in wanted.items()
    )
    if missing > free:
        with pytest.raises(TooFewFree) as refused:
            reserve_seats(numbers, holders, wanted)
        assert refused.value.free == free
        return
    reserved = reserve_seats(numbers, holders, wanted)
    assert Counter(reserved.values()) == Counter({h: n for h, n in wanted.items() if n})
    assert all(holders.get(number, home) == home for number, home in reserved.items())


@pytest.mark.parametrize(
    ("before_the_start", "lasts"),
    [
        (timedelta(days=7), OFFER_FOR),
        (timedelta(hours=72), OFFER_FOR),
        (timedelta(hours=50), timedelta(hours=26)),
        (timedelta(hours=25), timedelta(hours=1)),
        (timedelta(hours=24, minutes=30), None),
        (timedelta(hours=1), None),
    ],
)
def test_an_offer_ends_early_enough_to_find_somebody_else(before_the_start, lasts):
    starts_at = START + before_the_start
    assert end_of_offer(starts_at, START) == (lasts and START + lasts)
    assert lasts is None or START + lasts <= starts_at - NO_OFFERS_WITHIN
