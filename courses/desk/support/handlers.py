"""What follows when somebody leaves a cohort: what they need is no business of it any more."""

from courses.cohorts.events import EnrolmentWithdrawn
from courses.desk.support.services import forget_need


def enrolment_withdrawn(event: EnrolmentWithdrawn) -> None:
    """Delete what was said with the enrolment."""
    forget_need(enrolment_id=event.enrolment_id)


HANDLERS = ((EnrolmentWithdrawn, enrolment_withdrawn),)
