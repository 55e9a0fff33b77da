"""Reads for what is published about credentials."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.register.models import Certificate
from certificates.signing.models import SigningKey


def list_void_credentials() -> Sequence[str]:
    """The credentials of all certificates that were revoked or superseded.

    In the order of these random names, which says nothing about when, who and which of both.
    """
    return db.session.scalars(
        select(Certificate.credential_id)
        .where(or_(Certificate.revoked_at.is_not(None), Certificate.superseded_at.is_not(None)))
        .order_by(Certificate.credential_id)
    ).all()


def get_published_key(key_id: str) -> SigningKey:
    """The key of this thumbprint, in use or not. Raises NotFound."""
    key = db.session.scalar(select(SigningKey).where(SigningKey.key_id == key_id))
    if key is None:
        raise NotFound
    return key
