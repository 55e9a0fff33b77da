"""Levels that the people of a group give for one result of the group, frozen once.

While a collection is open its contributions lie sealed beside who gave them, so that everybody can
take theirs back. Freezing makes the figures, deletes every contribution and erases the key.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from courses.needs.models import NeedsAnalysis
from organisations.models import Municipality, Person, Team

#: How many people a figure is of, at least; fewer than the floor are never promised.
SMALLEST_GROUP, FLOOR = 7, 5

_UNFROZEN = "state IN ('open', 'closed')"


class CollectionState(StrEnum):
    """People contribute (`open`), nobody does any more (`closed`), there are figures (`frozen`).

    `withdrawn`: it was given up, and all that was contributed is destroyed.
    """

    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"
    WITHDRAWN = "withdrawn"


class LevelCollection(Identified, Model):
    """One collection of levels: of a municipality, or of one of its teams for the team's analysis.

    It closes after `closes_on`: a municipality's by itself, a team's by its lead, who has only
    wished for that day. `figures` say nothing of groups smaller than `k`. `invited`: the people of
    the group were asked. `key_erased`: nothing that was contributed can be read any more.
    """

    __tablename__ = "level_collections"
    __table_args__ = (
        check_in("state", CollectionState),
        CheckConstraint(f"k >= {FLOOR}", name="k"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("(state = 'frozen') = (figures IS NOT NULL)", name="frozen"),
        CheckConstraint(f"NOT (key_erased AND {_UNFROZEN})", name="key_erased"),
        Index(
            "uq_level_collections_one_of_municipality",
            "municipality_id",
            unique=True,
            sqlite_where=text(f"team_id IS NULL AND {_UNFROZEN}"),
            postgresql_where=text(f"team_id IS NULL AND {_UNFROZEN}"),
        ),
        Index(
            "uq_level_collections_one_of_team",
            "team_id",
            unique=True,
            sqlite_where=text(_UNFROZEN),
            postgresql_where=text(_UNFROZEN),
        ),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    state: Mapped[str] = mapped_column(String(9), default=CollectionState.OPEN)
    k: Mapped[int] = mapped_column(default=SMALLEST_GROUP)
    opened_at: Mapped[datetime]
    closes_on: Mapped[date]
    invited: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    key_erased: Mapped[bool] = mapped_column(default=False)

    municipality: Mapped[Municipality] = relationship()
    team: Mapped[Team | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state == CollectionState.OPEN

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps what is contributed."""
        return f"levels:{self.public_id}"


class LevelContribution(Model):
    """What a person has given to a collection that is not frozen: their levels, sealed.

    There is no instant and no number: nothing that says who came when. Gone once it is frozen.
    """

    __tablename__ = "level_contributions"

    collection_id: Mapped[int] = mapped_column(ForeignKey("level_collections.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("needs_analyses.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    collection: Mapped[LevelCollection] = relationship()
    person: Mapped[Person] = relationship()
    analysis: Mapped[NeedsAnalysis] = relationship()
