"""Reads for what is published about credentials."""

from collections.abc import Sequence

from sqlalchemy import select, union_all

from app.kernel.db import db
from certificates.register.models import Certificate, VoidCredential
from certificates.register.queries import is_void


def list_void_credentials() -> Sequence[str]:
    """The credentials of all certificates that were revoked or superseded, erased ones as well.

    In the order of these random names, which says nothing about when, who and which of both.
    """
    void = union_all(
        select(Certificate.credential_id).where(is_void()), select(VoidCredential.credential_id)
    ).subquery()
    return db.session.scalars(select(void.c.credential_id).order_by(void.c.credential_id)).all()
