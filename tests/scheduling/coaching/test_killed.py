"""kill -9 of the web process while somebody books: afterwards nothing, or booking and its mails."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.config import PROJECT_ROOT
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.entitlements.models import CoachingQuota
from scheduling.coaching.models import Booking, BookingStatus
from scheduling.models import Event, Occupancy
from tests.organisations.factories import make_municipality
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time
from tests.scheduling.coaching.test_race import PATIENCE, Client, sign_in

# Another process does the work.
pytestmark = pytest.mark.no_cover

KILLS = 6
WEEK = timedelta(days=7)


class UnixConnection(HTTPConnection):
    """HTTP by a socket in the file system: no port that somebody else may want."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self._path))


@dataclass(frozen=True)
class Answer:
    """Status and location, and at which of how many points everything was committed."""

    status: int = 0
    location: str = ""
    committed: int = 0
    points: int = 0

    def some_points(self) -> list[int]:
        """Some on the way, chosen anew each time, the COMMIT, and the answer after it."""
        on_the_way = random.sample(range(1, self.committed), KILLS)
        return [*sorted(on_the_way), self.committed, self.points]


class Web:
    """What a browser of `client` says to the web process."""

    def __init__(self, path: Path, client: Client) -> None:
        self._path, self._client = path, client

    def post(self, address: str, *, die_at: int = 0, **fields: str) -> Answer:
        """What came back; status 0 where the process died of it."""
        connection = UnixConnection(self._path)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self._client.cookie,
            "X-Die-At": str(die_at),
        }
        body = urlencode(fields | {"csrf_token": self._client.csrf_token})
        try:
            connection.request("POST", address, body, headers)
            answer = connection.getresponse()
            committed, points = map(int, answer.getheader("X-Points", "0 0").split())
            return Answer(answer.status, answer.getheader("Location", ""), committed, points)
        except (HTTPException, ConnectionError):
            return Answer()
        finally:
            connection.close()


@contextmanager
def gunicorn(app: Flask, folder: Path) -> Iterator[Path]:
    """A real web server with one worker, which its master replaces when it is killed."""
    path = folder / "web.sock"
    settings = app.extensions["komma"].settings
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", os.devnull, "--preload"),
        *("--bind", f"unix:{path}", "--log-level", "critical"),
        "tests.scheduling.coaching.dying_app:serve_mortal()",
    ]
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "INSTANCE_FOLDER": str(folder),
    }
    process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment)
    try:
        wait_for(path, process)
        yield path
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the server listens."""
    for _ in range(PATIENCE * 20):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as knock:
            knock.connect(str(path))
            return
        assert process.poll() is None, "the server did not start"
        sleep(0.05)


@pytest.fixture
def site(committing_app, tmp_path_factory):
    with committing_app.app_context():
        home = make_municipality()
        client = sign_in(committing_app, municipality=home)
        coach = make_coach()
        make_working_time(coach.person)
        offer = make_offer(coach.person, horizon_days=366)
        path = f"/coaching/{offer.public_id}"
        db.session.commit()
    with gunicorn(committing_app, tmp_path_factory.mktemp("web")) as socket_path:
        yield Web(socket_path, client), path


def what_is_written(app: Flask) -> dict[str, int]:
    with app.app_context():
        booked = Booking.status == BookingStatus.CONFIRMED
        quota = db.session.scalar(select(func.sum(CoachingQuota.used))) or 0
        counts = {
            "bookings": select(func.count()).select_from(Booking),
            "booked": select(func.count()).where(booked),
            "events": select(func.count()).select_from(Event),
            "occupancies": select(func.count()).select_from(Occupancy),
            "mails": select(func.count()).select_from(OutboxMessage),
        }
        return {name: db.session.scalar(query) for name, query in counts.items()} | {
            "counted": int(quota)
        }


NOTHING = dict.fromkeys(("bookings", "booked", "events", "occupancies", "mails", "counted"), 0)
HELD = NOTHING | {"bookings": 1, "events": 1, "occupancies": 2}
BOOKED = HELD | {"booked": 1, "mails": 2, "counted": 1}


def test_killed_anywhere_it_is_whole_or_nothing(committing_app, site):
    """A hold is there or not, and a booking has its mails, or is a hold still."""
    web, path = site
    starts = [f"{TUESDAY_AT_TEN + number * WEEK:%FT%TZ}" for number in range(4)]
    for start in starts[:2]:  # the first one also begins the counter of the year
        holding = web.post(path, start=start)
        booking = web.post(holding.location)
        assert booking.status == 303
    before = what_is_written(committing_app)

    def written_since():
        now = what_is_written(committing_app)
        return {name: now[name] - before[name] for name in now}

    for point in holding.some_points():
        assert written_since() == NOTHING
        assert web.post(path, die_at=point, start=starts[2]).status == 0, "the process is dead"
        assert written_since() == (HELD if point > holding.committed else NOTHING), point
    hold = web.post(path, start=starts[2]).location
    for point in booking.some_points():
        assert written_since() == HELD
        assert web.post(hold, die_at=point).status == 0
        assert written_since() == (BOOKED if point > booking.committed else HELD), point
    assert web.post(hold).location == hold.replace("coaching/holds", "bookings")
