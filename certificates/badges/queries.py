"""Reads for what is published about credentials."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.kernel.db import db
from certificates.register.models import Certificate


def list_void_credentials() -> Sequence[str]:
    """The credentials of all certificates that were revoked or superseded.

    In the order of these random names, which says nothing about when, who and which of both.
    """
    return db.session.scalars(
        select(Certificate.credential_id)
        .where(or_(Certificate.revoked_at.is_not(None), Certificate.superseded_at.is_not(None)))
        .order_by(Certificate.credential_id)
    ).all()
