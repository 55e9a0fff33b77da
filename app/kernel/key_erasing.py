"""Erases keys of the vault together with the rows that they open: both, or neither.

The key store is a database of its own, so the wish is a row beside the others. The key goes as soon
as that is committed, and with the next sweep if the process was killed in between.
"""

from datetime import datetime

import structlog
from sqlalchemy import String, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import INSERT, Model, after_commit, db
from app.kernel.jobs import wake_after_commit
from app.kernel.vault import current_vault

JOB_NAME = "kernel.key_erasing"

log = structlog.get_logger("komma.vault")


class KeyToErase(Model):
    """This subject's key is to go. The row is gone a moment later."""

    __tablename__ = "vault_keys_to_erase"
    __table_args__ = {"sqlite_with_rowid": False}

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)


def erase_with_commit(subject: str, *, now: datetime) -> None:
    """Erase the key of `subject` once, and only if, the current transaction is committed."""
    insert = INSERT[db.engine.dialect.name](KeyToErase.__table__)
    db.session.execute(insert.values(subject=subject).on_conflict_do_nothing())
    vault = current_vault()

    def erase() -> None:
        try:
            vault.erase(subject, now=now)
        except SQLAlchemyError as error:
            log.warning("key_not_erased_yet", error=type(error).__name__)

    after_commit(erase, once=f"erase {subject}")
    wake_after_commit(JOB_NAME)


def erase_due(now: datetime) -> int:
    """Erase what is left, and forget what was to be erased; returns how many."""
    subjects = db.session.scalars(select(KeyToErase.subject)).all()
    for subject in subjects:
        current_vault().erase(subject, now=now)
    if subjects:
        db.session.execute(delete(KeyToErase).where(KeyToErase.subject.in_(subjects)))
    return len(subjects)
