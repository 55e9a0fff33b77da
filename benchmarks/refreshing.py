"""A refresh of 500 calendars: both cores at work, and nobody who looks at a page has to wait.

The refresh is the job as the shell runs it, on SQLite, against a server of this process. What it is
compared to: the same calendars fetched and read one after the other. Meanwhile this process answers
requests as a web server does; they are compared to what they took before. `python -m
benchmarks.refreshing` prints it all; 500 different calendars have 40 weekly events each.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import structlog
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import func, select

from app.kernel.cores import cores
from app.kernel.db import db
from app.kernel.hosts import AllowedHosts
from organisations.models import Person
from scheduling.busy_calendars.attempts import Attempt, Fresh, answer_to
from scheduling.busy_calendars.models import BusyCalendar, BusyInterval
from scheduling.busy_calendars.services import subscribe_to_calendar
from scheduling.busy_calendars.windows import window_at
from scheduling.fetching.addresses import CalendarAddress
from tests.house.databases import build_app
from tests.organisations.factories import make_account, make_person
from tests.scheduling.busy.calendars import calendar, event
from tests.scheduling.busy_calendars.worker import start_refresh

PEOPLE, CALENDARS_EACH, EVENTS_EACH = 50, 10, 40
CALENDARS = PEOPLE * CALENDARS_EACH
ONE_AFTER_THE_OTHER = 40
REQUESTS = 200
PAGE = "/calendar"


def main() -> int:
    """Print how long it takes, how many cores it uses, and what that does to pages."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # lines go nowhere
    with tempfile.TemporaryDirectory(prefix="komma-calendars-") as folder, _serving() as port:
        app = build_app(f"sqlite:///{Path(folder) / 'komma.sqlite3'}", Path(folder))
        with app.app_context():
            upgrade()
        each = _read_one_after_the_other(port)
        _prepare(app, port)
        client = _sign_in(app)
        ways: dict[str, Callable[[], object]] = {
            "a page": lambda: _look(client),
            "a write": lambda: _write(app),
        }
        alone = {name: _times(way, lambda: None, REQUESTS) for name, way in ways.items()}
        before, began = _cpu_seconds(), time.perf_counter()
        worker = start_refresh(app, allowed=f"127.0.0.1:{port}", stdout=subprocess.DEVNULL)
        meanwhile: dict[str, list[float]] = {name: [] for name in ways}
        while worker.poll() is None:
            for name, way in ways.items():
                meanwhile[name] += _times(way, worker.poll, 5)
            time.sleep(0.05)  # people look at pages now and then
        seconds = time.perf_counter() - began
        worked = _cpu_seconds() - before
        _require_all(app)
    print(f"\nA refresh of {CALENDARS} calendars on {cores()} cores, beside one after the other")
    print(f"  {'one after the other, each':<44} {each * 1000:10.2f} ms      1.00 ×")
    share = seconds / CALENDARS
    print(f"  {'refreshed, each':<44} {share * 1000:10.2f} ms  {share / each:8.2f} ×")
    print(f"  {'refreshed, all':<44} {seconds:10.2f} s")
    print(f"  {'cores at work, on average':<44} {worked / seconds:10.2f}")
    for name, found in meanwhile.items():
        base = statistics.median(alone[name])
        print(f"  {name + ', before':<44} {base * 1000:10.2f} ms      1.00 ×")
        for label, value in (
            ("median", statistics.median(found)),
            ("p99", statistics.quantiles(found, n=100)[98]),
        ):
            what = f"{name}, during the refresh, {label}"
            print(f"  {what:<44} {value * 1000:10.2f} ms  {value / base:8.2f} ×")
        p99 = statistics.quantiles(alone[name], n=100)[98]
        print(f"  {name + ', before, p99':<44} {p99 * 1000:10.2f} ms  {p99 / base:8.2f} ×")
    return 0


def _content(number: int) -> bytes:
    """A calendar of its own kind: meetings of an hour, each week at its time."""
    first = datetime(2026, 1, 5, 7, tzinfo=UTC)
    events = []
    for index in range(EVENTS_EACH):
        begins = first + timedelta(minutes=(number * 37 + index * 247) % (5 * 24 * 60))
        events.append(
            event(
                f"UID:{number}-{index}",
                f"DTSTART;TZID=Europe/Berlin:{begins:%Y%m%dT%H%M%S}",
                "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY",
            )
        )
    return calendar(*events)


class _Handler(BaseHTTPRequestHandler):
    contents: tuple[bytes, ...] = ()

    def do_GET(self) -> None:
        content = self.contents[int(self.path.removeprefix("/"))]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_anything: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def _serving() -> Iterator[int]:
    _Handler.contents = tuple(_content(number) for number in range(CALENDARS))
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def _read_one_after_the_other(port: int) -> float:
    """Seconds that each takes, of some of them."""
    allowed = AllowedHosts.parse(f"127.0.0.1:{port}")
    window = window_at(datetime.now(UTC), ZoneInfo("Europe/Berlin"))
    began = time.perf_counter()
    for number in range(ONE_AFTER_THE_OTHER):
        address = CalendarAddress.parse(f"http://127.0.0.1:{port}/{number}", allowed)
        answer = answer_to(Attempt(number, 1, address, None, window), allowed)
        if not isinstance(answer, Fresh):
            raise RuntimeError(f"calendar {number} was not read: {answer}")
    return (time.perf_counter() - began) / ONE_AFTER_THE_OTHER


def _prepare(app: Flask, port: int) -> None:
    allowed = AllowedHosts.parse(f"127.0.0.1:{port}")
    due = datetime.now(UTC) - timedelta(hours=1)
    with app.app_context():
        for number in range(CALENDARS):
            if number % CALENDARS_EACH == 0:
                person = make_person()
            address = CalendarAddress.parse(f"http://127.0.0.1:{port}/{number}", allowed)
            subscribe_to_calendar(person=person, label=str(number), address=address, now=due)
        db.session.commit()


def _sign_in(app: Flask) -> FlaskClient:
    """Somebody's browser, whose pages are not checked meanwhile."""
    with app.app_context():
        account = make_account()
        db.session.commit()
        client = app.test_client()
        client.sign_in(account)
        client.check_page = lambda _response: None
    return client


def _look(client: FlaskClient) -> None:
    status = client.get(PAGE).status_code
    if status != 200:
        raise RuntimeError(f"{PAGE} answers {status}")


def _write(app: Flask) -> None:
    """What a request that writes does at least."""
    with app.app_context():
        person = db.session.scalar(select(Person).limit(1))
        person.given_name = "Toni" if person.given_name == "Kim" else "Kim"
        db.session.commit()


def _times(way: Callable[[], object], is_over: Callable[[], object], most: int) -> list[float]:
    times: list[float] = []
    while len(times) < most and is_over() is None:
        began = time.perf_counter()
        way()
        times.append(time.perf_counter() - began)
    return times


def _cpu_seconds() -> float:
    """Of this process with its server, and of all processes that have ended below it."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _require_all(app: Flask) -> None:
    with app.app_context():
        good = db.session.scalar(select(func.count()).where(BusyCalendar.good_at.is_not(None)))
        if good != CALENDARS:
            raise RuntimeError(f"{good} of {CALENDARS} were refreshed")
        if not db.session.scalar(select(func.count(BusyInterval.id))):
            raise RuntimeError("no times are known")
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
