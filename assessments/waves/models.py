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
from app.kernel.ddl import Trigger, append_only, declare_trigger
from organisations.models import Municipality, Person

#: No promise says less: contract "Group results".
FLOOR = 5

#: What is promised as long as the office has not raised it, and the most that it may promise.
DEFAULT_K, HIGHEST_K = 7, 30

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
    wave of a series, whose scores are those before. `tables` are what was published, and not a word
    of cells that were suppressed. `counts`, sealed, are the numbers of scores by crossing of all
    dimensions, for the wave that follows: of a crossing of one person they would tell everything.
    `spread` is published with the tables: a standard deviation that single scores hardly exceed.
    `restricted`: results are for the office alone, and for whom the opener lets in. `general`: the
    office asks everybody, of all municipalities or of one, and a job mails to them.
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
    instrument_version: Mapped[int]
    title: Mapped[Bilingual | None]
    state: Mapped[str] = mapped_column(String(9), default=WaveState.OPEN)
    k: Mapped[int]
    opened_at: Mapped[datetime]
    closes_on: Mapped[date]
    restricted: Mapped[bool] = mapped_column(default=False)
    general: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_waves.id"), unique=True)
    closed_at: Mapped[datetime | None]
    tables: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    counts: Mapped[bytes | None] = mapped_column(LargeBinary)
    spread: Mapped[float | None]
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

    @property
    def counts_subject(self) -> str:
        """The subject of `counts`, as long as another wave may follow."""
        return f"wave counts:{self.public_id}"


class WaveMunicipality(Model):
    """A municipality of which somebody is asked: there it is known that the wave exists.

    It stays when the wave is frozen, and says nothing of who has answered.
    """

    __tablename__ = "assessment_wave_municipalities"

    wave_id: Mapped[int] = mapped_column(ForeignKey("assessment_waves.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(
        ForeignKey("municipalities.id"), primary_key=True, index=True
    )

    wave: Mapped[Wave] = relationship()
    municipality: Mapped[Municipality] = relationship()


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


class GroupSize(Identified, Model):
    """The k that is promised from today on, in one row; the default without it. Only raised."""

    __tablename__ = "assessment_group_size"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        # Whoever makes the row raises the default.
        CheckConstraint(f"k BETWEEN {DEFAULT_K} AND {HIGHEST_K}", name="k"),
    )

    k: Mapped[int]


append_only("assessment_group_size", changes_refused_when="NEW.k < OLD.k")

declare_trigger(
    Trigger(
        name="assessment_waves_keep_their_promise",
        table="assessment_waves",
        timing="BEFORE UPDATE OF k",
        message="assessment_waves_keep_their_promise",
        refused_when="NEW.k < OLD.k",
    )
)
declare_trigger(
    Trigger(
        name="assessment_waves_are_published_once",
        table="assessment_waves",
        timing="BEFORE UPDATE OF tables, counts, spread, k, state",
        message="assessment_waves_are_published_once",
        refused_when="OLD.state IN ('frozen', 'withdrawn')",
    )
)
