"""Dates of trainings reach calendars by mail, for those who get their dates so."""

from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from threading import Barrier, Thread

import pytest
from icalendar import Calendar

from app.config import settings_from_environment
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage, deliver_due
from courses.cohorts.planning.session_changes import cancel_session, move_session
from courses.cohorts.seats.services import enrol_person
from courses.cohorts.services import SessionDates
from notifications.wishes import CalendarBy
from organisations.accounts.models import Account
from organisations.models import Person
from scheduling.feeds.queries import gets_dates_by_mail
from scheduling.invitations.models import CalendarInvitation
from scheduling.invitations.services import JOB_NAME
from scheduling.mailing import reply_address
from scheduling.services import cancel_event, occupy, release, reschedule_event
from tests.courses.factories import make_cohort
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.factories import make_event, make_feed

DAY = timedelta(days=1)


@pytest.fixture
def ada(app) -> Person:
    return make_account(given_name="Ada").person


def told() -> list[tuple[str, int]]:
    """Run the job; METHOD and SEQUENCE of every mail so far, in order."""
    db.session.commit()
    run_job(JOB_NAME)
    mails = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    return [
        (mail.calendar_method, Calendar.from_ical(mail.calendar_body).events[0]["SEQUENCE"])
        for mail in mails
    ]


def moved(event):
    return reschedule_event(
        event=event,
        starts_at=event.starts_at + DAY,
        ends_at=event.ends_at + DAY,
        place=event.place,
        now=START,
    )


def test_a_date_is_brought_moved_and_taken_out_again(ada):
    event = make_event(ada)
    assert told() == [("REQUEST", 0)]
    moved(event)
    assert told() == [("REQUEST", 0), ("REQUEST", 1)]
    cancel_event(event=event, now=START)
    assert told() == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    files = [
        Calendar.from_ical(mail.calendar_body).events[0]
        for mail in db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    ]
    assert {file["UID"] for file in files} == {event.uid}
    assert files[1].start == event.starts_at
    assert files[2]["STATUS"] == "CANCELLED"
    assert told() == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)], "nothing is told twice"


def test_whoever_leaves_and_comes_again_gets_higher_numbers_each_time(ada):
    """A calendar takes no notice of a REQUEST with a SEQUENCE that it has seen on a CANCEL."""
    event = make_event(ada)
    told()
    release(event=event, person=ada, now=START)
    assert told()[1:] == [("CANCEL", 1)]
    occupy(event=event, person=ada, now=START)
    assert told()[2:] == [("REQUEST", 2)]
    moved(event)
    assert told()[3:] == [("REQUEST", 3)], "above what was sent, though the event's own is 1"


def test_what_is_undone_before_anybody_was_told_is_never_told(ada):
    event = make_event(ada)
    release(event=event, person=ada, now=START)
    assert told() == []
    cancel_event(event=make_event(ada), now=START)
    assert told() == []


def test_who_subscribes_gets_no_such_mails_unless_they_want_both(ada):
    bela = make_account(given_name="Bela").person
    for person in (ada, bela):
        make_feed(person)
    make_wishes(bela, calendar_by=CalendarBy.BOTH)
    make_event(ada, bela)
    assert told() == [("REQUEST", 0)]
    [mail] = db.session.query(OutboxMessage)
    assert mail.body.startswith("Guten Tag Bela")


def test_a_subscription_counts_for_what_it_holds(ada):
    """Dates are never nowhere: what no subscription brings, a mail does."""
    event = make_event(ada)
    for contents in ("coaching", "coach", "free_busy"):
        make_feed(ada, contents=contents)
    assert gets_dates_by_mail(ada, event)
    make_feed(ada, contents="group", group_key="another")
    assert gets_dates_by_mail(ada, event)
    make_feed(ada, contents="trainings")
    assert not gets_dates_by_mail(ada, event)


def test_what_a_mail_brought_a_mail_keeps_true_though_there_is_a_subscription_now(ada):
    event = make_event(ada)
    told()
    make_feed(ada)
    cancel_event(event=event, now=START)
    assert told()[1:] == [("CANCEL", 1)]


def test_nobody_is_told_of_what_is_over(ada, clock):
    event = make_event(ada)
    clock.advance(days=3)
    assert told() == []
    cancel_event(event=event, now=START + 3 * DAY)
    assert told() == []


