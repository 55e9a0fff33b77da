"""Notes in passing, such as a last use: written where that is quick, and else not at all."""

from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import IntegrityError, OperationalError

from app.kernel.db import SQLITE_BUSY_SECONDS, db

PATIENCE_MILLISECONDS = 50


def write_unless_busy(note: Executable, rows: list[dict[str, Any]] | None = None) -> bool:
    """Write `note` in a short transaction of its own; whether it changed one row.

    With `rows` it is written for each of them.

    Ends the transaction that has been reading so far, so it must come before the first write or
    after all reading. Soon gives up where the database is busy, since nobody waits for a note, and
    where what it is about has gone meanwhile.
    """
    db.session.rollback()
    connection = db.session.connection()
    _wait_at_most(connection, PATIENCE_MILLISECONDS)
    try:
        noted = db.session.execute(note, rows).rowcount == 1  # type: ignore[attr-defined]
    except (OperationalError, IntegrityError):
        _wait_as_ever(connection)
        db.session.rollback()
        return False
    _wait_as_ever(connection)
    db.session.commit()
    return noted


def _wait_at_most(connection: Connection, milliseconds: int) -> None:
    """Bound how long a statement waits for the locks of others."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")
    else:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")


def _wait_as_ever(connection: Connection) -> None:
    """Before the connection goes back; PostgreSQL forgets with the transaction by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {SQLITE_BUSY_SECONDS * 1000}")
