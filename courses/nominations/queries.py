"""Reads of the coordinator's and lead's desk. What is confidential is in none of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.catalogue.models import Course
from courses.catalogue.version_models import CourseVersion
from courses.cohorts.conditions import RUN_DATES
from courses.cohorts.confidentiality import is_known_to_employers
from courses.cohorts.entry.models import ApprovalDecision
from courses.cohorts.models import HOLDING_A_SEAT, WAITING, Cohort, Enrolment, EnrolmentStatus
from courses.nominations.models import InHouseRequest, InHouseState, Nomination
from courses.nominations.reach import Reach, is_openly_in_team
from organisations.accounts.models import Account
from organisations.models import Municipality, Person, Team
from organisations.people.queries import list_overseen_municipalities
from organisations.searching import contains, words_of

PEOPLE_PER_PAGE = 25
#: What employers may know of: neither who has withdrawn, nor whom somebody has declined.
SHOWN = (*WAITING, *HOLDING_A_SEAT)


@dataclass(frozen=True)
class Criteria:
    """Which people are looked for. Empty means that it does not matter."""

    q: str = ""
    team: str = ""
    function: str = ""
    course: str = ""
    state: str = ""


@dataclass(frozen=True)
class Entry:
    """What one person has to do with one cohort."""

    title: Bilingual
    starts_at: datetime
    ends_at: datetime
    status: str


@dataclass(frozen=True)
class Line:
    """A person and all that employers may know of their trainings, by date."""

    person: Person
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """One page of a longer list. `page` is 1-based and never beyond the last."""

    lines: Sequence[Line]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class CourseCount:
    """How many people are enrolled in a course, wait for it, and have completed it."""

    title: Bilingual
    enrolled: int
    waiting: int
    completed: int


@dataclass(frozen=True)
class FunctionCount:
    """How many people have a function, and how many of them have completed a course."""

    function: str
    people: int
    completed: int


def list_lines(reach: Reach, criteria: Criteria, page: int = 1) -> Page:
    """The people within reach that fit, by name, with their trainings."""
    fitting = _fitting(reach, criteria)
    total = db.session.scalar(select(func.count()).select_from(Person).where(fitting)) or 0
    pages = max(1, -(-total // PEOPLE_PER_PAGE))
    page = min(max(page, 1), pages)
    query = _people().where(fitting).offset((page - 1) * PEOPLE_PER_PAGE).limit(PEOPLE_PER_PAGE)
    return Page(_with_entries(db.session.scalars(query).all()), page, pages, total)


def list_all_lines(reach: Reach, criteria: Criteria) -> Sequence[Line]:
    """The same without pages, for a file."""
    return _with_entries(db.session.scalars(_people().where(_fitting(reach, criteria))).all())


def count_by_course(reach: Reach) -> list[CourseCount]:
    """Of every course that people within reach have to do with, how many they are."""
    rows = db.session.execute(
        select(Course, Enrolment.status, func.count(Enrolment.person_id.distinct()))
        .join(Cohort, Cohort.course_id == Course.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(Enrolment.person)
        .where(reach.people(), is_known_to_employers(), Enrolment.status.in_(SHOWN))
        .group_by(Course.id, Enrolment.status)
        .order_by(Course.position, Course.id)
    ).all()
    counts: dict[Course, dict[str, int]] = {}
    for course, status, people in rows:
        counts.setdefault(course, {})[status] = people
    waiting = (*WAITING, EnrolmentStatus.OFFERED)
    return [
        CourseCount(
            course.title,
            enrolled=by.get(EnrolmentStatus.ENROLLED, 0),
            waiting=sum(by.get(status, 0) for status in waiting),
            completed=by.get(EnrolmentStatus.COMPLETED, 0),
        )
        for course, by in counts.items()
    ]


def count_by_function(reach: Reach) -> list[FunctionCount]:
    """Of every function, how many people within reach have it and have completed a course."""
    completed = exists().where(
        Enrolment.person_id == Person.id,
        Enrolment.status == EnrolmentStatus.COMPLETED,
        Enrolment.cohort_id == Cohort.id,
        is_known_to_employers(),
    )
    rows = db.session.execute(
        select(Person.function, func.count(), func.count().filter(completed))
        .where(reach.people())
        .group_by(Person.function)
        .order_by(Person.function)
    )
    return [FunctionCount(*row) for row in rows]


def list_courses_of(reach: Reach) -> Sequence[Course]:
    """The courses to choose from: those that people within reach have to do with."""
    return db.session.scalars(
        select(Course)
        .where(
            exists().where(
                Cohort.course_id == Course.id,
                Enrolment.cohort_id == Cohort.id,
                Enrolment.person_id == Person.id,
                Enrolment.status.in_(SHOWN),
                reach.people(),
                is_known_to_employers(),
            )
        )
        .order_by(Course.position, Course.id)
    ).all()


def list_teams_of(reach: Reach) -> Sequence[Team]:
    """The teams to choose from, by name."""
    query = select(Team).where(Team.municipality_id.in_(reach.municipality_ids))
    if not reach.is_whole:
        query = query.where(Team.id == reach.team_id)
    return sorted(db.session.scalars(query), key=lambda team: (team.name.de.casefold(), team.id))


def list_people(reach: Reach, public_ids: Iterable[str]) -> Sequence[Person]:
    """Those of the named people who are within reach, by name."""
    return db.session.scalars(
        _people().where(reach.people(), Person.public_id.in_(list(public_ids)))
    ).all()


def list_choice(reach: Reach, criteria: Criteria, most: int) -> Sequence[Person]:
    """At most `most` people within reach that fit, by name, to be nominated."""
    return db.session.scalars(_people().where(_fitting(reach, criteria)).limit(most)).all()


def find_statuses(cohort: Cohort, people: Iterable[Person]) -> dict[int, str]:
    """By person's id, how they stand to `cohort`, as committed by now."""
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.status).where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.person_id.in_([person.id for person in people]),
        )
    )
    return dict(rows.all())


