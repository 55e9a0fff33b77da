"""Until when somebody has been told what is new."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model


class ToldOfArticles(Model):
    """The instant up to which the weekly mail has told a person of articles."""

    __tablename__ = "told_of_articles"

    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    told_until: Mapped[datetime]
