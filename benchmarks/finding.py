"""Free times of many coaches from the database: read all at once, beside one coach after another.

The real app on SQLite. Coaches work from Monday to Friday, 9 to 17, and have BOOKED appointments
in the thirty days that are looked through.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.services import grant_role
from organisations.models import Person
from scheduling.coaching.finding import Search, find_times
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.queries import list_offers_for
from scheduling.services import schedule_event
from tests.house.databases import build_app
from tests.house.queries import recorded_queries
from tests.scheduling.coaching.factories import make_offer, make_working_time

Group = dict[str, Callable[[], object]]

COACHES = 50
BOOKED = 100
NOW = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)


def finding_cases() -> dict[str, Group]:
    """Both ways, after both have found the same."""
    # Kept as long as the process: the app has the database in there open.
    folder = tempfile.TemporaryDirectory(prefix="komma-finding-")
    app = build_app(f"sqlite:///{Path(folder.name) / 'komma.sqlite3'}", Path(folder.name))
    with app.app_context():
        upgrade()
        client_id = _prepare()
    ways = {name: partial(_run, app, client_id, way, folder) for name, way in WAYS.items()}
    found = {name: _counted(way) for name, way in ways.items()}
    if len({times for times, _queries in found.values()}) != 1:
        raise RuntimeError("the ways find different times")
    return {
        f"Find times with {COACHES} coaches, from SQLite": {
            f"{name}: {found[name][1]} queries": way for name, way in ways.items()
        }
    }


def _one_by_one(offers: list[CoachingOffer], client: Person) -> frozenset[datetime]:
    return frozenset().union(*(_at_once([offer], client) for offer in offers))


def _at_once(offers: list[CoachingOffer], client: Person) -> frozenset[datetime]:
    return frozenset(slot.start for slot in find_times(offers, client, Search(), NOW))


WAYS = {"one after the other": _one_by_one, "all at once": _at_once}


def _run(
    app: Flask,
    client_id: int,
    way: Callable[[list[CoachingOffer], Person], frozenset[datetime]],
    _kept: object,
) -> frozenset[datetime]:
    with app.app_context():
        client = db.session.get_one(Person, client_id)
        return way(list(list_offers_for(client)), client)


def _counted(way: Callable[[], frozenset[datetime]]) -> tuple[frozenset[datetime], int]:
    with recorded_queries() as recorded:
        times = way()
    return times, len(recorded)


def _prepare() -> int:
    """The coaches and a client; the client's id."""
    client, *coaches = [
        Person(given_name="Kim", family_name=f"Beispiel {number}", language="de")
        for number in range(COACHES + 1)
    ]
    db.session.add_all([client, *coaches])
    db.session.flush()
    for number, coach in enumerate(coaches):
        grant_role(person=coach, role=Role.COACH, municipality=None)
        for weekday in range(5):
            make_working_time(coach, weekday=weekday)
        offer = make_offer(coach, step_minutes=30, max_per_day=6)
        for taken in range(BOOKED):
            starts_at = NOW + timedelta(days=taken * 30 // BOOKED, hours=(number + taken) % 9)
            schedule_event(
                owner="coaching",
                title=offer.title,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=45),
                zone="Europe/Berlin",
                place="",
                occupants=[coach],
                now=NOW,
            )
    db.session.commit()
    return client.id
