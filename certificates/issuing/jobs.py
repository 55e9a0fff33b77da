"""The job that issues what was ordered, one certificate a transaction."""

from datetime import datetime

import structlog

from app.kernel.db import db
from app.kernel.errors import DomainError
from certificates.issuing import services
from certificates.issuing.drafts import draft_certificate, print_draft
from certificates.issuing.models import CertificateOrder
from certificates.issuing.queries import find_next_order
from certificates.printing.laying_out import RenderingFailed
from certificates.register.errors import ChangedMeanwhile
from certificates.signing.queries import get_key_in_use
from certificates.signing.services import open_key

log = structlog.get_logger("komma.certificates")


def issue_ordered(now: datetime) -> int:
    """Issue every ordered certificate; returns how many were issued.

    An order whose person is no longer entitled, or whose document cannot be drawn, is closed with
    the reason. Killed half-way, the next sweep goes on.
    """
    issued, last = 0, 0
    while (order := find_next_order(after=last)) is not None:
        last = order.id
        issued += _issue_one(order.id, now)
    db.session.rollback()
    return issued


def _issue_one(order_id: int, now: datetime) -> int:
    certificate, reason = None, ""
    try:
        order = db.session.get_one(CertificateOrder, order_id)
        actor = order.run.ordered_by
        draft = draft_certificate(enrolment=order.enrolment, actor=actor, now=now)
        material = open_key(get_key_in_use())
        db.session.rollback()  # no transaction stays open while the document is drawn
        pdf = print_draft(draft, material)
        certificate = services.issue_certificate(
            draft=draft, pdf=pdf, key=get_key_in_use(), actor=actor, now=now
        )
    except ChangedMeanwhile:
        db.session.rollback()
        return 0  # the next sweep reads anew
    except (DomainError, RenderingFailed) as refusal:
        db.session.rollback()
        reason = str(refusal)
        log.warning("certificate_not_issued", reason=type(refusal).__name__)
    order = db.session.get_one(CertificateOrder, order_id)
    services.close_order(order=order, certificate=certificate, reason=reason)
    services.finish_run(run=order.run, now=now)
    db.session.commit()
    return int(certificate is not None)
