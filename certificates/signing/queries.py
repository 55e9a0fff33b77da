"""Reads of signing keys."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from certificates.signing.errors import NoSigningKey
from certificates.signing.models import SigningKey


def find_key_in_use() -> SigningKey | None:
    """The key that new certificates are signed with, or None where there is none yet."""
    return db.session.scalar(select(SigningKey).where(SigningKey.in_use))


def get_key_in_use() -> SigningKey:
    """The key that new certificates are signed with. Raises NoSigningKey."""
    key = find_key_in_use()
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


def find_key_by_id(key_id: str) -> SigningKey | None:
    """The key with this thumbprint, or None."""
    return db.session.scalar(select(SigningKey).where(SigningKey.key_id == key_id))
