"""That somebody found an article useful: once for each person, seen as a number alone."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model


class UsefulMark(Model):
    """One person's mark. Nobody is shown whose it is."""

    __tablename__ = "article_useful_marks"

    article_id: Mapped[int] = mapped_column(BigId, ForeignKey("articles.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, index=True
    )
    marked_at: Mapped[datetime]
