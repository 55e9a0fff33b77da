"""The database handle, its transactions, and the one place where a request commits.

A request is one transaction: it commits when the answer is 2xx or 3xx and rolls back otherwise.
What must survive a refusal (throttling, the audit of the refusal) is handed to `after_refusal`
and written in a second short transaction. Wake-up calls to the job worker go to `after_commit`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, g, has_app_context, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState

from app.kernel.base import Base
from app.kernel.errors import domain_error_from

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

#: INSERT with the words that only these two databases have, such as ON CONFLICT.
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# SQLite lets one writer in at a time, and whoever asks too often waits longest. Waiting is better
# than an error page, but gunicorn's 60 seconds are more than anyone would wait.
SQLITE_BUSY_SECONDS = 15

#: How long a request waits for one of the connections to PostgreSQL.
POOL_SECONDS = 5

# With recursive triggers, REPLACE asks the triggers on DELETE about the rows that it drops. With
# secure_delete, what is deleted is overwritten and not just no longer pointed at.
PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = NORMAL",
    "recursive_triggers = ON",
    "secure_delete = ON",
)

# A function's rows come in their order, so keys are locked in that of the array.
LOCK = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) "
    "FROM unnest(CAST(:keys AS text[])) AS key"
)

# A session that is given a connection with an open transaction works in a savepoint of it.
db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"join_transaction_mode": "create_savepoint"},
)
migrate = Migrate(db=db, render_as_batch=True, compare_type=True)
Model = db.Model


def init_db(app: Flask, database_url: str, migrations_folder: str) -> None:
    """Connect `app` to `database_url` and put the unit of work around its requests."""
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(database_url)
    _make_folder(database_url)
    db.init_app(app)
    migrate.init_app(app, directory=migrations_folder)
    with app.app_context():
        prepare_engine(db.engine)
    app.after_request(_finish_unit_of_work)


def _make_folder(database_url: str) -> None:
    """SQLite makes a file by itself, but not the folder that it is to lie in."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def engine_options(database_url: str) -> dict[str, object]:
    """Pool and driver options for SQLite or PostgreSQL."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": SQLITE_BUSY_SECONDS}}
    return {
        "pool_pre_ping": True,
        "pool_timeout": POOL_SECONDS,
        "connect_args": {"connect_timeout": 5},
    }


def prepare_engine(engine: Engine) -> None:
    """SQLite: pragmas, and transactions that begin when we say so and as we say."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    """A writer that begins as a reader can fail half-way (SQLITE_BUSY_SNAPSHOT), so it says so."""
    if has_app_context() and "transaction_reads" in g:
        return bool(g.transaction_reads)
    return has_request_context() and request.method in SAFE_METHODS


def lock(*keys: str) -> None:
    """Wait until no other transaction holds any of `keys`, and hold them until this one ends.

    They are taken in the order given; what this transaction holds already costs nothing. PostgreSQL
    takes advisory locks, all in one statement; on SQLite the transaction that writes is alone
    anyway.
    """
    if db.engine.dialect.name != "postgresql":
        return
    session = db.session()
    transaction, held = session.info.get("locks", (None, frozenset()))
    if transaction is not session.get_transaction():
        held = frozenset()
    wanted = [key for key in keys if key not in held]
    if wanted:
        session.execute(LOCK, {"keys": wanted})
        session.info["locks"] = session.get_transaction(), held.union(wanted)


@contextmanager
def reading() -> Iterator[None]:
    """Look something up in a transaction of its own, before the first write or without any.

    It ends with the block, so that argon2 or a PDF after it computes without holding a lock;
    objects read in it are fetched anew when used again. Raises RuntimeError where something has
    been written already: that would be lost half-way.
    """
    _end_reading()
    g.transaction_reads = True
    try:
        yield
    finally:
        g.pop("transaction_reads", None)
        _end_reading()


def _end_reading() -> None:
    session = db.session
    if session.new or session.dirty or session.deleted or session.info.get("written"):
        raise RuntimeError("look-ups and slow work must come before the first write")
    session.rollback()


@contextmanager
def conflicts_explained() -> Iterator[None]:
    """Flush what the block changed; a broken constraint becomes its declared domain error.

    The block runs in a savepoint, so the transaction stays usable after the refusal.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        explained = domain_error_from(error)
        if explained is None:
            raise
        raise explained from error


def after_refusal(write: Callable[[], None]) -> None:
    """Have `write` run and commit by itself once this request has been refused and rolled back."""
    g.setdefault("writes_after_refusal", []).append(write)


def after_commit(wake: Callable[[], None], *, once: str | None = None) -> None:
    """Have `wake` called when the current transaction has committed; dropped on rollback.

    Of several with the same `once` only the first is called.
    """
    db.session.info.setdefault("after_commit", {}).setdefault(once or wake, wake)


def _finish_unit_of_work(response: Response) -> Response:
    if 200 <= response.status_code < 400:
        db.session.commit()
        return response
    db.session.rollback()
    for write in g.pop("writes_after_refusal", []):
        g.transaction_reads = False
        write()
        db.session.commit()
    return response


@event.listens_for(db.session, "after_flush")
def _note_writes(session: object, _context: object) -> None:
    session.info["written"] = True


@event.listens_for(db.session, "do_orm_execute")
def _note_bulk_writes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["written"] = True


@event.listens_for(db.session, "after_commit")
def _after_commit(session: object) -> None:
    if session.in_nested_transaction():
        return  # a savepoint was released: nobody else sees anything yet
    session.info.pop("written", None)
    for wake in session.info.pop("after_commit", {}).values():
        wake()


@event.listens_for(db.session, "after_rollback")
def _after_rollback(session: object) -> None:
    session.info.pop("locks", None)  # those taken since the savepoint are gone, too
    if session.in_nested_transaction():
        return  # back to a savepoint: what came before it stands
    session.info.pop("written", None)
    session.info.pop("after_commit", None)
