"""The job that puts the key of the configuration in use, if there is one."""

from datetime import datetime

from app.kernel.db import db
from certificates.signing.services import use_configured_key


def use_configuration(now: datetime) -> int:
    """Use the key of the configuration from now on; returns how many were put in use."""
    key = use_configured_key(now=now)
    db.session.commit()
    return int(key is not None)
