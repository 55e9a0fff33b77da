"""Self-assessments. What somebody answered, scored and noted is sealed by the vault."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from organisations.models import Person


class Administration(Identified, Model):
    """One passage through an instrument; a draft until `taken_at`.

    Each is a subject of the vault by itself, so that deleting one makes it unreadable in every
    backup too and leaves the others as they are.
    """

    __tablename__ = "administrations"
    __table_args__ = (
        Index(
            "uq_administrations_one_draft",
            "person_id",
            unique=True,
            sqlite_where=text("taken_at IS NULL"),
            postgresql_where=text("taken_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    instrument_key: Mapped[str] = mapped_column(String(60))
    instrument_version: Mapped[int]
    started_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    person: Mapped[Person] = relationship()

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps this one."""
        return f"assessment:{self.public_id}"