def list_nominated(cohort: Cohort, people: Iterable[Person]) -> set[int]:
    """The ids of those among `people` who were nominated for `cohort` before."""
    return set(
        db.session.scalars(
            select(Enrolment.person_id)
            .join(Nomination, Nomination.enrolment_id == Enrolment.id)
            .where(
                Enrolment.cohort_id == cohort.id,
                Enrolment.person_id.in_([person.id for person in people]),
            )
        )
    )


def find_nomination(person: Person, cohort: Cohort) -> Nomination | None:
    """Who nominated `person` for `cohort`, and when."""
    return db.session.scalar(
        select(Nomination)
        .join(Nomination.enrolment)
        .where(Enrolment.person_id == person.id, Enrolment.cohort_id == cohort.id)
    )


def list_requests(account: Account) -> Sequence[Enrolment]:
    """Who asks for a seat and waits for the word of `account`, the longest waiting first.

    Not their own: that is for somebody else to decide.
    """
    return db.session.scalars(
        _requests(account)
        .where(Enrolment.status == EnrolmentStatus.REQUESTED)
        .order_by(Enrolment.queued_at, Enrolment.id)
    ).all()


def get_request(public_id: str, account: Account) -> Enrolment:
    """A request on which `account` may decide, or that was decided. Raises NotFound for others."""
    decided = exists().where(ApprovalDecision.enrolment_id == Enrolment.id)
    asked = or_(Enrolment.status == EnrolmentStatus.REQUESTED, decided)
    request = db.session.scalar(_requests(account).where(Enrolment.public_id == public_id, asked))
    if request is None:
        raise NotFound
    return request


def list_in_house_of(municipality_ids: Iterable[int]) -> Sequence[InHouseRequest]:
    """What these municipalities have asked for, the newest first."""
    return db.session.scalars(
        _in_house()
        .where(InHouseRequest.municipality_id.in_(list(municipality_ids)))
        .order_by(InHouseRequest.id.desc())
    ).all()


