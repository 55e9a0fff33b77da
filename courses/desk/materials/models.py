"""Materials of a cohort: files and links, and from when on those who take part see them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from courses.cohorts.models import Cohort, Session
from courses.desk.materials.links import LONGEST_ADDRESS, host_of


class MaterialKind(StrEnum):
    FILE = "file"
    LINK = "link"


class Material(Identified, Model):
    """A file or a link for those who take part, who see it from `released_at` on.

    It belongs to the whole cohort or to one of its sessions. `announced_at` is when they were told
    of it by mail.
    """

    __tablename__ = "cohort_materials"
    __table_args__ = (
        check_in("kind", MaterialKind),
        CheckConstraint("(kind = 'link') = (address IS NOT NULL)", name="address"),
        CheckConstraint(
            "(kind = 'file') = (content IS NOT NULL AND filename IS NOT NULL "
            "AND media_type IS NOT NULL AND size IS NOT NULL)",
            name="file",
        ),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("course_sessions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(4))
    title: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(LONGEST_ADDRESS))
    filename: Mapped[str | None] = mapped_column(String(120))
    media_type: Mapped[str | None] = mapped_column(String(80))
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    created_at: Mapped[datetime]
    released_at: Mapped[datetime]
    announced_at: Mapped[datetime | None] = mapped_column(index=True)

    cohort: Mapped[Cohort] = relationship()
    session: Mapped[Session | None] = relationship()

    @property
    def host(self) -> str:
        """Where a link leads; empty for a file."""
        return host_of(self.address or "")

    def is_released(self, now: datetime) -> bool:
        return self.released_at <= now
