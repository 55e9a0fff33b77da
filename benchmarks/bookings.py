"""Bookings on PostgreSQL: the people are locked first, beside bare inserts into the same tables.

The constraint `no_double_booking` alone lets nobody book twice, but two who insert at once wait for
each other until the database ends one of them. `python -m benchmarks.bookings` prints both, and how
KommA itself fares, which also looks up hours, holidays, ways and limits while the coach is locked.

All racers are threads of this process, so what Python does is done by one core.
"""

import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import psycopg
from flask import Flask
from flask_migrate import upgrade

from app.kernel.base import new_public_id
from app.kernel.db import db
from organisations.models import Person
from scheduling.coaching.holding import take_slot
from scheduling.coaching.models import CoachingOffer
from scheduling.services import AlreadyTaken
from tests.house.cluster import SUPERUSER, Cluster, PostgresqlUnavailable, running_cluster
from tests.house.databases import build_app
from tests.scheduling.coaching.factories import make_offer, make_working_time

DATABASE = "bookings"
PEOPLE = 9  # a coach and eight clients
CONTESTED = 50
BOOKED_PER_ROUND = 50
WARM_UP = 10  # psycopg prepares what it has seen five times
ROUNDS = 7
HOUR = timedelta(hours=1)
YEAR = timedelta(weeks=52)
START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"
EVENT = (
    "INSERT INTO events (public_id, uid, sequence, owner, title, starts_at, ends_at, zone, place, "
    "room, online_link, status, created_at, changed_at) "
    "VALUES (%s, %s, 0, 'coaching', '{}', %s, %s, 'UTC', '', '', '', 'confirmed', now(), now()) "
    "RETURNING id"
)
OCCUPANCIES = (
    "INSERT INTO occupancies (event_id, person_id, starts_at, ends_at, exclusive, created_at) "
    "VALUES (%s, %s, %s, %s, true, now())"
)
BOOKING = (
    "INSERT INTO bookings (public_id, offer_id, client_id, event_id, status, any_coach, booked_at, "
    "reason, change_until_minutes) "
    "SELECT %s, min(id), %s, %s, 'confirmed', false, now(), '', 0 FROM coaching_offers"
)


@dataclass
class Outcome:
    """How long each attempt took, in milliseconds, and how they ended."""

    times: list[float] = field(default_factory=list)
    booked: int = 0
    refused: int = 0
    deadlocks: int = 0


@dataclass(frozen=True)
class World:
    """A database with a coach and clients; two apps, as two workers with four threads each."""

    cluster: Cluster
    apps: tuple[Flask, Flask]
    people: list[int]
    offer: int


#: Takes a time, and with False lets go of it again.
Book = Callable[[datetime, bool], None]
#: Somebody who books for the client of that number.
Racer = Callable[[World, int], AbstractContextManager[Book]]


def main() -> int:
    """Print rates without and latencies with contention, of all ways."""
    try:
        with running_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            world = _prepare(cluster, Path(folder))
            _print_rates(world)
            for racers in (os.cpu_count() or 1, PEOPLE - 1):
                _print_races(world, racers)
    except PostgresqlUnavailable as error:
        print(f"\nBookings on PostgreSQL: left out, since {error}")
    return 0


def _print_rates(world: World) -> None:
    """In turns, so that the machine's mood falls on all alike."""
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    with ExitStack() as stack:
        books = {name: stack.enter_context(racer(world, 1)) for name, racer in WAYS.items()}
        moments = (START + number * HOUR for number in itertools.count())
        for _round in range(ROUNDS):
            for name, book in books.items():
                began = time.perf_counter()
                for start in itertools.islice(moments, BOOKED_PER_ROUND):
                    book(start, True)
                rates[name].append(BOOKED_PER_ROUND / (time.perf_counter() - began))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print("\nBookings on PostgreSQL, one after the other")
    for name, rate in medians.items():
        print(f"  {name:<44} {rate:10.0f} /s  {rate / next(iter(medians.values())):8.0%}")


