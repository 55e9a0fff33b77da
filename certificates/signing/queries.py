"""Reads of signing keys."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from certificates.signing.errors import NoSigningKey
from certificates.signing.models import SigningKey


def get_key_in_use() -> SigningKey:
    """The key that new certificates are signed with. Raises NoSigningKey."""
    key = db.session.scalar(select(SigningKey).where(SigningKey.in_use))
    if key is None:
        raise NoSigningKey(NoSigningKey.MESSAGE)
    return key


def list_published_keys() -> Sequence[SigningKey]:
    """All keys that ever signed, the newest first."""
    return db.session.scalars(
        select(SigningKey).order_by(SigningKey.created_at.desc(), SigningKey.id.desc())
    ).all()


def find_key_by_fingerprint(fingerprint: str) -> SigningKey | None:
    """The key whose certificate has this fingerprint, or None: then it is not ours."""
    return db.session.scalar(select(SigningKey).where(SigningKey.fingerprint == fingerprint))
