"""Questionnaires that an operator has added, which ones are offered, and what is known of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import Identified
from app.kernel.db import Model
from app.kernel.ddl import append_only
from assessments.instruments.psychometrics import LEAST_RECORDS

LONGEST_KEY = 60


class ImportedInstrument(Identified, Model):
    """One version of a questionnaire, as the text of its definition. It never changes."""

    __tablename__ = "instruments"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("version >= 1", name="version"),
    )

    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    version: Mapped[int] = mapped_column(BigInteger)
    definition: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]


append_only("instruments")


class InstrumentOffer(Model):
    """A questionnaire that people may fill in, in its newest version. KommA's own needs none."""

    __tablename__ = "instrument_offers"

    instrument_key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    offered_at: Mapped[datetime]


class InstrumentMoments(Model):
    """Sums over all frozen records of one version, see `psychometrics`. Nobody's answers."""

    __tablename__ = "instrument_moments"
    __table_args__ = (CheckConstraint(f"n >= {LEAST_RECORDS}", name="n"),)

    instrument_key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    n: Mapped[int]
    sums: Mapped[dict[str, Any]] = mapped_column(JSON)
