"""Who meets: the advisory board, visits of the commissioner, conferences, regional groups."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from organisations.models import Person


class BodyKind(StrEnum):
    ADVISORY_BOARD = "advisory_board"
    VISIT = "visit"
    CONFERENCE = "conference"
    REGIONAL_GROUP = "regional_group"


class Circle(StrEnum):
    """People who belong to a body by what they are, for as long as they are it."""

    COORDINATORS = "coordinators"  # and whoever stands in for one
    LEADERSHIP = "leadership"
    OFFICE = "office"


class Part(StrEnum):
    """What a person who is named in a body does there."""

    MEMBER = "member"
    CHAIR = "chair"
    NOTE_KEEPER = "note_keeper"


class Body(Identified, Model):
    """Something that meets again and again.

    Its members are the people who are named, and everybody of its circles. `state` is the Land of a
    regional group (ISO 3166-2, such as DE-BY): its circles are people of municipalities there, but
    for the office.
    """

    __tablename__ = "meeting_bodies"
    __table_args__ = (
        check_in("kind", BodyKind),
        CheckConstraint("(kind = 'regional_group') = (state IS NOT NULL)", name="state"),
    )

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[str | None] = mapped_column(String(5))
    created_at: Mapped[datetime]

    circles: Mapped[list["BodyCircle"]] = relationship(
        order_by="BodyCircle.circle", cascade="all, delete-orphan"
    )

    @property
    def has_visits(self) -> bool:
        return self.kind == BodyKind.VISIT


class BodyCircle(Model):
    """Everybody of this circle belongs to the body."""

    __tablename__ = "meeting_body_circles"
    __table_args__ = (check_in("circle", Circle),)

    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_bodies.id"), primary_key=True)
    circle: Mapped[str] = mapped_column(String(12), primary_key=True)


class BodyMember(Model):
    """A person who is named in a body. At most one takes the chair."""

    __tablename__ = "meeting_body_members"
    __table_args__ = (
        check_in("part", Part),
        Index(
            "uq_meeting_body_members_chair",
            "body_id",
            unique=True,
            sqlite_where=text("part = 'chair'"),
            postgresql_where=text("part = 'chair'"),
        ),
    )

    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_bodies.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(12), default=Part.MEMBER)

    body: Mapped[Body] = relationship()
    person: Mapped[Person] = relationship()
