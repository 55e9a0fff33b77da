"""Four weeks after a session its members are asked what came of it, once."""

from datetime import datetime

import structlog
from sqlalchemy import update

from app.kernel.db import db, reading
from exchange.peer_consultations.groups import queries as groups
from exchange.peer_consultations.groups.models import ASKED_AFTER, Consultation
from notifications.services import notify

ASKING_JOB = "peer_consultations.asking"
ASKED_MAIL = "peer_consultations/reflect"

log = structlog.get_logger("komma.peer_consultations")


def ask_for_reflections(now: datetime) -> int:
    """Ask the members of every consultation whose time has come; returns of how many.

    Each is a transaction of its own; of a failure only its kind is logged.
    """
    with reading():
        ids = groups.list_to_be_asked(now - ASKED_AFTER)
    done = 0
    for consultation_id in ids:
        try:
            done += _ask(consultation_id, now)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.warning("not_asked", error=type(error).__name__)
    return done


def _ask(consultation_id: int, now: datetime) -> int:
    """One mail to each member; of two workers one finds something to do."""
    claimed = db.session.execute(
        update(Consultation)
        .where(Consultation.id == consultation_id, Consultation.asked_at.is_(None))
        .values(asked_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:
        return 0
    consultation = db.session.get_one(Consultation, consultation_id)
    for member in groups.list_members(consultation):
        notify(person=member.person, template=ASKED_MAIL, now=now, consultation=consultation)
    return 1
