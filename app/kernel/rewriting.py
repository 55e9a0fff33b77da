"""Takes away what the place and the age of rows tell: which was written when, and with which other.

PostgreSQL shows each row's place (`ctid`) and the transaction that wrote it (`xmin`); two rows with
the same one were written by the same request. Long values lie apart under running numbers. SQLite
keeps long values on pages in the order in which they were written.
"""

import sqlite3
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import OperationalError

LOCK_TIMEOUT = "2s"


class DatabaseBusy(Exception):
    """Somebody else is at work in the database; another attempt may succeed."""


def rewrite_rows(engine: Engine, tables: Iterable[Table]) -> None:
    """Write all rows of `tables` anew, in the order of their keys. Raises DatabaseBusy.

    Nothing else may be written by the calling thread meanwhile. Each table is one transaction, so
    all of its rows are of the same age; what was there before is cleared away. On SQLite the whole
    file is written anew.
    """
    try:
        if engine.dialect.name == "sqlite":
            compact(engine)
            return
        for table in tables:
            with engine.begin() as connection:
                _rewrite(connection, table)
            _clear_away(engine, table)
    except (OperationalError, sqlite3.OperationalError) as error:
        raise DatabaseBusy from error


def compact(engine: Engine) -> None:
    """Write an SQLite file anew, without pages that are free or were copied aside for writing."""
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        if driver is None:
            raise RuntimeError("the pool gave a connection that is closed")
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _rewrite(connection: Connection, table: Table) -> None:
    """Whoever has read the table goes first, and who waits after us finds the new rows.

    Not TRUNCATE: a backup that began before would find the table empty.
    """
    keys = ", ".join(column.name for column in table.primary_key)
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))
    # All names stand in our own code, nothing comes from outside.
    connection.execute(
        text(
            f"WITH gone AS (DELETE FROM {table.name} RETURNING *) "  # noqa: S608
            f"INSERT INTO {table.name} SELECT * FROM gone ORDER BY {keys}"
        )
    )


def _clear_away(engine: Engine, table: Table) -> None:
    """Without this the former rows could still be read by who looks into the pages."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {table.name}"))
