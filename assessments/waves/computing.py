"""Computes what a closed wave publishes, from its copies. It reads and writes nothing."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from assessments.instruments.definition import Coefficient, Instrument
from assessments.instruments.psychometrics import Moments, moments_of, psychometrics_of
from assessments.instruments.queries import find_moments, get_instrument
from assessments.waves.copies import open_copies, open_counts
from assessments.waves.margins import coarse_spread
from assessments.waves.models import Wave, WaveCopy
from assessments.waves.outcome import counts_of, ends_of, published, records_of
from assessments.waves.rules import current_k


@dataclass(frozen=True)
class Outcome:
    """What a wave publishes and leaves behind, and of which copies it was made, with which k."""

    instrument: Instrument
    k: int
    tickets: frozenset[str] = field(repr=False)
    tables: list[dict[str, Any]] = field(repr=False)
    counts: list[list[Any]] = field(repr=False)
    moments: Moments = field(repr=False)


def compute_outcome(wave: Wave) -> Outcome:
    """The tables of the copies that can be read; k is the promise, or the larger one of today.

    Raises Unreadable where the wave's key cannot be had.
    """
    instrument = get_instrument(wave.instrument_key, wave.instrument_version)
    rows = select(WaveCopy.ticket, WaveCopy.sealed).where(WaveCopy.wave_id == wave.id)
    sealed = dict(db.session.execute(rows).all())
    copies = open_copies(wave, sealed)
    records = records_of(
        copies,
        scale=ends_of(instrument),
        before=open_counts(wave.follows) if wave.follows else None,
        k=max(wave.k, current_k()),
    )
    return Outcome(
        instrument=instrument,
        k=records.k,
        tickets=frozenset(sealed),
        tables=published(records),
        counts=counts_of(records),
        moments=moments_of(instrument, (copy.answers for copy in copies)),
    )


def spread_of(instrument: Instrument) -> float | None:
    """A standard deviation of the main score: the published one, else the one measured here.

    None as long as neither is known.
    """
    score = instrument.main_score
    if isinstance(score.reliability, Coefficient):
        return float(score.reliability.sd)
    moments = find_moments(instrument)
    if moments is None:
        return None
    sd = psychometrics_of(instrument, moments)[score.key].sd
    return None if sd is None else coarse_spread(sd, tuple(map(float, ends_of(instrument))))
