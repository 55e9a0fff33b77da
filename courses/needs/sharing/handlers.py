"""What follows when somebody leaves a cohort: what they shared there is shown no more."""

from courses.cohorts.events import EnrolmentWithdrawn
from courses.needs.sharing.services import forget_share


def enrolment_withdrawn(event: EnrolmentWithdrawn) -> None:
    """Delete what was shared with the enrolment."""
    forget_share(enrolment_id=event.enrolment_id)


HANDLERS = ((EnrolmentWithdrawn, enrolment_withdrawn),)
