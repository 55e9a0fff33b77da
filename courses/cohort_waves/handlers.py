"""What follows for a cohort's waves when its sessions or seats change."""

from app.kernel.jobs import wake_after_commit
from courses.cohort_waves.jobs import WAVES_JOB
from courses.cohort_waves.queries import takes_place_at_all
from courses.cohort_waves.services import withdraw_cohort_waves
from courses.cohorts.events import (
    CohortCalledOff,
    EnrolmentConfirmed,
    EnrolmentWithdrawn,
    SessionsChanged,
)


def cohort_called_off(event: CohortCalledOff) -> None:
    """Nobody is asked about what does not take place."""
    withdraw_cohort_waves(cohort_id=event.cohort_id, now=event.at)


def sessions_changed(event: SessionsChanged) -> None:
    """The same where its sessions were called off one by one."""
    if not takes_place_at_all(event.cohort_id):
        withdraw_cohort_waves(cohort_id=event.cohort_id, now=event.at)
    wake_after_commit(WAVES_JOB)


def seat_changed(_event: EnrolmentConfirmed | EnrolmentWithdrawn) -> None:
    """Others are asked than before; the job finds out where."""
    wake_after_commit(WAVES_JOB)


HANDLERS = (
    (CohortCalledOff, cohort_called_off),
    (SessionsChanged, sessions_changed),
    (EnrolmentConfirmed, seat_changed),
    (EnrolmentWithdrawn, seat_changed),
)