def list_in_house() -> Sequence[InHouseRequest]:
    """What all municipalities have asked for: what is open first, the longest waiting before."""
    is_open = InHouseRequest.state == InHouseState.OPEN
    return db.session.scalars(
        _in_house().order_by(is_open.desc(), InHouseRequest.asked_at, InHouseRequest.id)
    ).all()


def get_in_house(public_id: str, municipality_ids: Iterable[int] | None = None) -> InHouseRequest:
    """A request by its public id, of one of these municipalities if given. Raises NotFound."""
    query = _in_house().where(InHouseRequest.public_id == public_id)
    if municipality_ids is not None:
        query = query.where(InHouseRequest.municipality_id.in_(list(municipality_ids)))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def list_own_municipalities(reach: Reach) -> Sequence[Municipality]:
    """The municipalities within reach, by name."""
    return db.session.scalars(
        select(Municipality)
        .where(Municipality.id.in_(reach.municipality_ids))
        .order_by(Municipality.name)
    ).all()


def _people():
    return select(Person).options(joinedload(Person.team)).order_by(Person.sort_name, Person.id)


def _in_house():
    return select(InHouseRequest).options(
        joinedload(InHouseRequest.municipality), joinedload(InHouseRequest.course)
    )


def _requests(account: Account):
    overseen = [municipality.id for municipality in list_overseen_municipalities(account)]
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            Person.municipality_id.in_(overseen),
            Enrolment.person_id != account.person_id,
            is_known_to_employers(),
        )
        .options(
            joinedload(Enrolment.person).joinedload(Person.municipality),
            joinedload(Enrolment.cohort).joinedload(Cohort.version),
            joinedload(Enrolment.cohort).joinedload(Cohort.course),
        )
    )


def _fitting(reach: Reach, criteria: Criteria) -> ColumnElement[bool]:
    conditions = [reach.people()]
    for word in words_of(criteria.q):
        conditions.append(contains(word, Person.given_name, Person.family_name))
    if criteria.team:
        team = select(Team.id).where(Team.public_id == criteria.team).scalar_subquery()
        conditions.append(is_openly_in_team(team))
    if criteria.function:
        conditions.append(Person.function == criteria.function)
    if criteria.course or criteria.state:
        statuses = [criteria.state] if criteria.state in SHOWN else list(SHOWN)
        enrolled = [
            Enrolment.person_id == Person.id,
            Enrolment.cohort_id == Cohort.id,
            Enrolment.status.in_(statuses),
            is_known_to_employers(),
        ]
        if criteria.course:
            enrolled += [Cohort.course_id == Course.id, Course.slug == criteria.course]
        conditions.append(exists().where(*enrolled))
    return and_(*conditions)


def _with_entries(people: Sequence[Person]) -> list[Line]:
    entries = _entries_of(people)
    return [Line(person, entries.get(person.id, [])) for person in people]


def _entries_of(people: Sequence[Person]) -> Mapping[int, list[Entry]]:
    dates = RUN_DATES
    rows = db.session.execute(
        select(
            Enrolment.person_id,
            CourseVersion.title,
            dates.c.starts_at,
            dates.c.ends_at,
            Enrolment.status,
        )
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(
            CourseVersion,
            and_(
                CourseVersion.course_id == Cohort.course_id,
                CourseVersion.number == Cohort.version_number,
            ),
        )
        .join(dates, dates.c.cohort_id == Cohort.id)
        .where(
            Enrolment.person_id.in_([person.id for person in people]),
            Enrolment.status.in_(SHOWN),
            is_known_to_employers(),
        )
        .order_by(dates.c.starts_at, Enrolment.id)
    )
    found: dict[int, list[Entry]] = {}
    for person_id, *entry in rows:
        found.setdefault(person_id, []).append(Entry(*entry))
    return found
