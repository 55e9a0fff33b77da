"""Commands of questionnaires: add one, offer it, and keep what waves have told of it."""

from app.kernel.db import db, lock
from assessments.instruments.definition import Instrument
from assessments.instruments.models import InstrumentMoments
from assessments.instruments.psychometrics import LEAST_RECORDS, Moments, read_moments


def keep_moments(*, instrument: Instrument, moments: Moments) -> None:
    """Add the sums over a wave's complete records to those that were kept before.

    Those over fewer than `LEAST_RECORDS` are not kept: they would tell too much.
    """
    if moments.n < LEAST_RECORDS:
        return
    lock(f"instrument_moments:{instrument.key}")
    key = (instrument.key, instrument.version)
    kept = db.session.get(InstrumentMoments, key, populate_existing=True)
    if kept is None:
        kept = InstrumentMoments(instrument_key=instrument.key, version=instrument.version)
        db.session.add(kept)
    else:
        moments = read_moments(kept.n, kept.sums) + moments
    kept.n, kept.sums = moments.n, moments.as_document()
    db.session.flush()
