"""The job that reminds holders of certificates that end."""

from datetime import datetime

import structlog
from sqlalchemy import update

from app.kernel.db import db
from app.kernel.retention import today as programme_day
from certificates.register.expiry import is_worth_telling, reminder_due
from certificates.register.models import Certificate
from certificates.register.queries import is_to_be_reminded_of, list_ending
from notifications.services import notify

EXPIRY_JOB = "certificates.expiry"

log = structlog.get_logger("komma.certificates")


def remind_of_expiry(now: datetime) -> int:
    """Remind everybody whose certificate ends soon; returns how many were reminded.

    Each has a transaction of its own: what fails is logged and tried again with the next sweep.
    """
    reminded = 0
    for certificate_id in list_ending(programme_day(now)):
        try:
            reminded += _remind(certificate_id, now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("not_reminded_of_expiry")
    db.session.rollback()
    return reminded


def _remind(certificate_id: int, now: datetime) -> bool:
    """Claim the reminder and write it; of two workers the conditional UPDATE lets one."""
    today = programme_day(now)
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None or certificate.valid_until is None:
        return False
    valid_until, issued_on = certificate.valid_until, certificate.document.issued_on
    before = reminder_due(valid_until=valid_until, today=today)
    if before is None:
        return False
    claimed = db.session.scalar(
        update(Certificate)
        .where(Certificate.id == certificate_id, is_to_be_reminded_of(today))
        .values(expiry_reminded_days=before.days)
        .returning(Certificate.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        return False
    if not is_worth_telling(before, issued_on=issued_on, valid_until=valid_until):
        return False
    notify(person=certificate.person, template="register/ending", now=now, certificate=certificate)
    return True
