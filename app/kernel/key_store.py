"""Where the vault's wrapped data keys live, and the list of subjects whose keys were erased.

A database of its own (KEYS_URL), so that keys and what they open are backed up apart. Its two
tables are made on first use. Every command is one short transaction that commits at once, whatever
becomes of the request it is part of. Rows do not tell when they came: SQLite keeps them by their
subject, PostgreSQL's are written anew each night, and of an erasure the day is kept.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    exists,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import make_url

from app.kernel.db import engine_options
from app.kernel.rewriting import rewrite_rows

_metadata = MetaData()
_keys = Table(
    "vault_keys",
    _metadata,
    Column("subject", String(80), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("wrapped_by", String(16), nullable=False),
    sqlite_with_rowid=False,
)
_erasures = Table(
    "vault_erasures",
    _metadata,
    Column("subject", String(80), primary_key=True),
    Column("erased_on", Date, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class WrappedKey:
    """A subject's data key as it is kept, and the name of the key that it is wrapped with."""

    subject: str
    wrapped: bytes
    wrapped_by: str


class KeyStore:
    """The key store at `url`, opened on first use. Threads may share it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._opening = Lock()

    def find(self, subjects: Collection[str]) -> dict[str, WrappedKey]:
        """The keys of those `subjects` that have one."""
        with self._opened().connect() as connection:
            rows = connection.execute(select(_keys).where(_keys.c.subject.in_(subjects)))
            return {row.subject: WrappedKey(*row) for row in rows}

    def add(self, key: WrappedKey) -> bool:
        """Keep a first key. False where its subject has one already, or was erased."""
        with self._writing(key.subject) as connection:
            if _holds(connection, _keys, key.subject) or _holds(connection, _erasures, key.subject):
                return False
            connection.execute(insert(_keys).values(**vars(key)))
        return True

    def rewrap(self, newest: str, wrap: Callable[[WrappedKey], WrappedKey]) -> int:
        """Put `wrap(key)` in place of each key that is not wrapped by `newest`; how many were."""
        with self._writing() as connection:
            rows = connection.execute(
                select(_keys).where(_keys.c.wrapped_by != newest).with_for_update()
            ).all()
            for row in rows:
                key = wrap(WrappedKey(*row))
                connection.execute(
                    update(_keys).where(_keys.c.subject == key.subject).values(**vars(key))
                )
        return len(rows)

    def erase(self, subject: str, *, on: date) -> bool:
        """Delete the key of `subject` and remember it for good; whether there was a key."""
        with self._writing(subject) as connection:
            if not _holds(connection, _erasures, subject):
                connection.execute(insert(_erasures).values(subject=subject, erased_on=on))
            deleted = connection.execute(delete(_keys).where(_keys.c.subject == subject))
        return bool(deleted.rowcount)

    def find_erased(self, subjects: Collection[str]) -> set[str]:
        """Those of `subjects` whose key was erased."""
        query = select(_erasures.c.subject).where(_erasures.c.subject.in_(subjects))
        with self._opened().connect() as connection:
            return set(connection.scalars(query))

    def list_erasures(self) -> dict[str, date]:
        """Subjects whose keys were erased, oldest first, and on which day (UTC)."""
        query = select(_erasures).order_by(_erasures.c.erased_on, _erasures.c.subject)
        with self._opened().connect() as connection:
            return {row.subject: row.erased_on for row in connection.execute(query)}

    def names_in_use(self) -> set[str]:
        """The names of all keys that something is wrapped with."""
        with self._opened().connect() as connection:
            return set(connection.scalars(select(_keys.c.wrapped_by).distinct()))

    def is_empty(self) -> bool:
        """Whether there is no key at all."""
        with self._opened().connect() as connection:
            return not connection.scalar(select(exists().select_from(_keys)))

    def remove_traces(self) -> None:
        """Write all rows anew, in the order of their subjects. Raises DatabaseBusy."""
        rewrite_rows(self._opened(), (_keys, _erasures))

    def close(self) -> None:
        """Let go of the connections. The next use opens the store again."""
        if self._engine is not None:
            self._engine.dispose()

    def _writing(self, subject: str = "") -> AbstractContextManager[Connection]:
        return _alone(self._opened(), subject)

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._engine = _open(self._url)
            return self._engine


def _open(url: str) -> Engine:
    parsed = make_url(url)
    engine = create_engine(parsed, **engine_options(url))
    if engine.dialect.name == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
    with _alone(engine, "") as connection:
        _metadata.create_all(connection)
    return engine


@contextmanager
def _alone(engine: Engine, subject: str) -> Iterator[Connection]:
    """A transaction: the only one that writes at a time, or the only one about `subject`.

    So a key is never made in the moment in which its subject is erased.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
                {"name": f"vault:{subject}"},
            )
        yield connection


def _holds(connection: Connection, table: Table, subject: str) -> bool:
    return bool(connection.scalar(select(exists().where(table.c.subject == subject))))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_writing` says so
    connection.execute("PRAGMA secure_delete = ON")  # a deleted key is overwritten, not just hidden
