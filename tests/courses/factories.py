"""Makes courses, cohorts and enrolments for tests. Everything is flushed, nothing committed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from courses.catalogue.models import (
    AgendaItem,
    Course,
    CourseAudience,
    CourseEffect,
    CourseFormat,
    CourseRequirement,
    LearningUnit,
)
from courses.catalogue.versions import first_version
from courses.cohorts.models import (
    HOLDING_A_SEAT,
    TAKING_PART,
    Attendance,
    AttendanceStatus,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Seat,
    Session,
)
from organisations.models import Function, Municipality, Person
from organisations.topics.models import Competency
from scheduling.models import Event
from tests.house.clock import START
from tests.organisations.factories import make_person

BERLIN = ZoneInfo("Europe/Berlin")
_numbers = count(1)


def make_course(
    *,
    raises: Mapping[Competency, int] | None = None,
    requires: Mapping[Competency, int] | None = None,
    audience: Sequence[Function] = (),
    after: Sequence[Course] = (),
    **given: object,
) -> Course:
    """A course of 180 minutes for everyone that asks for 80 % attendance, unless said otherwise."""
    number = next(_numbers)
    text = Bilingual(de=f"Kurs {number}", en=f"Course {number}")
    values = {
        "slug": f"course-{number}",
        "position": number,
        "title": text,
        "summary": text,
        "description": text,
        "aims": [text],
        "minutes": 180,
        "format": CourseFormat.IN_PERSON,
        "languages": ["de"],
        "attendance_percent": 80,
        "version_number": 1,
    }
    course = Course(
        **(values | given),
        raises=[CourseEffect(competency=c, level=level) for c, level in (raises or {}).items()],
        requires=[
            CourseRequirement(competency=c, level=level) for c, level in (requires or {}).items()
        ],
        audience=[CourseAudience(function=function) for function in audience],
        after=list(after),
    )
    if not course.is_self_paced:
        course.agenda = [AgendaItem(position=0, title=text, text=text, minutes=course.minutes)]
    _saved(course)
    if course.version_number is not None:
        _saved(first_version(course, START))
    return course


def make_self_paced_course(*, units: int = 3, **given: object) -> Course:
    """A course of 20 minutes a unit, for everyone, without cohorts, unless said otherwise."""
    course = make_course(
        format=CourseFormat.SELF_PACED, attendance_percent=None, minutes=20 * units, **given
    )
    add_units(course, units)
    return _saved(course)


def add_units(course: Course, units: int) -> None:
    """Give `course` units `unit-1` and so on, 20 minutes each."""
    for number in range(1, units + 1):
        title = Bilingual(de=f"Einheit {number}", en=f"Unit {number}")
        text = Bilingual(
            de=f"## Was {number} sagt\n\nEin Satz.", en=f"## What {number} says\n\nA line."
        )
        course.units.append(
            LearningUnit(key=f"unit-{number}", position=number, title=title, text=text, minutes=20)
        )
    db.session.flush()


def add_unit_of_kind(course: Course, kind: str, content: object) -> LearningUnit:
    """Give `course` one more unit, whose key is its kind."""
    unit = LearningUnit(
        key=kind,
        kind=kind,
        content=content,
        position=len(course.units) + 1,
        title=Bilingual(de=f"Einheit {kind}", en=f"Unit {kind}"),
        text=Bilingual(de="Worum es geht.", en="What it is about."),
        minutes=20,
    )
    course.units.append(unit)
    db.session.flush()
    return unit


def make_cohort(
    *,
    course: Course | None = None,
    starts_at: datetime = START + timedelta(days=7),
    session_minutes: Sequence[int] = (180,),
    trainers: Sequence[Person] = (),
    capacity: int = 12,
    municipality: Municipality | None = None,
    place: str = "Rathaus, Raum 1",
) -> Cohort:
    """A cohort with one session a day from `starts_at`, with seats 1 to `capacity`."""
    course = course or make_course()
    cohort = Cohort(
        course=course,
        version_number=course.version_number,
        municipality=municipality,
        created_at=START,
        trainers=list(trainers),
        seats=[Seat(number=number) for number in range(1, capacity + 1)],
    )
    for position, minutes in enumerate(session_minutes):
        begins = starts_at + timedelta(days=position)
        event = Event(
            uid=f"test-{next(_numbers)}@example.org",
            owner="course_session",
            title=course.title,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=minutes),
            zone=BERLIN.key,
            place=place,
            created_at=START,
            changed_at=START,
        )
        cohort.sessions.append(Session(position=position, event=event))
    return _saved(cohort)


def make_enrolment(
    *,
    cohort: Cohort | None = None,
    person: Person | None = None,
    status: EnrolmentStatus = EnrolmentStatus.ENROLLED,
) -> Enrolment:
    """`person` in `cohort`, on its lowest free seat where the status comes with one."""
    cohort = cohort or make_cohort()
    db.session.flush()
    taken = {enrolment.seat_number for enrolment in cohort.enrolments}
    free = (seat.number for seat in cohort.seats if seat.number not in taken)
    enrolment = Enrolment(
        cohort=cohort,
        person=person or make_person(),
        seat_number=next(free) if status in HOLDING_A_SEAT else None,
        status=status,
        queued_at=START,
        offer_until=START + timedelta(days=2) if status is EnrolmentStatus.OFFERED else None,
        enrolled_at=START if status in TAKING_PART else None,
    )
    return _saved(enrolment)


def make_attendance(
    *,
    enrolment: Enrolment,
    session: Session,
    status: AttendanceStatus = AttendanceStatus.PRESENT,
    recorded_by: Person | None = None,
) -> Attendance:
    """What a trainer recorded of `enrolment` at `session`."""
    return _saved(
        Attendance(
            enrolment=enrolment,
            session=session,
            status=status,
            recorded_at=session.event.ends_at,
            recorded_by_id=(recorded_by or make_person()).id,
        )
    )


def _saved(thing):
    db.session.add(thing)
    db.session.flush()
    return thing
