"""Where the vault's wrapped data keys live, and the list of subjects whose keys were erased.

A database of its own (KEYS_URL), so that keys and what they open are backed up apart. Its two
tables are made on first use. Every command is one short transaction that commits at once, whatever
becomes of the request it is part of.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
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
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.kernel.db import engine_options

_metadata = MetaData()
_keys = Table(
    "vault_keys",
    _metadata,
    Column("subject", String(80), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("wrapped_by", String(16), nullable=False),
)
_erasures = Table(
    "vault_erasures",
    _metadata,
    Column("subject", String(80), primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False),
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
        """The keys of those `subjects` that have one and were not erased."""
        # An erasure counts even if another process made the key in the same moment.
        erased = exists().where(_erasures.c.subject == _keys.c.subject)
        with self._opened().connect() as connection:
            rows = connection.execute(select(_keys).where(_keys.c.subject.in_(subjects), ~erased))
            return {row.subject: WrappedKey(*row) for row in rows}

    def add(self, key: WrappedKey) -> bool:
        """Keep a first key. False where its subject has one already, or was erased."""
        erased = exists().where(_erasures.c.subject == key.subject)
        try:
            with self._writing() as connection:
                if connection.scalar(select(erased)):
                    return False
                connection.execute(insert(_keys).values(**vars(key)))
        except IntegrityError:
            return False
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

    def erase(self, subject: str, *, now: datetime) -> bool:
        """Delete the key of `subject` and remember it for good; whether there was a key."""
        # The note comes first: from here on the key is not found, even if this stops half-way.
        with suppress(IntegrityError), self._writing() as connection:
            connection.execute(insert(_erasures).values(subject=subject, erased_at=now))
        with self._writing() as connection:
            return bool(
                connection.execute(delete(_keys).where(_keys.c.subject == subject)).rowcount
            )

    def list_erasures(self) -> dict[str, datetime]:
        """Subjects whose keys were erased, oldest first, and when."""
        query = select(_erasures).order_by(_erasures.c.erased_at, _erasures.c.subject)
        with self._opened().connect() as connection:
            rows = connection.execute(query).all()
        return {row.subject: _aware(row.erased_at) for row in rows}

    def names_in_use(self) -> set[str]:
        """The names of all keys that something is wrapped with."""
        with self._opened().connect() as connection:
            return set(connection.scalars(select(_keys.c.wrapped_by).distinct()))

    def close(self) -> None:
        """Let go of the connections. The next use opens the store again."""
        if self._engine is not None:
            self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._opened().begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

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
    try:
        _metadata.create_all(engine)
    except DBAPIError:  # another process has just made the same tables
        _metadata.create_all(engine)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_writing` says so
    connection.execute("PRAGMA secure_delete = ON")  # a deleted key is overwritten, not just hidden


def _aware(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
