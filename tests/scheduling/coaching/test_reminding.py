"""Reminders of appointments: as long before as a person wishes, and once for every time."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from notifications.wishes import Reminder
from scheduling.coaching.companions import Companions
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.jobs import REMINDERS_JOB
from scheduling.coaching.personal_data import erase
from scheduling.coaching.reminder_models import BookingReminder
from scheduling.coaching.reminding import remind
from scheduling.coaching.services import cancel_booking, confirm_booking, move_booking
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
AT = TUESDAY_AT_TEN + 7 * DAY


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada")


def reminded(clock, instant):
    """To whom reminders went by `instant`, the worker having swept then."""
    clock.instant = instant
    db.session.commit()
    run_job(REMINDERS_JOB)
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail.recipient for mail in mails if "erinnern Sie an" in mail.body]


@pytest.mark.parametrize(
    ("wish", "lead"), [(None, DAY), (Reminder.DAY, DAY), (Reminder.HOUR, HOUR)]
)
def test_a_client_is_reminded_once_when_they_wish(clock, offer, ada, wish, lead):
    if wish is not None:
        make_wishes(ada.person, reminder=wish)
    make_booking(offer, ada.person, AT)
    assert reminded(clock, AT - lead - MINUTE) == []
    assert reminded(clock, AT - lead) == [ada.email]
    assert reminded(clock, AT - MINUTE) == [ada.email], "once, however often the worker looks"


def test_a_worker_that_was_off_reminds_late_but_not_after_the_start(clock, offer, ada):
    make_booking(offer, ada.person, AT)
    late = make_account()
    make_booking(offer, late.person, AT + HOUR)
    assert reminded(clock, AT) == [late.email]


def test_who_wants_none_gets_none(clock, offer, ada):
    make_wishes(ada.person, reminder=Reminder.NONE)
    make_booking(offer, ada.person, AT)
    assert reminded(clock, AT - MINUTE) == []


def test_who_booked_at_short_notice_needs_none(clock, offer, ada):
    make_booking(offer, ada.person, START + DAY - HOUR)
    assert reminded(clock, START + HOUR) == []


def test_what_is_off_is_not_reminded_of(clock, offer, ada):
    booking = make_booking(offer, ada.person, AT)
    cancel_booking(booking=booking, now=START)
    assert reminded(clock, AT - HOUR) == []
    assert not remind(booking=booking, person=ada.person, now=AT - HOUR), "found just before"


def test_what_was_moved_is_reminded_of_anew(clock, offer, ada):
    booking = make_booking(offer, ada.person, AT)
    assert reminded(clock, AT - DAY) == [ada.email]
    move_booking(booking=booking, starts_at=AT + 7 * DAY, now=clock.instant)
    assert reminded(clock, AT + 5 * DAY) == [ada.email]
    assert reminded(clock, AT + 6 * DAY) == [ada.email, ada.email]


def test_colleagues_are_reminded_but_neither_guests_nor_the_coach(clock, coach, ada):
    offer = make_offer(coach.person, most_people=3)
    colleague = make_account()
    held = hold_slot(offer=offer, client=ada.person, starts_at=AT, now=START)
    companions = Companions(people=(colleague.person,), guests=("guest@example.org",))
    confirm_booking(booking=held, now=START, companions=companions)
    assert reminded(clock, AT - HOUR) == [ada.email, colleague.email]


def test_of_two_workers_one_reminds(offer, ada):
    booking = make_booking(offer, ada.person, AT)
    act = {"booking": booking, "person": ada.person, "now": AT - DAY}
    assert [remind(**act), remind(**act)] == [True, False]


def test_what_was_reminded_of_is_forgotten_with_its_start_or_its_person(clock, offer, ada):
    other = make_account()
    make_booking(offer, ada.person, AT)
    make_booking(offer, other.person, AT + HOUR)
    reminded(clock, AT - HOUR)
    assert noted() == 2
    erase(other.person_id)
    assert noted() == 1
    reminded(clock, AT)
    assert noted() == 0


def noted():
    return db.session.scalar(select(func.count()).select_from(BookingReminder))
