"""The chain of audit entries: each holds the hash of the one before it, so a change shows.

The hash is SHA-256 over the entry as JSON with sorted keys, without spaces, in UTF-8: what RFC 8785
makes of texts and whole numbers, and an entry holds nothing else.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import Result, Row, event, func, select
from sqlalchemy.orm import Session, object_session

from app.kernel.audit import HASH_LENGTH, AuditEntry
from app.kernel.db import db, lock

BEFORE_THE_FIRST = "0" * HASH_LENGTH
ENTRIES_AT_A_TIME = 1000
_LOCK = "audit_chain"
_NEW_ENTRIES = "new_audit_entries"


@dataclass(frozen=True)
class Fault:
    """The first place where the chain does not hold. `kind`: changed, missing or added."""

    position: int
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"position {self.position}: {self.kind}: {self.reason}"


@dataclass
class Verification:
    """What a walk along the chain found so far."""

    entries: int = 0
    last_hash: str = BEFORE_THE_FIRST
    fault: Fault | None = None


def canonical(entry: AuditEntry | Row[Any], *, position: int, previous_hash: str) -> bytes:
    """What the hash of `entry` at `position` is taken of."""
    fields = {
        "action": entry.action,
        "actor": entry.actor_public_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "details": entry.details,
        "object": entry.object_public_id,
        "object_type": entry.object_type,
        "position": position,
        "previous_hash": previous_hash,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def entry_hash(entry: AuditEntry | Row[Any], *, position: int, previous_hash: str) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    form = canonical(entry, position=position, previous_hash=previous_hash)
    return hashlib.sha256(form).hexdigest()


def verify_chain(*, first: int = 1, expected_hash: str | None = None) -> Verification:
    """Walk along the chain from position `first` to its end, or to the first fault.

    `expected_hash` is the hash that the entry at `first` had when somebody wrote it down.
    """
    with _stored_entries(first) as entries:  # closes the cursor where the walk ends early
        found = _walk(entries, first=first, expected_hash=expected_hash)
    if found.fault is None and (outside := _count_outside()):
        reason = f"{outside} entries stand outside of the chain, written past the application"
        found.fault = Fault(first + found.entries, "added", reason)
    return found


def _walk(entries: Iterable[Row[Any]], *, first: int, expected_hash: str | None) -> Verification:
    found = Verification()
    for entry in entries:
        position = first + found.entries
        previous = None if position == first > 1 else found.last_hash
        found.fault = _fault(entry, position, previous)
        if found.fault is None and expected_hash and position == first:
            found.fault = _other_than_noted(entry, position, expected_hash)
        if found.fault is not None:
            return found
        found.entries += 1
        found.last_hash = str(entry.hash)
    if first > 1 and not found.entries:
        found.fault = Fault(first, "missing", "the chain ends before it")
    return found


def _fault(entry: Row[Any], position: int, previous_hash: str | None) -> Fault | None:
    """What is wrong with the entry that follows at `position`; without a previous hash, its own."""
    if entry.position != position:
        return Fault(position, "missing", f"the next entry is {entry.position}")
    own = str(entry.previous_hash)
    if entry_hash(entry, position=position, previous_hash=own) != entry.hash:
        return Fault(position, "changed", "what it says does not give its hash")
    if previous_hash is not None and own != previous_hash:
        reason = "it does not follow on the entry before it: one of the two was written later"
        return Fault(position, "added", reason)
    return None


def _other_than_noted(entry: Row[Any], position: int, expected_hash: str) -> Fault | None:
    if entry.hash == expected_hash.lower():
        return None
    return Fault(position, "changed", f"its hash is {entry.hash}, not the one given")


def _stored_entries(first: int) -> Result[Any]:
    """Entries from `first` on as they are stored, a thousand in memory at a time."""
    return db.session.execute(
        select(*AuditEntry.__table__.columns)
        .where(AuditEntry.position >= first)
        .order_by(AuditEntry.position)
        .execution_options(yield_per=ENTRIES_AT_A_TIME)
    )


def _count_outside() -> int:
    query = select(func.count()).select_from(AuditEntry).where(AuditEntry.position.is_(None))
    return db.session.scalar(query) or 0


@event.listens_for(AuditEntry, "after_insert")
def _note_new_entry(_mapper: object, _connection: object, entry: AuditEntry) -> None:
    object_session(entry).info[_NEW_ENTRIES] = True  # type: ignore[union-attr]


@event.listens_for(db.session, "before_commit")
def _chain_new_entries(session: Session) -> None:
    """Give the transaction's entries their places, as the last thing before it commits.

    So the one lock that all writers share is held for a moment only, and nobody waits for anything
    else while they hold it. The rows come from the database: hashed is what is stored.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    if not session.info.pop(_NEW_ENTRIES, False):
        return
    lock(_LOCK)
    last, previous = _end_of_chain(session)
    new = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.position.is_(None))
        .order_by(AuditEntry.id)
        .execution_options(populate_existing=True)
    )
    for position, entry in enumerate(new.all(), start=last + 1):
        digest = entry_hash(entry, position=position, previous_hash=previous)
        entry.position, entry.previous_hash, entry.hash = position, previous, digest
        previous = digest
    session.flush()


def _end_of_chain(session: Session) -> tuple[int, str]:
    last = session.execute(
        select(AuditEntry.position, AuditEntry.hash)
        .where(AuditEntry.position.is_not(None))
        .order_by(AuditEntry.position.desc())
        .limit(1)
    ).first()
    return (last.position, last.hash) if last else (0, BEFORE_THE_FIRST)


@event.listens_for(db.session, "after_rollback")
def _forget_new_entries(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_NEW_ENTRIES, None)
