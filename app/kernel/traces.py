"""Tables whose rows must not tell when they were written: each night all of them are written anew.

So is the key store. Until the next night the place and the age of new rows can be seen.
"""

from datetime import datetime

from app.kernel.db import db
from app.kernel.rewriting import rewrite_rows
from app.kernel.vault import current_vault

JOB_NAME = "kernel.traces"

_TABLES: set[str] = set()


def leave_no_traces(table: str) -> None:
    """Have all rows of `table` written anew each night."""
    _TABLES.add(table)


def remove_traces(_now: datetime) -> int:
    """Write all rows of such tables anew; returns how many tables there are."""
    db.session.rollback()  # what this thread holds open would be in the way
    tables = [db.metadata.tables[name] for name in sorted(_TABLES)]
    rewrite_rows(db.engine.engine, tables)
    current_vault().remove_traces()
    return len(tables)
