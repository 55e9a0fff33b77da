"""What somebody has worked through by themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId
from app.kernel.db import Model
from courses.catalogue.models import LearningUnit
from organisations.models import Person


class UnitCompletion(Model):
    """A person is done with a learning unit, by their own word. Nobody else sees it."""

    __tablename__ = "unit_completions"
    __table_args__ = (UniqueConstraint("person_id", "unit_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("learning_units.id"), index=True)
    completed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    unit: Mapped[LearningUnit] = relationship()
