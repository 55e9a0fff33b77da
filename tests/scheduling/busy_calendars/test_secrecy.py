"""What is in somebody's calendar, and where it is, stands nowhere but where it must."""

import logging
from datetime import timedelta

import structlog

from app.kernel.db import db
from app.kernel.jobs import run_job
from scheduling.busy_calendars.models import BusyInterval
from scheduling.busy_calendars.services import REFRESH_JOB, upload_calendar
from tests.app.test_nothing_in_clear_text import files_of_database
from tests.house.clock import START
from tests.organisations.factories import make_person
from tests.scheduling.busy.calendars import calendar, event
from tests.scheduling.busy_calendars.factories import TUESDAY_AT_TEN, file_of, subscribe_at
from tests.scheduling.fetching.hostile import answer

SECRETS = ("Geheimes Treffen", "uid-that-tells", "secret-path", "secret-key")
UNREADABLE = event(
    "UID:uid-that-tells", "DTSTART;TZID=Nowhere:20261124T100000", "SUMMARY:Geheimes Treffen"
)


def test_no_title_and_no_address_is_in_the_database_or_the_log(
    opened, committing_app, server, caplog
):
    caplog.set_level(logging.DEBUG)
    app = opened(committing_app)
    clock = app.extensions["komma"].clock
    address = "/secret-path?secret-key"
    with app.app_context(), structlog.testing.capture_logs() as logs:
        person = make_person()
        subscribe_at(server, person, address)
        db.session.commit()
        content = file_of(TUESDAY_AT_TEN)
        upload_calendar(person=person, label="Datei", content=content, now=START)
        db.session.commit()
        for body in (content, calendar(UNREADABLE), b"<html>uid-that-tells", b""):
            server.answers[address] = answer(body=body)
            clock.advance(hours=1)
            assert run_job(REFRESH_JOB) == 1
        server.answers[address] = answer(f"Location: {address}", status="302 Here", body=b"")
        clock.advance(hours=6)
        assert run_job(REFRESH_JOB) == 1
        db.session.remove()
        assert db.session.query(BusyInterval).count() == 1
        db.session.remove()
        kept = files_of_database()
    said = repr(logs) + caplog.text
    for secret in SECRETS:
        assert secret.encode() not in kept
        assert secret not in said
    assert "job_done" in said
    assert clock.now() - START < timedelta(days=1)