def _print_races(world: World, racers: int) -> None:
    print(f"\nBookings on PostgreSQL, {racers} at once for each of {CONTESTED} times")
    for number, (name, racer) in enumerate(WAYS.items(), start=1):
        outcome = _race(world, racer, racers, START + (10 * racers + number) * YEAR)
        p99 = statistics.quantiles(outcome.times, n=100)[98]
        print(
            f"  {name:<44} {statistics.median(outcome.times):10.2f} ms  p99 {p99:8.2f} ms"
            f"   booked {outcome.booked}, refused {outcome.refused}, deadlocks {outcome.deadlocks}"
        )


def _race(world: World, racer: Racer, racers: int, first: datetime) -> Outcome:
    """Everybody wants another start, and every two of them overlap.

    Connections have been used before, as those of a server's pool: PostgreSQL has read its
    catalogues, and psycopg has prepared the statements.
    """
    outcome, barrier = Outcome(), Barrier(racers)

    def work(number: int) -> None:
        with racer(world, number) as book:
            for _ in range(WARM_UP):
                book(first - number * 2 * HOUR, False)
            for contested in range(CONTESTED):
                start = first + contested * 2 * HOUR + number * timedelta(minutes=5)
                barrier.wait()
                _attempt(outcome, lambda start=start: book(start, True))

    with ThreadPoolExecutor(racers) as pool:
        list(pool.map(work, range(1, racers + 1)))
    return outcome


def _attempt(outcome: Outcome, book: Callable[[], None]) -> None:
    began = time.perf_counter()
    try:
        book()
        outcome.booked += 1
    except psycopg.errors.DeadlockDetected:
        outcome.deadlocks += 1
    except (psycopg.errors.ExclusionViolation, AlreadyTaken):
        outcome.refused += 1
    outcome.times.append((time.perf_counter() - began) * 1000)


@contextmanager
def _by_statements(world: World, number: int, *, locked: bool) -> Iterator[Book]:
    people = [world.people[0], world.people[number]]
    with _connected(world.cluster) as connection:

        def book(start: datetime, keep: bool) -> None:
            with connection.transaction(force_rollback=not keep):
                if locked:
                    connection.execute(LOCK, ([f"person:{person}" for person in people],))
                _insert(connection, people, start)

        yield book


@contextmanager
def _by_komma(world: World, number: int) -> Iterator[Book]:
    with world.apps[number % 2].app_context():

        def book(start: datetime, keep: bool) -> None:
            offer = db.session.get_one(CoachingOffer, world.offer)
            client = db.session.get_one(Person, world.people[number])
            now = START + (start - START) // YEAR * YEAR  # nothing expires during a race
            try:
                take_slot(offer=offer, client=client, starts_at=start, now=now)
            except AlreadyTaken:
                db.session.rollback()
                raise
            (db.session.commit if keep else db.session.rollback)()

        yield book


WAYS: dict[str, Racer] = {
    "bare inserts": partial(_by_statements, locked=False),
    "lock first, then insert": partial(_by_statements, locked=True),
    "KommA: lock first, look everything up": _by_komma,
}


def _insert(connection: psycopg.Connection, people: list[int], start: datetime) -> None:
    key = new_public_id()
    event = connection.execute(EVENT, (key, key, start, start + HOUR)).fetchone()
    for person in people:
        connection.execute(OCCUPANCIES, (event and event[0], person, start, start + HOUR))
    connection.execute(BOOKING, (key, people[1], event and event[0]))


def _prepare(cluster: Cluster, folder: Path) -> World:
    """The tables of KommA, and a coach who always works, with clients."""
    url = cluster.create_database(DATABASE)
    first, second = (build_app(url, folder / name) for name in ("first", "second"))
    with first.app_context():
        upgrade()
        people = [
            Person(given_name="Kim", family_name=f"Beispiel {number}", language="de")
            for number in range(PEOPLE)
        ]
        db.session.add_all(people)
        db.session.flush()
        for weekday in range(7):
            make_working_time(people[0], 0, 24, weekday)
        offer = make_offer(people[0], step_minutes=5, horizon_days=366)
        db.session.commit()
        return World(cluster, (first, second), [person.id for person in people], offer.id)


@contextmanager
def _connected(cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        host=str(cluster.folder), user=SUPERUSER, dbname=DATABASE, autocommit=True
    ) as connection:
        yield connection


if __name__ == "__main__":
    sys.exit(main())
