"""The weekly mail: for who asked for it, only if there is something new, and once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from exchange.knowledge.digest.jobs import tell_all
from exchange.knowledge.digest.kind import WEEKLY_DIGEST
from exchange.knowledge.digest.services import (
    change_subscription,
    is_subscribed,
    start_of_week,
    tell_of_news,
)
from exchange.knowledge.marks.services import mark_useful
from organisations.models import Person
from tests.exchange.knowledge.factories import make_published
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.notifications.factories import make_wishes

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def tell(now):
    db.session.commit()
    return tell_all(now)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (START, datetime(2026, 11, 23, 6, tzinfo=UTC)),
        (MONDAY - timedelta(seconds=1), datetime(2026, 11, 23, 6, tzinfo=UTC)),
        (MONDAY, MONDAY),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 23, 6, tzinfo=UTC)),
        (datetime(2026, 3, 30, 5, tzinfo=UTC), datetime(2026, 3, 30, 5, tzinfo=UTC)),
    ],
)
def test_the_week_begins_on_monday_morning_also_when_clocks_change(app, now, monday):
    assert start_of_week(now) == monday


def test_told_on_monday_once_and_only_of_what_is_new(personas):
    reader = personas.foreigner
    make_wishes(reader.person, discreet_trainings=False)
    change_subscription(person=reader.person, wanted=True, now=START)
    assert is_subscribed(reader.person)
    old = make_published(personas, title="Schon lange da", at=START - timedelta(days=30))
    mark_useful(article=old.article, person=personas.owner.person, now=START)
    assert tell(START) == 0, "not before the coming Monday"
    assert tell(MONDAY) == 0, "nothing is new"
    make_published(personas, title="Ganz neu", at=MONDAY + timedelta(days=2))
    assert tell(MONDAY + timedelta(days=3)) == 0
    assert tell(MONDAY + timedelta(days=7)) == 1
    assert tell(MONDAY + timedelta(days=7, hours=1)) == 0
    [mail] = [one for one in mails_to(reader) if "Ganz neu" in one.body]
    assert "1 neuer Beitrag:" in mail.body
    assert "Schon lange da" in mail.body
    assert not [one for one in mails_to(personas.colleague) if "Ganz neu" in one.body]


def test_in_the_reader_s_language_and_silent_about_topics_where_they_wish(personas):
    reader = personas.foreigner
    reader.person.language = "en"
    change_subscription(person=reader.person, wanted=True, now=START)
    make_published(personas, title="Ganz neu", at=START)
    assert tell(MONDAY) == 1
    [mail] = mails_to(reader)
    assert mail.subject == "Message from KommA"
    assert "Ganz neu" not in mail.body
    assert "/knowledge" in mail.body


def test_nobody_gets_it_unasked_and_it_ends_by_one_button(personas):
    client = personas.client(personas.foreigner)
    assert not is_subscribed(personas.foreigner.person)
    assert client.post("/knowledge/digest", data={"wanted": "x" * 9}).status_code == 422
    assert client.post("/knowledge/digest", data={"wanted": "1"}).status_code == 303
    assert "Keine Mail mehr am Montag" in client.get("/knowledge").text
    assert str(WEEKLY_DIGEST.label) in client.get("/account/notifications").text
    assert client.post("/knowledge/digest", data={"wanted": "0"}).status_code == 303
    make_published(personas, at=START)
    assert tell(MONDAY) == 0


def test_of_two_workers_one_tells(committing_app):
    with committing_app.app_context():
        people = make_personas(committing_app)
        change_subscription(person=people.foreigner.person, wanted=True, now=START)
        make_published(people, at=START)
        person_id, address = people.foreigner.person_id, people.foreigner.email
        db.session.commit()
    barrier = Barrier(3)

    def work(_number):
        with committing_app.app_context():
            person = db.session.get_one(Person, person_id)
            db.session.rollback()
            barrier.wait()
            told = tell_of_news(person=person, since=START, week=MONDAY, now=MONDAY)
            db.session.commit()
            return told is not None

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 1
    with committing_app.app_context():
        assert db.session.query(OutboxMessage).filter_by(recipient=address).count() == 1
