"""Who would like to consult with peers, and what they said of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Model
from organisations.models import Person


class Hours(StrEnum):
    """When somebody can be free on working days, by the programme's clock."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class PeerProfile(Model):
    """What a person said of themselves so that a group can be found: they agreed at `agreed_at`.

    `topics` are keys of topics, `hours` of `Hours`. With `only_others` they meet nobody of their
    own municipality.
    """

    __tablename__ = "peer_profiles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    topics: Mapped[list[Any]] = mapped_column(JSON)
    hours: Mapped[list[Any]] = mapped_column(JSON)
    only_others: Mapped[bool]
    agreed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
