"""Calendar feeds: kept lines joined beside the library that renders them, and answers over HTTP."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import structlog
from flask import Flask
from flask_migrate import upgrade
from icalendar import Calendar
from werkzeug.test import EnvironBuilder

from app.config import Settings, new_secret_key
from app.factory import create_app
from app.kernel import clock
from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.vault import new_wrapping_key, read_wrapping_keys
from organisations.models import Person
from scheduling.calendar_file import (
    CalendarEntry,
    EntryGroup,
    ZoneSpan,
    ending,
    event_component,
    join_calendar,
    render_entry,
    zone_spans,
)
from scheduling.feeds.choices import Detail, FeedChoice
from scheduling.feeds.services import subscribe
from scheduling.services import schedule_event

Group = dict[str, Callable[[], object]]

ANSWERS = 20
BERLIN_2026 = ZoneSpan("Europe/Berlin", 2026, 2026)


def joining(entries: list[CalendarEntry]) -> Group:
    """A file of `entries` from kept lines, with a reminder each, and the same by the library."""
    rendered = [render_entry(entry) for entry in entries]

    def join() -> bytes:
        lines = [entry.lines for entry in rendered]
        spans = zone_spans({entry.span for entry in rendered}, otherwise=BERLIN_2026)
        end = ending(remind_before=timedelta(minutes=15), reminder="KommA")
        return join_calendar([EntryGroup(end, lines)], name="KommA", spans=spans)

    def build() -> bytes:
        calendar = Calendar()
        for entry in entries:
            calendar.add_component(event_component(entry))
        return calendar.to_ical()

    return {"kept lines joined": join, "icalendar, as the reference": build}


def over_http(count: int, reference: Callable[[], object]) -> Group:
    """Answers of the real app on SQLite to a calendar that subscribes to `count` events.

    `reference` is the library alone, without asking a database.
    """
    # Kept as long as the process: the app has the database in there open.
    folder = tempfile.TemporaryDirectory(prefix="komma-feeds-")
    app = _app(Path(folder.name))
    path = f"/calendar/{_token(app, count)}.ics"
    whole = _answer(app, path, {})

    def ask(headers: dict[str, str]) -> Callable[[], object]:
        return lambda: [_answer(app, path, headers) for _ in range(ANSWERS)]

    return {
        f"nothing new (304), {ANSWERS} answers": ask({"If-None-Match": whole["ETag"]}),
        f"whole, {ANSWERS} answers": ask({}),
        f"whole and compressed, {ANSWERS} answers": ask({"Accept-Encoding": "gzip"}),
        "icalendar alone, one file, as the reference": _keeping(folder, reference),
    }


def _keeping(folder: object, work: Callable[[], object]) -> Callable[[], object]:
    return lambda: (work(), folder)


def _answer(app: Flask, path: str, headers: dict[str, str]) -> dict[str, str]:
    """The headers of the answer, all of which has been read."""
    answer: dict[str, str] = {}
    parts = app.wsgi_app(
        EnvironBuilder(path=path, headers=headers).get_environ(),
        lambda _status, given, *_: answer.update(given),
    )
    b"".join(parts)
    parts.close()
    return answer


def _token(app: Flask, count: int) -> str:
    with app.app_context():
        now = clock.now()
        person = Person(given_name="Kim", family_name="Beispiel", language="de")
        db.session.add(person)
        for number in range(count):
            schedule_event(
                owner="course_session",
                title=Bilingual(de="Ruhig bleiben im Publikumsverkehr", en="Keeping calm"),
                starts_at=now + timedelta(days=number),
                ends_at=now + timedelta(days=number, hours=3),
                zone="Europe/Berlin",
                place="Rathaus",
                occupants=[person],
                now=now,
            )
        choice = FeedChoice(label="Kalender", detail=Detail.FULL)
        token = subscribe(person=person, choice=choice, form_key="x", now=now).token
        db.session.commit()
    return token


def _app(folder: Path) -> Flask:
    app = create_app(
        Settings(
            mode="demo",
            instance_folder=folder,
            database_url=f"sqlite:///{folder / 'komma.sqlite3'}",
            jobs_url="memory://",
            keys_url=f"sqlite:///{folder / 'keys.sqlite3'}",
            secret_key=new_secret_key(),
            vault_keys=read_wrapping_keys(new_wrapping_key()),
        )
    )
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # lines go nowhere
    with app.app_context():
        upgrade()
    return app