def test_a_session_that_moves_or_is_off_is_told_in_one_mail_with_its_file(personas):
    owner, trainer = personas.owner.person, personas.trainer.person
    cohort = make_cohort(trainers=[trainer])
    enrol_person(cohort=cohort, person=owner, actor=owner, now=START)
    db.session.commit()
    run_job(JOB_NAME)
    [session] = cohort.sessions
    later = SessionDates(session.event.starts_at + DAY, session.event.ends_at + DAY)
    move_session(session=session, dates=later, place="Rathaus", actor=trainer, now=START)
    cancel_session(session=session, actor=trainer, now=START)
    db.session.commit()
    assert run_job(JOB_NAME) == 0, "the mails about it have brought the files"
    mails = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    methods = [mail.calendar_method for mail in mails if mail.recipient == personas.owner.email]
    assert methods == [None, "REQUEST", "REQUEST", "CANCEL"]


def test_a_mail_and_its_file_are_as_discreet_as_their_person_wishes(ada):
    bela = make_account(given_name="Bela").person
    make_wishes(bela, discreet_trainings=False)
    event = make_event(ada, bela, place="Rathaus")
    told()
    discreet, open_ = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
    assert discreet.subject == "Nachricht aus KommA"
    for secret in (event.title.de, event.place):
        assert secret not in discreet.body + discreet.calendar_body
        assert secret in open_.calendar_body
    assert event.place in open_.body
    assert "ATTENDEE" in open_.calendar_body
    assert "Ada" not in open_.calendar_body


def test_a_calendar_programme_finds_the_file_where_it_looks_for_it(ada, app):
    """RFC 6047 §2.4, as Outlook and Gmail read it: an alternative to the text, with its METHOD."""
    make_event(ada)
    told()
    sent = []
    deliver_due(START, sent.append)
    mail = BytesParser(policy=policy.default).parsebytes(sent[0].as_bytes())
    alternative, attachment = mail.iter_parts()
    plain, calendar = alternative.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert (plain.get_content_type(), calendar.get_content_type()) == (
        "text/plain",
        "text/calendar",
    )
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert "METHOD:REQUEST" in calendar.get_content()
    assert attachment.get_filename() == "komma.ics"
    assert mail["Reply-To"] is None


# --- where answers go -----------------------------------------------------------------------


@pytest.fixture
def answers(app, monkeypatch):
    """The operator has a mailbox for answers."""
    house = app.extensions["komma"]
    form = "termine+{secret}@example.org"
    monkeypatch.setattr(house, "settings", replace(house.settings, reply_address=form))


def test_each_invitation_has_an_address_for_its_answer_that_stays_the_same(ada, answers):
    bela = make_account(given_name="Bela").person
    event = make_event(ada, bela)
    make_event(ada)
    told()
    moved(event)
    told()
    sent = []
    deliver_due(START, sent.append)
    addresses = [mail["Reply-To"] for mail in sent]
    assert len(set(addresses)) == 3
    assert addresses[3:] == addresses[:2], "an update is answered where the invitation was"
    for address in addresses:
        local, _, domain = address.partition("@")
        assert domain == "example.org"
        assert len(local.removeprefix("termine+")) == 26, "128 bits"
        assert address == address.lower(), "mail servers may change how it is written"


def test_an_address_cannot_be_made_up_from_what_is_known(app, answers):
    known = reply_address("x@komma", "ada@example.org")
    assert known == reply_address("x@komma", "ADA@example.org")
    assert known != reply_address("y@komma", "ada@example.org")
    app.config["SECRET_KEY"] = "another"
    assert known != reply_address("x@komma", "ada@example.org")


@pytest.mark.parametrize("form", ["termine@example.org", "x@{secret}.org", "{secret}{secret}@a.b"])
def test_an_address_without_room_for_the_secret_stops_the_start(form):
    with pytest.raises(ConfigurationError, match="REPLY_ADDRESS"):
        settings_from_environment({"KOMMA_MODE": "test", "REPLY_ADDRESS": form})


# --- two at once ----------------------------------------------------------------------------


def test_two_workers_tell_each_date_once(committing_app):
    with committing_app.app_context():
        people = [make_account().person for _ in range(4)]
        for day in range(1, 4):
            make_event(*people, starts_at=START + day * DAY)
        db.session.commit()
    together = Barrier(2, timeout=60)

    def work() -> None:
        with committing_app.app_context():
            together.wait()
            run_job(JOB_NAME)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with committing_app.app_context():
        run_job(JOB_NAME)  # what a worker gave up for the other's sake is still there
        assert db.session.query(OutboxMessage).count() == 12
        assert db.session.query(CalendarInvitation).filter_by(pending=True).count() == 0
        assert db.session.query(Account).count() == 4


def test_a_mail_that_cannot_be_written_holds_up_no_other_and_is_tried_again(ada):
    broken, event = make_event(ada), make_event(ada)
    broken.zone = "Nowhere/Nothing"
    assert [sequence for _method, sequence in told()] == [0]
    assert db.session.query(CalendarInvitation).filter_by(pending=True).one().event is broken
    broken.zone = event.zone
    assert len(told()) == 2
