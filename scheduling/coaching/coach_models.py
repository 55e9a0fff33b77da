"""What a coach says of themselves: where they work from, their holidays, when they are away.

Apart from the models of offers and bookings, which refer to none of this.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId, Identified
from app.kernel.db import Model

TOWN_LENGTH = 80
LONGEST_TRAVEL_MINUTES = 600
USUAL_TRAVEL_MINUTES = 60


class CoachSettings(Model):
    """How a coach works. Who has not said anything has no row.

    `state` is an ISO 3166-2 code such as DE-BY: on its public holidays the coach is off. `town` is
    where they sit during online appointments, empty where that plays no part. What is not in
    `travel_times` takes `usual_travel_minutes` from town to town.
    """

    __tablename__ = "coach_settings"
    __table_args__ = (
        CheckConstraint("usual_travel_minutes BETWEEN 0 AND 600", name="usual_travel"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    state: Mapped[str | None] = mapped_column(String(5))
    town: Mapped[str] = mapped_column(String(TOWN_LENGTH), default="")
    usual_travel_minutes: Mapped[int] = mapped_column(default=USUAL_TRAVEL_MINUTES)


class CoachVacation(Identified, Model):
    """A coach is away from the first to the last day, for whatever reason: it is not asked."""

    __tablename__ = "coach_vacations"
    __table_args__ = (CheckConstraint("last_date >= first_date", name="dates"),)

    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    first_date: Mapped[date]
    last_date: Mapped[date]


class TravelTime(Identified, Model):
    """What a coach needs from one town to another, in either direction.

    `pair` is both names as `scheduling.travel.pair_of` writes them, so that a pair comes once.
    """

    __tablename__ = "travel_times"
    __table_args__ = (
        UniqueConstraint("coach_id", "pair"),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes"),
    )

    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    pair: Mapped[str] = mapped_column(String(4 * TOWN_LENGTH))
    town: Mapped[str] = mapped_column(String(TOWN_LENGTH))
    other_town: Mapped[str] = mapped_column(String(TOWN_LENGTH))
    minutes: Mapped[int]


class CoachNote(Model):
    """What a coach writes down for themselves about an appointment.

    Sealed in the vault under the coach, so that nobody else reads it and it goes with them.
    """

    __tablename__ = "coach_notes"
    __table_args__ = (UniqueConstraint("booking_id", "coach_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
