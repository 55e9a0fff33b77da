"""What happens to people, and in learning units, decides over their places in cohorts."""

from app.kernel.db import db, lock
from app.kernel.matrix import ENROL
from app.kernel.permissions import Role
from courses.cohorts.attendance.recording import settle
from courses.cohorts.queries import list_waiting_for_quizzes
from courses.cohorts.seats.closing import leave_all, leave_lines, leave_lines_of_others
from courses.learning.events import QuizPassed
from organisations.people.events import MunicipalityChanged
from organisations.roles.events import RoleEnded


def role_ended(event: RoleEnded) -> None:
    """Who has left takes up no seat; who takes part in nothing any more waits for none."""
    if event.remaining <= {Role.DEPUTY}:
        leave_all(event.person, event.now)
    elif not event.remaining & ENROL.roles:
        leave_lines(event.person, event.now)


def municipality_changed(event: MunicipalityChanged) -> None:
    leave_lines_of_others(event.person, event.now)


def quiz_passed(event: QuizPassed) -> None:
    """Complete what the person has attended and only the quiz was missing for."""
    for enrolment in list_waiting_for_quizzes(event.person_id, event.course_id):
        lock(f"cohort:{enrolment.cohort_id}")
        db.session.refresh(enrolment, ["status", "open_quizzes", "attendances"])
        settle(enrolment, event.at)


HANDLERS = (
    (RoleEnded, role_ended),
    (MunicipalityChanged, municipality_changed),
    (QuizPassed, quiz_passed),
)
