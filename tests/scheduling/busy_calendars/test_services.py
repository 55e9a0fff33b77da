"""Including calendars, changing them and taking them out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.key_erasing import KeyToErase
from app.kernel.vault import SubjectsErased, current_vault
from organisations.models import Person
from scheduling.busy.guarded import LARGEST_FILE
from scheduling.busy_calendars import personal_data
from scheduling.busy_calendars.addresses import masked_addresses, open_address
from scheduling.busy_calendars.errors import (
    MOST_CALENDARS,
    AlreadySubscribed,
    NoCalendar,
    TooManyCalendars,
)
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.busy_calendars.queries import list_busy_calendars, list_outside_times
from scheduling.busy_calendars.services import (
    ask_refresh,
    change_address,
    remove_calendar,
    rename_calendar,
    replace_file,
    subscribe_to_calendar,
    upload_calendar,
)
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.busy.calendars import calendar as calendar_file
from tests.scheduling.busy.calendars import event
from tests.scheduling.busy_calendars.factories import (
    HOUR,
    TUESDAY_AT_TEN,
    address_of,
    file_of,
    times_of,
)

MINUTE = timedelta(minutes=1)
OUTLOOK = "https://outlook.office365.com/owa/secret-path/reachcalendar.ics?secret-key"
ELSEWHERE = "https://cloud.example.org/secret-path"


@pytest.fixture
def kim(app) -> Person:
    person = make_person(time_zone="Europe/Berlin")
    db.session.commit()
    return person


def subscribed(person: Person, url: str = OUTLOOK, label: str = "Dienst") -> BusyCalendar:
    return subscribe_to_calendar(person=person, label=label, address=address_of(url), now=START)


def uploaded(person: Person, content: bytes) -> BusyCalendar:
    db.session.commit()
    calendar = upload_calendar(person=person, label="Datei", content=content, now=START)
    db.session.commit()
    return calendar


def test_an_address_is_due_at_once_and_opened_for_nobody_without_its_key(app, kim):
    calendar = subscribed(kim)
    assert calendar.next_at == START
    assert calendar.is_being_fetched(START)
    assert not calendar.is_stale(START + timedelta(days=1)), "it is still awaited"
    assert calendar.is_stale(START + timedelta(days=1, seconds=1))
    assert b"secret" not in calendar.sealed_address
    assert open_address(calendar) == address_of(OUTLOOK)
    assert masked_addresses([calendar]) == {calendar.public_id: "outlook.office365.com/…"}

    current_vault().erase(calendar.vault_subject, now=START)
    assert open_address(calendar) is None
    assert masked_addresses([calendar]) == {}


def test_one_address_that_was_tampered_with_hides_no_other(app, kim):
    calendar, other = subscribed(kim), subscribed(kim, ELSEWHERE)
    calendar.sealed_address = calendar.sealed_address[:-1] + b"?"
    assert masked_addresses([calendar, other]) == {other.public_id: "cloud.example.org/…"}


def test_a_form_sent_twice_gives_one_calendar(app, kim):
    assert subscribed(kim) is subscribed(kim)
    with pytest.raises(AlreadySubscribed) as refusal:
        subscribed(kim, label="Noch einmal")
    assert refusal.value.field == "address"


def test_nobody_has_more_than_ten(app, kim):
    for number in range(MOST_CALENDARS - 1):
        subscribed(kim, f"{ELSEWHERE}/{number}")
    uploaded(kim, file_of(TUESDAY_AT_TEN))
    with pytest.raises(TooManyCalendars):
        subscribed(kim)
    with pytest.raises(TooManyCalendars):
        uploaded(kim, file_of(TUESDAY_AT_TEN))


def test_a_file_blocks_times_and_nothing_else_of_it_is_kept(app, kim, announced):
    calendar = uploaded(kim, file_of(TUESDAY_AT_TEN))
    assert times_of(calendar) == [(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR, True)]
    assert (calendar.good_at, calendar.next_at) == (START, None)
    assert not calendar.is_stale(START + timedelta(days=300))
    assert not calendar.is_being_fetched(START)
    assert announced == [BusyTimesChanged(kim.id, START)]


def test_whole_days_are_those_of_the_owner(app):
    person = make_person(time_zone="Europe/Athens")
    db.session.commit()
    calendar = uploaded(person, calendar_file(event("UID:1", "DTSTART;VALUE=DATE:20261124")))
    [(start, end, _certain)] = times_of(calendar)
    assert f"{start:%d %H:%M} {end:%d %H:%M}" == "23 22:00 24 22:00"


def test_a_newer_file_takes_the_place_of_the_one_before(app, kim, announced):
    calendar = uploaded(kim, file_of(TUESDAY_AT_TEN))
    replace_file(calendar=calendar, content=file_of(TUESDAY_AT_TEN + HOUR), now=START + MINUTE)
    assert [start for start, *_ in times_of(calendar)] == [TUESDAY_AT_TEN + HOUR]
    db.session.commit()
    replace_file(calendar=calendar, content=calendar_file(), now=START + MINUTE)
    assert times_of(calendar) == []
    assert len(announced) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", NoCalendar.NOT_ONE),
        (b"<!DOCTYPE html><title>Anmelden</title>", NoCalendar.NOT_ONE),
        (file_of(TUESDAY_AT_TEN)[:-20], NoCalendar.NOT_ONE),
        (b"x" * (LARGEST_FILE + 1), NoCalendar.TOO_LARGE),
        (
            calendar_file(
                event(
                    "UID:1",
                    "DTSTART:20261124T090000Z",
                    "DURATION:PT1M",
                    "RRULE:FREQ=MINUTELY;INTERVAL=50",
                )
            ),
            NoCalendar.TOO_MUCH,
        ),
    ],
    ids=["empty", "page", "cut off", "large", "many"],
)
def test_a_file_that_is_none_is_refused_at_its_field(app, kim, content, message):
    with pytest.raises(NoCalendar) as refusal:
        uploaded(kim, content)
    assert (refusal.value.field, refusal.value.message) == ("file", message)
    assert db.session.scalar(select(func.count(BusyCalendar.id))) == 0


def test_times_of_another_address_do_not_stay(app, kim, announced):
    calendar = subscribed(kim)
    db.session.add(
        BusyInterval(
            calendar_id=calendar.id, starts_at=TUESDAY_AT_TEN, ends_at=TUESDAY_AT_TEN + HOUR
        )
    )
    calendar.good_at = calendar.known_until = START
    calendar.read_in, calendar.etag, calendar.failures = "Europe/Berlin", '"1"', 3
    calendar.next_at, calendar.taken_until = START + HOUR, START + MINUTE
    change_address(calendar=calendar, address=address_of(ELSEWHERE), now=START + MINUTE)
    assert open_address(calendar) == address_of(ELSEWHERE)
    assert times_of(calendar) == []
    assert (calendar.good_at, calendar.etag, calendar.failures) == (None, None, 0)
    assert (calendar.next_at, calendar.taken_until) == (START + MINUTE, None)
    assert announced == [BusyTimesChanged(kim.id, START + MINUTE)]


def test_asking_brings_the_next_attempt_forward_but_not_more_than_once_a_minute(app, kim):
    calendar = subscribed(kim)
    assert ask_refresh(calendar=calendar, now=START + HOUR) == START, "it is due anyway"

    calendar.tried_at, calendar.next_at = START, START + 6 * HOUR
    assert ask_refresh(calendar=calendar, now=START + MINUTE / 2) == START + MINUTE
    calendar.next_at = START + 6 * HOUR
    assert ask_refresh(calendar=calendar, now=START + HOUR) == START + HOUR

    calendar.not_before, calendar.next_at = START + 3 * HOUR, START + 6 * HOUR
    assert ask_refresh(calendar=calendar, now=START + 2 * HOUR) == START + 3 * HOUR


def test_what_does_not_go_for_its_kind_is_not_found(app, kim):
    address, file = subscribed(kim), uploaded(kim, file_of(TUESDAY_AT_TEN))
    db.session.commit()
    with pytest.raises(NotFound):
        replace_file(calendar=address, content=file_of(TUESDAY_AT_TEN), now=START)
    with pytest.raises(NotFound):
        change_address(calendar=file, address=address_of(ELSEWHERE), now=START)
    with pytest.raises(NotFound):
        ask_refresh(calendar=file, now=START)


def test_a_calendar_goes_with_its_key_and_its_times(app, kim, announced):
    file, address = uploaded(kim, file_of(TUESDAY_AT_TEN)), subscribed(kim)
    rename_calendar(calendar=file, label="Privat")
    until = START + timedelta(days=7)
    assert [time.label for time in list_outside_times([kim.id], START, until)] == ["Privat"]
    announced.clear()
    subjects = {file.vault_subject, address.vault_subject}
    for calendar in (file, address):
        remove_calendar(calendar=calendar, now=START)
    assert announced == [BusyTimesChanged(kim.id, START)] * 2
    assert set(db.session.scalars(select(KeyToErase.subject))) == subjects
    assert db.session.scalar(select(func.count(BusyInterval.id))) == 0
    db.session.commit()
    assert current_vault().find_erased(subjects) == subjects


def test_what_was_removed_does_not_come_back_with_a_backup(app, kim):
    removed, kept = subscribed(kim), subscribed(kim, ELSEWHERE)
    publish(SubjectsErased(frozenset({removed.vault_subject})))
    assert list_busy_calendars(kim) == [kept]


def test_a_person_who_is_erased_leaves_nothing_of_them(app, kim):
    uploaded(kim, file_of(TUESDAY_AT_TEN))
    subject = subscribed(kim).vault_subject
    personal_data.erase(kim.id)
    db.session.commit()
    assert current_vault().find_erased([subject]) == {subject}
    assert db.session.scalar(select(func.count(BusyCalendar.id))) == 0
    assert db.session.scalar(select(func.count(BusyInterval.id))) == 0


def test_the_trail_knows_that_something_was_done_but_no_label_and_no_address(app, kim):
    calendar = subscribed(kim, label="Praxis Dr. Muster")
    remove_calendar(calendar=calendar, now=START)
    acts = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    acts = [act for act in acts if act.object_type == "BusyCalendar"]
    assert [act.action for act in acts] == ["busy_calendar.added", "busy_calendar.removed"]
    assert all(act.details == {} and act.actor_public_id == kim.public_id for act in acts)
