"""What is in the way of dates that are being planned, on both databases."""

from datetime import timedelta

from scheduling.clashes import Room, Span, list_busy_people, list_taken_rooms
from scheduling.models import EventStatus
from scheduling.services import cancel_event, occupy
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event

HOUR = timedelta(hours=1)
AT_NOON = Span(START, START + HOUR)


def event(*people, span=AT_NOON, **more):
    where = {"place": "Rathaus", "room": "Raum 2", "ends_at": span.ends_at}
    return make_event(*people, starts_at=span.starts_at, **(where | more))


def later(hours):
    return Span(START + hours * HOUR, START + (hours + 1) * HOUR)


def test_intervals_that_touch_are_not_in_each_other_s_way(app):
    ada = make_person()
    event(ada)
    around = [later(-1), later(-0.5), AT_NOON, later(0.5), later(1)]
    assert list_busy_people([ada], around) == [set(), {ada.id}, {ada.id}, {ada.id}, set()]
    room = Room("Rathaus", "Raum 2")
    taken = list_taken_rooms([(span, room) for span in around])
    assert taken == [False, True, True, True, False]


def test_what_goes_with_it_counts_too(app):
    ada = make_person()
    appointment = event()
    occupy(event=appointment, person=ada, now=START, exclusive=True, before=HOUR, after=HOUR)
    assert list_busy_people([ada], [later(-1), later(1), later(2)]) == [{ada.id}, {ada.id}, set()]


def test_what_is_off_held_or_moved_itself_is_in_nobody_s_way(app):
    ada = make_person()
    own, off = event(ada), event(ada)
    cancel_event(event=off, now=START)
    held = event(ada, tentative_until=START + HOUR)
    assert held.status == EventStatus.TENTATIVE
    assert list_busy_people([ada], [AT_NOON], besides=[own]) == [set()]
    assert list_taken_rooms([(AT_NOON, Room("Rathaus", "Raum 2"))], besides=[own]) == [False]


def test_a_room_is_the_same_however_it_is_written_and_another_elsewhere(app):
    event()
    wanted = [
        Room(" rathaus", "RAUM  2"),
        Room("Kreishaus", "Raum 2"),
        Room("Rathaus", "Raum 3"),
        Room("Rathaus", ""),
        Room("", "Raum 2"),
    ]
    taken = list_taken_rooms([(AT_NOON, room) for room in wanted])
    assert taken == [True, False, False, False, False]


def test_each_question_is_one_statement_however_much_there_is(app):
    people = [make_person() for _number in range(6)]
    for number, person in enumerate(people):
        event(person, span=later(number))
    spans = [later(number) for number in range(6)]
    with recorded_queries() as statements:
        busy = list_busy_people(people, spans)
        taken = list_taken_rooms([(span, Room("Rathaus", "Raum 2")) for span in spans])
    assert busy == [{person.id} for person in people]
    assert taken == [True] * 6
    assert len(statements) == 2
    with recorded_queries() as statements:
        assert list_busy_people([], spans) == [set()] * 6
        assert list_taken_rooms([(AT_NOON, Room("", ""))]) == [False]
    assert statements == []
