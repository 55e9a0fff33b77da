"""Many who are entitled."""

from app.kernel.base import new_public_id
from app.kernel.db import db
from courses.cohorts.models import Attendance, AttendanceStatus, Cohort, Enrolment
from organisations.models import Function, Municipality, Person
from tests.house.clock import START


def add_people(
    cohort: Cohort, home: Municipality, count: int, *, family_name: str = "Beispiel"
) -> list[Enrolment]:
    """So many people who were always there, written at once. Flushed."""
    first = len(cohort.enrolments)
    enrolments = [
        Enrolment(
            public_id=new_public_id(),
            cohort=cohort,
            person=Person(
                given_name="Kim",
                family_name=f"{family_name} {number:03}",
                language="de",
                function=Function.STAFF,
                municipality=home,
            ),
            seat_number=number + 1,
            enrolled_at=START,
            attendances=[
                Attendance(
                    session=session,
                    status=AttendanceStatus.PRESENT,
                    recorded_at=START,
                    recorded_by_id=cohort.trainers[0].id,
                )
                for session in cohort.sessions
            ],
        )
        for number in range(first, first + count)
    ]
    db.session.add_all(enrolments)
    db.session.flush()
    return enrolments
