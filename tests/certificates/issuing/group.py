"""Many who are entitled, and ways to make certificates that cost nothing, in any process."""

import os
import signal
from pathlib import Path

from app.kernel.base import new_public_id
from app.kernel.db import db
from certificates.issuing.production import Order
from certificates.printing.fonts import UncoveredCharacters
from certificates.signing.material import SigningMaterial
from courses.cohorts.models import Attendance, AttendanceStatus, Cohort, Enrolment
from organisations.models import Function, Municipality, Person
from tests.certificates.factories import PDF
from tests.house.clock import START

UNPRINTABLE = "Adébáyọ̀"
#: A file that says where the process that makes is to die; once, then it is gone.
DEATH = "KOMMA_TEST_DEATH"
#: Whoever has this name kills each process that makes their certificate.
DEADLY = "Deadly"


def make_quickly(order: Order, _material: SigningMaterial) -> bytes:
    """Few bytes instead of a drawn and signed file, with the code in them."""
    if UNPRINTABLE in order.data.holder_name:
        raise UncoveredCharacters(("ọ̀",))
    return PDF + order.data.code.encode()


def make_and_die(order: Order, material: SigningMaterial) -> bytes:
    """As `make_quickly`, but the process is killed: once, or for who is deadly each time."""
    mark = Path(os.environ[DEATH])
    if DEADLY in order.data.holder_name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "017" in order.data.holder_name and mark.exists():
        mark.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return make_quickly(order, material)


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
