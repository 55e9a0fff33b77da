"""Reads of questionnaires: KommA's own, those that were added, and what is known of each."""

from functools import lru_cache

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from assessments.instruments.definition import Coefficient, Instrument, Score, read_instrument
from assessments.instruments.models import ImportedInstrument, InstrumentMoments, InstrumentOffer
from assessments.instruments.psychometrics import (
    Moments,
    measured_reliability,
    psychometrics_of,
    read_moments,
)
from assessments.instruments.shelf import find_shipped, resilience_check


def list_offered() -> list[Instrument]:
    """What people may fill in, in its newest version: KommA's own first, then by key."""
    found = db.session.scalars(
        _newest()
        .join(InstrumentOffer, InstrumentOffer.instrument_key == ImportedInstrument.key)
        .order_by(ImportedInstrument.key)
    )
    return [resilience_check(), *map(definition_of, found)]


def find_offered(key: str) -> Instrument | None:
    """The newest version of an instrument that people may fill in; None where they may not."""
    return next((offered for offered in list_offered() if offered.key == key), None)


def get_instrument(key: str, version: int) -> Instrument:
    """Any version that there has ever been, offered or not. Raises NotFound."""
    shipped = find_shipped(key, version)
    if shipped is not None:
        return shipped
    found = db.session.scalar(
        select(ImportedInstrument).where(
            ImportedInstrument.key == key, ImportedInstrument.version == version
        )
    )
    if found is None:
        raise NotFound
    return definition_of(found)


def find_moments(instrument: Instrument) -> Moments | None:
    """The sums over all frozen records of this version; None before there are enough."""
    kept = db.session.get(InstrumentMoments, (instrument.key, instrument.version))
    return None if kept is None else read_moments(kept.n, kept.sums)


def find_measured_reliability(instrument: Instrument, score: Score) -> Coefficient | None:
    """What was measured here as the reliability of `score`; None where too little is known.

    Provisional: with `dataclasses.replace(score, reliability=…)` it serves where a definition
    has none.
    """
    moments = find_moments(instrument)
    if moments is None:
        return None
    return measured_reliability(psychometrics_of(instrument, moments)[score.key])


def definition_of(imported: ImportedInstrument) -> Instrument:
    """What the text of an imported definition says, read once a process: it never changes."""
    return _read(imported.definition)


@lru_cache(maxsize=256)
def _read(text: str) -> Instrument:
    return read_instrument(text.encode())


def _newest():
    """The newest version of each key."""
    newest = (
        select(ImportedInstrument.key, func.max(ImportedInstrument.version).label("version"))
        .group_by(ImportedInstrument.key)
        .subquery()
    )
    return select(ImportedInstrument).join(
        newest,
        (newest.c.key == ImportedInstrument.key) & (newest.c.version == ImportedInstrument.version),
    )
