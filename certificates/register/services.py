"""Commands of certificates that were issued: what the holder decides, and what becomes of them."""

from datetime import datetime

from sqlalchemy import update

from app.kernel.db import db
from certificates.register.models import Certificate, NameShown


def choose_name_shown(*, certificate: Certificate, name_shown: NameShown) -> None:
    """Have the public check tell as much of the holder's name as the holder wants."""
    certificate.name_shown = name_shown
    db.session.flush()


def note_download(*, certificate_id: int, now: datetime) -> None:
    """Note that the holder has fetched a certificate, the first time only.

    One statement and nothing read before it, since it is the only write of a request that reads:
    SQLite waits for its turn at the first statement of a transaction, not at a later one.
    """
    db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.first_downloaded_at.is_(None))
        .values(first_downloaded_at=now)
        .execution_options(synchronize_session=False)
    )
