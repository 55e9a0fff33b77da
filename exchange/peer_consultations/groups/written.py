"""What is written in peer consultations: the case, the notes, and what came of it. All sealed.

The case has a key of its own, under which the notes are sealed, too: they belong to whoever gave
the case and go with it. Each reflection has its own.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified
from app.kernel.db import Model
from exchange.peer_consultations.groups.models import Consultation
from organisations.models import Person


class PeerCase(Identified, Model):
    """The case of a consultation: title, question and what happened, sealed as one document.

    The group reads it from `shared_at` until the consultation is held; then it is the author's
    alone. `revision` counts how often it was saved.
    """

    __tablename__ = "peer_cases"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("peer_consultations.id"), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    shared_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps the case and the notes about it."""
        return f"peer_case:{self.public_id}"


class PeerNote(Identified, Model):
    """A note from the session, sealed under the case. It is not changed; a correction is another.

    `phase` is the one in which it was written.
    """

    __tablename__ = "peer_notes"

    case_id: Mapped[int] = mapped_column(ForeignKey("peer_cases.id"), index=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    phase: Mapped[int]
    written_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    case: Mapped[PeerCase] = relationship()

    @property
    def purpose(self) -> str:
        """For what the vault keeps it: a sealed note does not fit in another's place."""
        return f"note {self.public_id}"


class Reflection(Identified, Model):
    """What somebody says weeks later of what came of it; the group reads it once it is shared."""

    __tablename__ = "peer_reflections"
    __table_args__ = (UniqueConstraint("consultation_id", "person_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("peer_consultations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    written_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    shared_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def vault_subject(self) -> str:
        return f"peer_reflection:{self.public_id}"
