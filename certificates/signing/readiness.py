"""Whether certificates can be signed."""

from datetime import datetime

from sqlalchemy import exists, select

from app.kernel.db import db
from certificates.signing.errors import NoSigningKey
from certificates.signing.services import get_signing_material
from courses.cohorts.models import Cohort


def signing_problem(now: datetime) -> str | None:
    """Why nothing could be signed, once there are cohorts that will want certificates; or None."""
    if not db.session.scalar(select(exists(select(Cohort.id)))):
        return None
    try:
        get_signing_material(now=now)
    except NoSigningKey:
        return "no key to sign certificates with: see `flask certificates keys list`"
    return None
