"""Bookings on PostgreSQL: the people are locked first, beside bare inserts into the same tables.

The constraint `no_double_booking` alone lets nobody book twice, but two who insert at once wait for
each other until the database ends one of them. `python -m benchmarks.bookings` prints both.
"""

import contextlib
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import psycopg
from flask_migrate import upgrade

from app.kernel.base import new_public_id
from app.kernel.db import db
from organisations.models import Person
from tests.house.cluster import SUPERUSER, Cluster, PostgresqlUnavailable, running_cluster
from tests.house.databases import build_app
from tests.scheduling.coaching.factories import make_offer

DATABASE = "bookings"
PEOPLE = 9  # a coach and eight clients
CONTESTED = 100
BOOKED_PER_ROUND = 100
WARM_UP = 10  # psycopg prepares what it has seen five times
ROUNDS = 7
HOUR = timedelta(hours=1)
YEAR = timedelta(weeks=52)
START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"
EVENT = (
    "INSERT INTO events (public_id, uid, sequence, owner, title, starts_at, ends_at, zone, place, "
    "status, created_at, changed_at) "
    "VALUES (%s, %s, 0, 'coaching', '{}', %s, %s, 'UTC', '', 'confirmed', now(), now()) "
    "RETURNING id"
)
OCCUPANCIES = (
    "INSERT INTO occupancies (event_id, person_id, starts_at, ends_at, exclusive, created_at) "
    "VALUES (%s, %s, %s, %s, true, now())"
)
BOOKING = (
    "INSERT INTO bookings (public_id, offer_id, client_id, event_id, status, any_coach, booked_at, "
    "reason) SELECT %s, min(id), %s, %s, 'confirmed', false, now(), '' FROM coaching_offers"
)


@dataclass
class Outcome:
    """How long each attempt took, in milliseconds, and how they ended."""

    times: list[float] = field(default_factory=list)
    booked: int = 0
    refused: int = 0
    deadlocks: int = 0


def main() -> int:
    """Print rates without and latencies with contention, of both ways."""
    try:
        with running_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
            people = _prepare(cluster, Path(folder))
            _print_rates(cluster, people)
            for racers in (os.cpu_count() or 1, PEOPLE - 1):
                _print_races(cluster, people, racers)
    except PostgresqlUnavailable as error:
        print(f"\nBookings on PostgreSQL: left out, since {error}")
    return 0


def _print_rates(cluster: Cluster, people: list[int]) -> None:
    """In turns, so that the machine's mood falls on both alike."""
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    with _connected(cluster) as connection:
        moments = (START + number * HOUR for number in itertools.count())
        for _round in range(ROUNDS):
            for name, book in WAYS.items():
                began = time.perf_counter()
                for start in itertools.islice(moments, BOOKED_PER_ROUND):
                    book(connection, people[:2], start)
                rates[name].append(BOOKED_PER_ROUND / (time.perf_counter() - began))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    print("\nBookings on PostgreSQL, one after the other")
    for name, rate in medians.items():
        print(f"  {name:<44} {rate:10.0f} /s  {rate / next(iter(medians.values())):8.0%}")


def _print_races(cluster: Cluster, people: list[int], racers: int) -> None:
    print(f"\nBookings on PostgreSQL, {racers} at once for each of {CONTESTED} times")
    for number, (name, book) in enumerate(WAYS.items(), start=1):
        outcome = _race(cluster, people[: racers + 1], book, START + (10 * racers + number) * YEAR)
        p99 = statistics.quantiles(outcome.times, n=100)[98]
        print(
            f"  {name:<44} {statistics.median(outcome.times):10.2f} ms  p99 {p99:8.2f} ms"
            f"   booked {outcome.booked}, refused {outcome.refused}, deadlocks {outcome.deadlocks}"
        )


def _race(
    cluster: Cluster, people: list[int], book: Callable[..., None], first: datetime
) -> Outcome:
    """Everybody wants another start, and every two of them overlap.

    Connections have been used before, as those of a server's pool: PostgreSQL has read its
    catalogues, and psycopg has prepared the statements.
    """
    coach, *clients = people
    outcome, barrier = Outcome(), Barrier(len(clients))

    def work(number: int) -> None:
        with _connected(cluster) as connection:
            _warm_up(connection, [coach, clients[number]], first - (number + 1) * HOUR, book)
            for contested in range(CONTESTED):
                start = first + contested * 2 * HOUR + number * timedelta(minutes=5)
                barrier.wait()
                _attempt(
                    outcome, lambda start=start: book(connection, [coach, clients[number]], start)
                )

    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(work, range(len(clients))))
    return outcome


def _warm_up(
    connection: psycopg.Connection, people: list[int], start: datetime, book: Callable[..., None]
) -> None:
    """Book as often as psycopg needs to see a statement, and forget it again."""
    for _ in range(WARM_UP):
        with connection.transaction(force_rollback=True):
            book(connection, people, start)


def _attempt(outcome: Outcome, book: Callable[[], None]) -> None:
    began = time.perf_counter()
    try:
        book()
        outcome.booked += 1
    except psycopg.errors.DeadlockDetected:
        outcome.deadlocks += 1
    except psycopg.errors.ExclusionViolation:
        outcome.refused += 1
    outcome.times.append((time.perf_counter() - began) * 1000)


def _book_bare(connection: psycopg.Connection, people: list[int], start: datetime) -> None:
    with connection.transaction():
        _insert(connection, people, start)


def _book_locked(connection: psycopg.Connection, people: list[int], start: datetime) -> None:
    with connection.transaction():
        connection.execute(LOCK, ([f"person:{person}" for person in sorted(people)],))
        _insert(connection, people, start)


WAYS: dict[str, Callable[[psycopg.Connection, list[int], datetime], None]] = {
    "bare inserts": _book_bare,
    "lock first, then insert": _book_locked,
}


def _insert(connection: psycopg.Connection, people: list[int], start: datetime) -> None:
    key = new_public_id()
    event = connection.execute(EVENT, (key, key, start, start + HOUR)).fetchone()
    for person in people:
        connection.execute(OCCUPANCIES, (event and event[0], person, start, start + HOUR))
    connection.execute(BOOKING, (key, people[1], event and event[0]))


def _prepare(cluster: Cluster, folder: Path) -> list[int]:
    """The tables of KommA, and a coach with clients: their ids."""
    app = build_app(cluster.create_database(DATABASE), folder)
    with app.app_context():
        upgrade()
        people = [
            Person(given_name="Kim", family_name=f"Beispiel {number}", language="de")
            for number in range(PEOPLE)
        ]
        db.session.add_all(people)
        db.session.flush()
        make_offer(people[0])
        db.session.commit()
        ids = [person.id for person in people]
        db.engine.dispose()
    return ids


@contextlib.contextmanager
def _connected(cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        host=str(cluster.folder), user=SUPERUSER, dbname=DATABASE, autocommit=True
    ) as connection:
        yield connection


if __name__ == "__main__":
    sys.exit(main())
