"""Reads of waves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.kernel.db import db
from assessments.waves.models import Wave, WaveMember, WaveState
from organisations.models import Person


def find_by_label(label: str) -> Wave | None:
    """The wave of that name."""
    return db.session.scalar(select(Wave).where(Wave.public_id == label))


def list_open_for(person: Person, instrument_key: str, today: date) -> Sequence[Wave]:
    """The waves of an instrument that `person` may give to today, the first to close first."""
    return db.session.scalars(
        select(Wave)
        .join(WaveMember)
        .where(
            WaveMember.person_id == person.id,
            Wave.instrument_key == instrument_key,
            Wave.state == WaveState.OPEN,
            Wave.closes_on >= today,
        )
        .order_by(Wave.closes_on, Wave.id)
    ).all()


def is_asked(person: Person, wave: Wave) -> bool:
    """Whether the wave is for `person`, too."""
    return db.session.get(WaveMember, (wave.id, person.id)) is not None
