"""When a feed was used is noted, but never so that a calendar would have to wait for it."""

import runpy
import time
from contextlib import contextmanager
from datetime import timedelta

import structlog
from sqlalchemy import text

from app.config import PROJECT_ROOT
from app.kernel.db import db
from scheduling.feeds.models import CalendarFeed
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_person
from tests.scheduling.factories import make_event, make_feed

pytestmark = in_turn


def fetch(app, token, **headers):
    return app.test_client().get(f"/calendar/{token}.ics", headers=headers)


def test_the_last_use_is_noted_every_few_hours(app, client, clock):
    subscription = make_feed(make_person())
    feed = subscription.feed
    assert feed.last_used_at is None
    fetch(app, subscription.token)
    assert feed.last_used_at == START
    clock.advance(hours=5)
    fetch(app, subscription.token)
    assert feed.last_used_at == START, "not at every visit"
    clock.advance(hours=2)
    fetch(app, subscription.token)
    assert feed.last_used_at == START + timedelta(hours=7)
    assert feed.content_changed_at == START


def test_a_wrong_address_is_noted_nowhere(app, client):
    feed = make_feed(make_person()).feed
    assert fetch(app, "wrong").status_code == 404
    assert feed.last_used_at is None


def test_the_token_stands_in_no_log(app):
    token = make_feed(make_person()).token
    with structlog.testing.capture_logs() as logs:
        fetch(app, token)
        fetch(app, f"{token}x")
    assert [entry["route"] for entry in logs] == ["/calendar/<token>.ics"] * 2
    assert token not in str(logs)


def test_the_web_server_keeps_no_log_of_addresses():
    settings = runpy.run_path(str(PROJECT_ROOT / "gunicorn.conf.py"))
    assert settings["accesslog"] is None


def prepare(app) -> str:
    with app.app_context():
        person = make_person()
        make_event(person)
        token = make_feed(person).token
        db.session.commit()
    return token


@contextmanager
def busy(app):
    """Somebody else is writing: SQLite's only writer, or the feed's row on PostgreSQL."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE calendar_feeds SET label = 'busy'"))
        yield


def patience(app) -> object:
    """How long the database waits for a lock."""
    with app.app_context():
        on_sqlite = db.engine.dialect.name == "sqlite"
        return db.session.scalar(text("PRAGMA busy_timeout" if on_sqlite else "SHOW lock_timeout"))


def test_a_busy_database_delays_no_feed(committing_app):
    token = prepare(committing_app)
    with busy(committing_app):
        began = time.monotonic()
        answer = fetch(committing_app, token)
        assert time.monotonic() - began < 2
    assert answer.status_code == 200
    assert b"BEGIN:VEVENT" in answer.data
    assert answer.last_modified is None, "there is no instant yet that later answers agree with"
    later = fetch(committing_app, token)
    assert later.data == answer.data
    assert later.last_modified == START
    assert (
        fetch(committing_app, token, **{"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


def test_a_busy_database_keeps_what_is_known(committing_app):
    token = prepare(committing_app)
    first = fetch(committing_app, token)
    committing_app.extensions["komma"].clock.advance(hours=7)
    with busy(committing_app):
        again = fetch(
            committing_app, token, **{"If-Modified-Since": first.headers["Last-Modified"]}
        )
    assert again.status_code == 304
    with committing_app.app_context():
        feed = db.session.query(CalendarFeed).one()
        assert feed.last_used_at == START, "this visit went unnoted"


def test_writing_waits_as_long_as_ever_afterwards(committing_app):
    token = prepare(committing_app)
    before = patience(committing_app)
    with busy(committing_app):
        fetch(committing_app, token)
    fetch(committing_app, token)
    assert patience(committing_app) == before
