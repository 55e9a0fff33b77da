"""Commands of questionnaires: add one, offer it, and keep what waves have told of it."""

from datetime import datetime

from sqlalchemy import delete

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.yaml_documents import parse_yaml
from assessments.instruments import queries
from assessments.instruments.definition import Instrument
from assessments.instruments.importable import read_importable
from assessments.instruments.models import (
    ImportedInstrument,
    InstrumentMoments,
    InstrumentOffer,
)
from assessments.instruments.psychometrics import LEAST_RECORDS, Moments, read_moments
from organisations.models import Person


def import_instrument(*, content: bytes, now: datetime) -> tuple[Instrument, bool]:
    """Add the definition in `content`; the version stays as it is from then on.

    Also returns whether it was added: the same definition again changes nothing. Where an earlier
    version is offered, the newest one is from now on. Raises `DocumentError` for a definition that
    is wrong or incomplete, and for other contents of a version that is there.
    """
    instrument = read_importable(content)
    lock("instruments")
    known = queries.find_imported(instrument.key, instrument.version)
    if known is not None:
        if queries.definition_of(known) == instrument:
            return instrument, False
        place = parse_yaml(content).member("version")
        raise place.error("has other contents already; give the new ones a version of their own")
    added = ImportedInstrument(
        key=instrument.key,
        version=instrument.version,
        definition=content.decode("utf-8-sig"),
        imported_at=now,
    )
    db.session.add(added)
    db.session.flush()
    audit.record("instrument.imported", added, actor=None, now=now, version=added.version)
    return instrument, True


def offer_instrument(*, imported: ImportedInstrument, actor: Person, now: datetime) -> None:
    """Let people fill it in, always in its newest version. Does nothing where they may already."""
    lock("instruments")
    if db.session.get(InstrumentOffer, imported.key, populate_existing=True) is None:
        db.session.add(InstrumentOffer(instrument_key=imported.key, offered_at=now))
        db.session.flush()
        audit.record("instrument.offered", imported, actor=actor, now=now, version=imported.version)


def withdraw_instrument(*, imported: ImportedInstrument, actor: Person, now: datetime) -> None:
    """Let nobody begin with it any more; what was filled in stays."""
    lock("instruments")
    ended = db.session.execute(
        delete(InstrumentOffer).where(InstrumentOffer.instrument_key == imported.key)
    )
    if ended.rowcount:
        audit.record(
            "instrument.withdrawn", imported, actor=actor, now=now, version=imported.version
        )


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
