"""The job that issues what trainers ordered, one certificate a transaction."""

from datetime import datetime

import structlog

from app.kernel.db import db
from app.kernel.errors import DomainError
from certificates import services
from certificates.errors import ChangedMeanwhile
from certificates.models import CertificateOrder
from certificates.queries import find_next_order
from certificates.rendering import RenderingFailed

log = structlog.get_logger("komma.certificates")


def issue_ordered(now: datetime) -> int:
    """Issue every ordered certificate; returns how many were issued.

    An order whose person is no longer entitled, or whose document cannot be drawn, is dropped: the
    roster shows that nothing is issued, and why. Killed half-way, the next sweep goes on.
    """
    issued, last = 0, 0
    while (order := find_next_order(after=last)) is not None:
        last = order.id
        issued += _issue_one(order, now)
    db.session.rollback()
    return issued


def _issue_one(order: CertificateOrder, now: datetime) -> int:
    order_id, actor = order.id, order.ordered_by
    issued = 0
    try:
        draft = services.draft_certificate(enrolment=order.enrolment, actor=actor, now=now)
        db.session.rollback()  # no transaction stays open while the document is drawn
        pdf = services.print_draft(draft)
        services.issue_certificate(draft=draft, pdf=pdf, actor=actor, now=now)
        issued = 1
    except ChangedMeanwhile:
        db.session.rollback()
        return 0  # the next sweep reads anew
    except (DomainError, RenderingFailed) as refusal:
        db.session.rollback()
        log.warning("certificate_not_issued", reason=type(refusal).__name__)
    services.close_order(order_id=order_id)
    db.session.commit()
    return issued
