"""Whether the operator's key and the key store fit what the database holds."""

from sqlalchemy import inspect, select
from sqlalchemy.types import LargeBinary

from app.kernel.db import db
from app.kernel.vault import current_vault

SEALED = "sealed"


def find_vault_fault() -> str | None:
    """Why what was sealed could not be opened, in one line, or None where it could.

    An empty key store beside sealed rows is the wrong one, or was lost: new keys would be made for
    everybody, and what is sealed with the former ones could never be joined with them again.
    """
    fault = current_vault().find_fault()
    if fault or not current_vault().is_empty() or not _holds_sealed_rows():
        return fault
    return "KEYS_URL: the key store is empty, but the database holds sealed data"


def _holds_sealed_rows() -> bool:
    existing = set(inspect(db.session.connection()).get_table_names())
    columns = [
        table.c[SEALED]
        for table in db.metadata.tables.values()
        if SEALED in table.c and isinstance(table.c[SEALED].type, LargeBinary)
    ]
    return any(
        db.session.scalar(select(1).where(column.is_not(None)).limit(1))
        for column in columns
        if column.table.name in existing
    )
