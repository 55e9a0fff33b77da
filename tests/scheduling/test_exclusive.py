"""Nobody is booked twice at one time: the database itself refuses it, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import broken_constraint
from scheduling.models import Occupancy
from scheduling.services import AlreadyTaken, cancel_event, occupy, reschedule_event
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def ada(app):
    return make_person()


def row(person, begin, end, **given):
    """The values of an occupancy from `begin` to `end`, in minutes from START."""
    values = {
        "event_id": make_event().id,
        "person_id": person.id,
        "starts_at": START + begin * MINUTE,
        "ends_at": START + end * MINUTE,
        "exclusive": True,
        "created_at": START,
    }
    return values | given


def raw_insert(person, begin, end, **given):
    with db.session.begin_nested():
        db.session.execute(insert(Occupancy).values(**row(person, begin, end, **given)))


@pytest.mark.parametrize(
    ("begin", "end"), [(0, 60), (15, 45), (-15, 75), (-30, 1), (59, 90), (0, 1)]
)
def test_an_overlap_is_refused_by_the_database(ada, begin, end):
    raw_insert(ada, 0, 60)
    with pytest.raises(IntegrityError) as refused:
        raw_insert(ada, begin, end)
    assert broken_constraint(refused.value) == "no_double_booking"


@pytest.mark.parametrize(("begin", "end"), [(-60, 0), (60, 120), (-1, 0), (60, 61)])
def test_times_that_only_touch_are_allowed(ada, begin, end):
    raw_insert(ada, 0, 60)
    raw_insert(ada, begin, end)


def test_an_overlap_of_a_split_second_is_one(ada):
    raw_insert(ada, 0, 60)
    with pytest.raises(IntegrityError):
        raw_insert(ada, 60, 120, starts_at=START + HOUR - timedelta(microseconds=1))


def test_another_person_and_what_is_not_exclusive_do_not_matter(ada):
    raw_insert(ada, 0, 60)
    raw_insert(make_person(), 0, 60)
    raw_insert(ada, 0, 60, exclusive=False)
    raw_insert(ada, 30, 90, exclusive=False)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": START + 59 * MINUTE},
        {"starts_at": START, "ends_at": START + MINUTE},
    ],
)
def test_nothing_is_moved_onto_another(ada, change):
    raw_insert(ada, 0, 60)
    raw_insert(ada, 60, 120)
    later = update(Occupancy).where(Occupancy.starts_at == START + HOUR)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(later.values(**change))


def test_nothing_becomes_exclusive_or_somebody_elses_over_another(ada):
    bela = make_person()
    raw_insert(ada, 0, 60)
    raw_insert(ada, 30, 90, exclusive=False)
    raw_insert(bela, 30, 90)
    for change in (
        update(Occupancy).where(Occupancy.exclusive.is_(False)).values(exclusive=True),
        update(Occupancy).where(Occupancy.person_id == bela.id).values(person_id=ada.id),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(change)


def test_a_row_may_move_within_its_own_time(ada):
    raw_insert(ada, 0, 60)
    db.session.execute(update(Occupancy).values(starts_at=START + 30 * MINUTE))


def test_the_refusal_says_it_in_words_and_the_transaction_goes_on(ada):
    make_event(ada, exclusive=True)
    with pytest.raises(AlreadyTaken, match="gerade vergeben"):
        make_event(ada, exclusive=True)
    other = make_event()
    with pytest.raises(AlreadyTaken):
        occupy(event=other, person=ada, exclusive=True, now=START)
    make_event(ada, exclusive=True, starts_at=START + 5 * HOUR)


def test_buffers_count_and_move_along(ada):
    event = make_event(starts_at=START)
    occupy(event=event, person=ada, exclusive=True, after=15 * MINUTE, now=START)
    with pytest.raises(AlreadyTaken):
        make_event(ada, exclusive=True, starts_at=START + 2 * HOUR)
    reschedule_event(event=event, starts_at=START - HOUR, ends_at=START + HOUR, place="", now=START)
    [occupancy] = event.occupancies
    assert occupancy.ends_at == START + HOUR + 15 * MINUTE
    make_event(ada, exclusive=True, starts_at=START + 2 * HOUR)
    with pytest.raises(AlreadyTaken):
        reschedule_event(
            event=event, starts_at=START, ends_at=START + 2 * HOUR, place="", now=START
        )


def test_what_is_called_off_keeps_nobodys_time(ada):
    event = make_event(ada, exclusive=True)
    cancel_event(event=event, now=START)
    assert [occupancy.exclusive for occupancy in event.occupancies] == [False]
    make_event(ada, exclusive=True)
