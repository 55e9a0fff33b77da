"""Waves: collections of self-assessments for one result of a group, published once.

While a wave is open, copies lie sealed under the wave's key, beside no person and no instant.
Freezing makes the tables, deletes every copy and erases the key.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.bilingual import Bilingual
from app.kernel.db import Model
from organisations.models import Person

#: No promise says less: contract "Group results".
FLOOR = 5

TICKET_LENGTH = 64


class WaveState(StrEnum):
    """People give (`open`), nobody does any more (`closed`), there are tables (`frozen`).

    `withdrawn`: it was given up, and all that was given is destroyed.
    """

    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"
    WITHDRAWN = "withdrawn"


class Wave(Identified, Model):
    """One collection; its public id is all that it is called, whoever opened it knows what for.

    It closes after `closes_on`. `k` is promised to everybody who gives. `follows` is the earlier
    wave of a series, whose scores are those before. `tables` are what was published; `counts` are
    the numbers of scores by crossing of all dimensions, for the wave that follows, never shown.
    """

    __tablename__ = "assessment_waves"
    __table_args__ = (
        check_in("state", WaveState),
        CheckConstraint(f"k >= {FLOOR}", name="k"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'frozen') = (tables IS NOT NULL)", name="frozen"),
        CheckConstraint("(tables IS NULL) = (counts IS NULL)", name="counts"),
        CheckConstraint("NOT (key_erased AND state IN ('open', 'closed'))", name="key_erased"),
    )

    instrument_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[Bilingual | None]
    state: Mapped[str] = mapped_column(String(9), default=WaveState.OPEN)
    k: Mapped[int]
    opened_at: Mapped[datetime]
    closes_on: Mapped[date]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_waves.id"), unique=True)
    closed_at: Mapped[datetime | None]
    tables: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    counts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    key_erased: Mapped[bool] = mapped_column(default=False)

    follows: Mapped["Wave | None"] = relationship(remote_side="Wave.id")

    @property
    def label(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.state == WaveState.OPEN

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps the copies."""
        return f"wave:{self.public_id}"


class WaveMember(Model):
    """Somebody who is asked, as everybody of the group is. Gone once the wave is frozen."""

    __tablename__ = "assessment_wave_members"

    wave_id: Mapped[int] = mapped_column(ForeignKey("assessment_waves.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    wave: Mapped[Wave] = relationship()
    person: Mapped[Person] = relationship()


class WaveCopy(Model):
    """What somebody has given: who, only they can tell, since `ticket` comes from their secret.

    There is no number and no instant, and SQLite keeps the rows by their key and not as they came.
    """

    __tablename__ = "assessment_wave_copies"
    __table_args__ = {"sqlite_with_rowid": False}

    wave_id: Mapped[int] = mapped_column(ForeignKey("assessment_waves.id"), primary_key=True)
    ticket: Mapped[str] = mapped_column(String(TICKET_LENGTH), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    wave: Mapped[Wave] = relationship()
