"""What happens in learning units may be the last thing that a cohort's rule was waiting for."""

from app.kernel.db import db, lock
from courses.cohorts.attendance import settle
from courses.cohorts.queries import list_waiting_for_quizzes
from courses.learning.events import QuizPassed


def quiz_passed(event: QuizPassed) -> None:
    """Complete what the person has attended and only the quiz was missing for."""
    for enrolment in list_waiting_for_quizzes(event.person_id, event.course_id):
        lock(f"cohort:{enrolment.cohort_id}")
        db.session.refresh(enrolment, ["status", "open_quizzes", "attendances"])
        settle(enrolment, event.at)


HANDLERS = ((QuizPassed, quiz_passed),)
