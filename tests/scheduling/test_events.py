"""Events: set, moved, called off, and who they take up."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.errors import DomainError
from scheduling.models import EventStatus
from scheduling.queries import find_next_event_of, list_clashes, list_events_of
from scheduling.services import (
    EventIsCancelled,
    UnknownZone,
    cancel_event,
    occupy,
    release,
    reschedule_event,
)
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def events_of(person, **given):
    return list(list_events_of(person, **({"since": START, "until": START + 30 * DAY} | given)))


def test_an_event_takes_up_its_people_once_each(app):
    ada, bela = make_person(), make_person()
    event = make_event(ada, bela, ada)
    assert {o.person for o in event.occupancies} == {ada, bela}
    assert all(
        (o.starts_at, o.ends_at) == (event.starts_at, event.ends_at) for o in event.occupancies
    )
    assert (event.sequence, event.status) == (0, EventStatus.CONFIRMED)


def test_the_uid_is_fixed_for_life_and_names_no_machine(app):
    event = make_event()
    uid = event.uid
    reschedule_event(
        event=event,
        starts_at=event.starts_at + DAY,
        ends_at=event.ends_at + DAY,
        place="Online",
        now=START,
    )
    cancel_event(event=event, now=START)
    assert event.uid == uid
    assert uid == f"{event.public_id}@komma"
    assert make_event().uid != uid


@pytest.mark.parametrize("zone", ["", "Europe", "Berlin", "W. Europe Standard Time", "../etc"])
def test_an_unknown_zone_is_refused(app, zone):
    with pytest.raises(UnknownZone):
        make_event(zone=zone)


def test_an_event_that_ends_before_it_starts_is_refused_at_its_field(app):
    with pytest.raises(DomainError) as refused:
        make_event(make_person(), ends_at=START)
    assert refused.value.field == "ends_at"
    event = make_event(make_person())
    with pytest.raises(DomainError):
        reschedule_event(
            event=event, starts_at=event.starts_at, ends_at=event.starts_at, place="", now=START
        )
    db.session.refresh(event)
    assert event.sequence == 0, "nothing half-written, and the transaction goes on"


def test_moving_an_event_moves_everyone_and_counts_the_change(app):
    ada = make_person()
    event = make_event(ada)
    later = START + HOUR
    reschedule_event(
        event=event,
        starts_at=event.starts_at + DAY,
        ends_at=event.ends_at + DAY,
        place=event.place,
        now=later,
    )
    assert (event.sequence, event.changed_at) == (1, later)
    [occupancy] = event.occupancies
    assert (occupancy.starts_at, occupancy.ends_at) == (event.starts_at, event.ends_at)


def test_moving_an_event_to_where_it_is_changes_nothing(app):
    event = make_event()
    reschedule_event(
        event=event,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        now=START + HOUR,
    )
    assert (event.sequence, event.changed_at) == (0, START)


def test_a_new_place_counts_as_a_change(app):
    event = make_event()
    reschedule_event(
        event=event,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place="Saal 3",
        now=START + HOUR,
    )
    assert event.sequence == 1


def test_cancelling_twice_counts_once(app):
    event = make_event()
    cancel_event(event=event, now=START + HOUR)
    cancel_event(event=event, now=START + 2 * HOUR)
    assert (event.sequence, event.status) == (1, EventStatus.CANCELLED)
    assert event.changed_at == START + HOUR


def test_what_is_cancelled_can_neither_be_moved_nor_joined(app):
    event = cancel_event(event=make_event(), now=START)
    with pytest.raises(EventIsCancelled):
        reschedule_event(event=event, starts_at=START, ends_at=START + HOUR, place="", now=START)
    with pytest.raises(EventIsCancelled):
        occupy(event=event, person=make_person(), now=START)


def test_joining_and_leaving_may_be_repeated(app):
    ada, event = make_person(), make_event()
    assert occupy(event=event, person=ada, now=START) is occupy(event=event, person=ada, now=START)
    assert events_of(ada) == [event]
    release(event=event, person=ada, now=START)
    release(event=event, person=ada, now=START)
    assert events_of(ada) == []
    assert event.occupancies == []


def test_leaving_keeps_what_is_over(app):
    ada = make_person()
    event = make_event(ada, starts_at=START - DAY)
    release(event=event, person=ada, now=START)
    assert events_of(ada, since=START - 2 * DAY) == [event]


def test_a_person_sees_only_their_own_events_in_the_order_of_time(app):
    ada, bela = make_person(), make_person()
    late, early = make_event(ada, starts_at=START + 2 * DAY), make_event(ada, bela)
    make_event(bela)
    assert events_of(ada) == [early, late]


def test_an_event_under_way_belongs_to_the_interval_and_one_that_just_ended_does_not(app):
    ada = make_person()
    under_way = make_event(ada, starts_at=START - HOUR)
    make_event(ada, starts_at=START - 2 * HOUR)
    assert events_of(ada) == [under_way]
    assert find_next_event_of(ada, now=START) == under_way


def test_cancelled_events_are_listed_only_when_asked_for_and_recent(app):
    ada = make_person()
    event = cancel_event(event=make_event(ada), now=START)
    assert events_of(ada) == []
    assert events_of(ada, cancelled_after=START - DAY) == [event]
    assert events_of(ada, cancelled_after=START) == []
    assert find_next_event_of(ada, now=START) is None


def test_a_clash_is_an_overlap_and_touching_is_none(app):
    ada = make_person()
    event = make_event(ada)  # two hours
    begin, end = event.starts_at, event.ends_at
    assert list_clashes(ada, begin + HOUR, end + HOUR) == [event]
    assert list_clashes(ada, begin - HOUR, end + HOUR) == [event]
    assert list_clashes(ada, end, end + HOUR) == []
    assert list_clashes(ada, begin - HOUR, begin) == []
    assert list_clashes(make_person(), begin, end) == []
    assert list_clashes(ada, begin, end, besides=event) == []
    cancel_event(event=event, now=START)
    assert list_clashes(ada, begin, end) == []
