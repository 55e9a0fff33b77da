"""What happens in cohorts orders certificates, where the course says so, and calls orders off."""

from app.kernel.db import db
from certificates.designs.queries import find_course_certificates
from certificates.issuing.queries import find_order
from certificates.issuing.reasons import Reason, ReasonKind
from certificates.issuing.services import order_certificates, refuse_order
from courses.cohorts.events import EnrolmentCompleted, EnrolmentReopened
from courses.cohorts.models import Enrolment


def enrolment_completed(event: EnrolmentCompleted) -> None:
    """Order the certificate, where certificates of the course are issued by themselves."""
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    wishes = find_course_certificates(enrolment.cohort.course)
    if wishes is not None and wishes.automatic:
        order_certificates(
            cohort=enrolment.cohort, enrolments=[enrolment], actor=None, now=event.at
        )


def enrolment_reopened(event: EnrolmentReopened) -> None:
    """Close an order that has not been fulfilled: the person is not entitled any more."""
    order = find_order(db.session.get_one(Enrolment, event.enrolment_id))
    if order is not None:
        refuse_order(order_id=order.id, reason=Reason(ReasonKind.REOPENED), now=event.at)


HANDLERS = (
    (EnrolmentCompleted, enrolment_completed),
    (EnrolmentReopened, enrolment_reopened),
)
