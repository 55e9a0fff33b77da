"""Who keeps whose appointments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from organisations.models import Person


class Deputyship(Identified, Model):
    """`deputy` keeps the appointments of `principal`, seeing times only, until `ended_at`."""

    __tablename__ = "deputyships"
    __table_args__ = (
        CheckConstraint("principal_id <> deputy_id", name="not_oneself"),
        Index(
            "uq_deputyships_live",
            "principal_id",
            "deputy_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    principal_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    principal: Mapped[Person] = relationship(foreign_keys=[principal_id])
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])
