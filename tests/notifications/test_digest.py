"""Mails that wait: gathered into one, never lost, never told twice."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from notifications.kinds import list_kinds
from notifications.models import PendingNotification
from notifications.services import DIGEST_JOB, notify, send_digest
from notifications.wishes import Timing
from organisations.accounts.models import Account
from organisations.models import Person
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account

HOUR = timedelta(hours=1)
ISSUED = "issuing/issued"  # may wait, and needs nothing but the person
DAILY = {"certificate": Timing.DAILY}


@pytest.fixture
def ada(app):
    person = make_account(given_name="Ada", family_name="Example").person
    make_wishes(person, timings=DAILY, digest_hour=12)
    return person


def outbox() -> list[OutboxMessage]:
    return db.session.query(OutboxMessage).order_by(OutboxMessage.id).all()


def waiting() -> list[PendingNotification]:
    return db.session.query(PendingNotification).order_by(PendingNotification.id).all()


def tell(person, now=START):
    message = notify(person=person, template=ISSUED, now=now)
    db.session.commit()
    return message


def test_what_waits_is_one_mail_at_the_hour(ada, clock):
    """START is ten o'clock in Berlin."""
    assert tell(ada) is None
    tell(ada, START + HOUR)
    clock.advance(hours=1, minutes=59)
    assert run_job(DIGEST_JOB) == 0
    assert outbox() == []
    clock.advance(minutes=1)
    assert run_job(DIGEST_JOB) == 1
    [mail] = outbox()
    assert mail.subject == "Nachricht aus KommA"
    assert mail.body.startswith("Guten Tag Ada Example,\n\nDas ist neu für Sie:\n\nfür Sie liegt")
    assert mail.body.count("http://localhost/certificates\n") == 2
    assert mail.body.count("Guten Tag") == mail.body.count("Mit freundlichen Grüßen") == 1
    assert "\n\n\n" not in mail.body
    assert mail.due_at == clock.now()
    assert waiting() == []
    assert run_job(DIGEST_JOB) == 0, "once is enough"


@on_sqlite_only
def test_the_hour_is_that_of_the_persons_own_clock(ada):
    """Noon in Tokyo is three in the night in UTC: today's is over."""
    ada.time_zone = "Asia/Tokyo"
    assert tell(ada) is None
    assert waiting()[0].due_at == START + 18 * HOUR


def test_one_persons_digest_holds_nothing_of_another(ada, clock):
    bela = make_account(language="en").person
    make_wishes(bela, timings=DAILY, digest_hour=12)
    tell(ada)
    tell(bela)
    clock.advance(hours=3)
    assert run_job(DIGEST_JOB) == 2
    assert {mail.recipient for mail in outbox()} == {
        f"person{ada.id}@example.org",
        f"person{bela.id}@example.org",
    }
    assert [mail.subject for mail in outbox()] == ["Nachricht aus KommA", "Message from KommA"]


def test_who_wants_no_mail_gets_none(app):
    person = make_account().person
    make_wishes(person, timings={"certificate": Timing.NEVER})
    assert tell(person) is None
    assert (outbox(), waiting()) == ([], [])


def test_a_choice_that_a_kind_does_not_offer_is_none(app):
    """Nobody comes in vain because of what was chosen when it was offered still."""
    person = make_account().person
    wishes = make_wishes(person, timings={"session_changes": Timing.NEVER})
    [kind] = [kind for kind in list_kinds() if kind.key == "session_changes"]
    assert kind.timing_for(wishes) is Timing.AT_ONCE


def test_a_pause_holds_back_and_loses_nothing(app, clock):
    person = make_account().person
    make_wishes(person, paused_until=date(2026, 12, 1), digest_hour=9)
    assert tell(person) is None
    clock.advance(days=7)
    assert run_job(DIGEST_JOB) == 0
    clock.advance(days=1)  # 1 December, ten o'clock
    assert run_job(DIGEST_JOB) == 1
    assert len(outbox()) == 1
    assert tell(person, clock.now()) is not None, "after the pause it is at once again"


def test_whoever_no_longer_waits_gets_at_once_what_waited(ada, clock):
    tell(ada)
    make_wishes(ada)
    db.session.commit()
    assert run_job(DIGEST_JOB) == 1
    assert len(outbox()) == 1


def test_what_is_rolled_back_waits_for_nobody(ada, clock):
    db.session.commit()
    notify(person=ada, template=ISSUED, now=START)
    db.session.rollback()
    clock.advance(hours=3)
    assert run_job(DIGEST_JOB) == 0


def test_news_go_to_the_address_of_the_hour(ada, clock):
    tell(ada)
    db.session.query(Account).filter_by(person_id=ada.id).one().email = "new@example.org"
    db.session.commit()
    clock.advance(hours=3)
    run_job(DIGEST_JOB)
    assert [mail.recipient for mail in outbox()] == ["new@example.org"]


def test_two_workers_at_once_send_each_digest_once(committing_app):
    people, news = 5, 3
    with committing_app.app_context():
        for number in range(people):
            person = make_account(email=f"person-{number}@example.org").person
            make_wishes(person, timings=DAILY, digest_hour=12)
            for _ in range(news):
                tell(person)
    committing_app.extensions["komma"].clock.advance(hours=3)
    together, sent = Barrier(2), []

    def work():
        with committing_app.app_context():
            together.wait(10)
            sent.append(run_job(DIGEST_JOB))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with committing_app.app_context():
        assert sum(sent) == people
        assert waiting() == []
        mails = outbox()
        assert sorted(mail.recipient for mail in mails) == sorted(
            f"person-{number}@example.org" for number in range(people)
        )
        assert {mail.body.count("http://localhost/certificates\n") for mail in mails} == {news}


def test_a_worker_that_dies_loses_nothing(committing_app):
    with committing_app.app_context():
        person = make_account().person
        make_wishes(person, timings=DAILY, digest_hour=12)
        tell(person)
        person_id = person.id
    committing_app.extensions["komma"].clock.advance(hours=3)
    with committing_app.app_context():
        # Everything is done but for the commit when the process ends.
        person = db.session.get_one(Person, person_id)
        assert send_digest(person=person, now=START + 3 * HOUR) is not None
        db.session.rollback()
    with committing_app.app_context():
        assert run_job(DIGEST_JOB) == 1
        assert len(outbox()) == 1
