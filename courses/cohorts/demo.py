"""Demo data: cohorts around today: something to choose, to run and to look back on.

Everything goes through the same commands as in real life, with the clock set to when it happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from courses.catalogue.content_loading import SessionPattern, read_session_patterns
from courses.catalogue.models import Course, CourseFormat
from courses.catalogue.queries import list_courses
from courses.cohorts.attendance.completion_rule import change_required
from courses.cohorts.attendance.recording import record_attendance
from courses.cohorts.entry.prerequisites import list_missing
from courses.cohorts.entry.waiving import ask_for_waiver, decide_on_waiver
from courses.cohorts.models import AttendanceStatus, Cohort, Enrolment, Session
from courses.cohorts.seats.services import enrol_person, join_waiting_list, withdraw
from courses.cohorts.services import SessionDates, open_cohort
from organisations.accounts.queries import get_account_by_email
from organisations.models import Municipality, Person
from scheduling.invitations.services import take_as_told
from scheduling.queries import list_clashes

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
TOWN_HALL = "Rathaus Kreyenburg, Ratssaal"
MEETING_HOUSE = "Tagungshaus am Wall, Raum 2"


def _team(*numbers: int) -> tuple[str, ...]:
    return tuple(f"team{number}" for number in numbers)


@dataclass(frozen=True)
class Plan:
    """A cohort of the demo: how many weeks from this one, on which day, with whom.

    `missed` names who was away from the last session, `excused` and `late` whom the first one was
    without, in whole or in part. `must_come` makes the first session one that nobody may miss.
    `open_records` leaves the latest session that is over for the trainer to record. `waiting` stand
    in line, and `gave_back` has just left a seat, which is offered to the first of them. Of a
    weekly series, the week `skipped` is left out, and what came then and later comes a week later.
    """

    course: str
    week: int
    weekday: int
    capacity: int
    people: tuple[str, ...] = ()
    trainer: str = "trainerin"
    place: str = MEETING_HOUSE
    also: str | None = None
    room: str = ""
    online_link: str = ""
    skipped: int | None = None
    only_for: str | None = None
    missed: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    must_come: bool = False
    open_records: bool = False
    waiting: tuple[str, ...] = ()
    gave_back: str | None = None


# `build-the-safety-net` has no date yet, on purpose.
PLANS = (
    Plan(
        "recognise-and-respond", -6, TUESDAY, 8, ("leitung", *_team(1, 2, 3, 4, 5, 6)),
        missed=("team6",), late=("team5",), place=TOWN_HALL,
    ),
    Plan("rights-and-duty-of-care", -9, TUESDAY, 10, ("koordination", *_team(1, 2, 3, 7))),
    Plan(
        "strong-together", -2, TUESDAY, 10, ("koordination", *_team(1, 2, 3, 4, 5)),
        excused=("team5",), late=("team2",), open_records=True,
    ),
    Plan("recognise-and-respond", 1, WEDNESDAY, 4, ("fremd", *_team(10, 11, 12))),
    Plan("recognise-and-respond", 2, WEDNESDAY, 12, ("koordination", *_team(7, 8, 9))),
    Plan("recognise-and-respond", 6, THURSDAY, 16),
    Plan(
        "rights-and-duty-of-care", 1, THURSDAY, 12, ("leitung", *_team(4, 5, 6, 8, 9, 10, 11)),
        trainer="buero",
    ),
    Plan("rights-and-duty-of-care", 5, TUESDAY, 12, ("fremd",), only_for="fremd"),
    Plan(
        "calm-in-public-contact", 3, TUESDAY, 5, _team(1, 2, 3, 4, 5),
        only_for="leitung", place=TOWN_HALL, waiting=_team(6, 9),
    ),
    Plan("calm-in-public-contact", 7, WEDNESDAY, 14, _team(8)),
    Plan(
        "when-hate-comes-online", 3, FRIDAY, 12, ("fremd", *_team(6, 8)),
        online_link="https://treffen.example.org/komma-hass-im-netz",
    ),
    Plan(
        "when-hate-comes-online", 4, WEDNESDAY, 3, _team(10, 11, 12), trainer="buero",
        waiting=_team(1, 2, 3), gave_back="team12",
    ),
    Plan(
        "lead-and-speak-in-a-crisis", 6, MONDAY, 10, ("fremd",), must_come=True,
        also="trainer2", place="Kreishaus Kreyenburg", room="Sitzungszimmer 3",
    ),
    Plan("lead-and-speak-in-a-crisis", 12, TUESDAY, 8),
    Plan("strong-together", 4, FRIDAY, 12, _team(9), skipped=2),
    Plan("town-meetings-that-hold", -8, WEDNESDAY, 12, ("fremd",), trainer="buero"),
    Plan("town-meetings-that-hold", 8, WEDNESDAY, 12, trainer="buero"),
    Plan("when-the-joke-is-racist", -7, MONDAY, 14, ("fremd",)),
    Plan("when-the-joke-is-racist", 2, MONDAY, 14),
    Plan("when-the-joke-is-racist", 9, MONDAY, 14),
    Plan("calm-words-for-the-press", 2, THURSDAY, 8, trainer="buero", place=TOWN_HALL),
    Plan("space-to-breathe", -7, THURSDAY, 10, _team(7, 8)),
    Plan("space-to-breathe", 5, MONDAY, 10, _team(12)),
    Plan("colleagues-advise-colleagues", 10, THURSDAY, 10),
    # Most of those who came to these two have left since, and their accounts are erased.
    Plan(
        "colleagues-advise-colleagues", -16, THURSDAY, 14, _team(1, 7, 9, 10, 11),
        missed=("team1", "team7", "team10"),
    ),
    Plan("colleagues-advise-colleagues", -27, THURSDAY, 12, ("fremd", "team12"), missed=("fremd",)),
)  # fmt: skip


def load_demo(now: datetime) -> None:
    """Open the cohorts of PLANS, enrol people and record what has taken place by `now`."""
    courses = {course.slug: course for course in list_courses()}
    patterns = read_session_patterns()
    zone = programme_zone()
    for plan in PLANS:
        first_day = _day(plan, now, zone)
        dates = _dates(_series(plan, patterns[plan.course]), first_day, _trainers(plan), now, zone)
        _load(plan, courses[plan.course], dates, now, zone)
    take_as_sent()
    take_as_told()


def _day(plan: Plan, now: datetime, zone: ZoneInfo) -> date:
    today = now.astimezone(zone).date()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=plan.week, days=plan.weekday)


def _series(plan: Plan, patterns: list[SessionPattern]) -> list[SessionPattern]:
    """The course's sessions, with the exception of the plan."""
    if plan.skipped is None:
        return patterns
    return [
        replace(pattern, day_offset=pattern.day_offset + 7 * (week >= plan.skipped))
        for week, pattern in enumerate(patterns)
    ]


def _dates(
    patterns: list[SessionPattern],
    first_day: date,
    trainers: list[Person],
    now: datetime,
    zone: ZoneInfo,
) -> list[SessionDates]:
    """The sessions from `first_day` on; coming ones weeks later, past Christmas and other dates."""
    dates = [SessionDates(*pattern.on(first_day, zone)) for pattern in patterns]
    if dates[0].starts_at > now and any(_is_in_the_way(times, trainers) for times in dates):
        return _dates(patterns, first_day + timedelta(weeks=1), trainers, now, zone)
    return dates


def _is_in_the_way(times: SessionDates, trainers: list[Person]) -> bool:
    """Whether nobody comes at that time, or one of the trainers is busy."""
    if _is_christmas_time(times.starts_at):
        return True
    return any(list_clashes(trainer, times.starts_at, times.ends_at) for trainer in trainers)


def _is_christmas_time(instant: datetime) -> bool:
    return (instant.month, instant.day) >= (12, 22) or (instant.month, instant.day) <= (1, 6)


def _load(
    plan: Plan, course: Course, dates: list[SessionDates], now: datetime, zone: ZoneInfo
) -> None:
    trainers = _trainers(plan)
    announced_at = min(dates[0].starts_at - timedelta(days=40), now - timedelta(days=10))
    cohort = open_cohort(
        course=course,
        sessions=dates,
        trainers=trainers,
        capacity=plan.capacity,
        municipality=_municipality(plan.only_for),
        place="Online" if course.format == CourseFormat.ONLINE else plan.place,
        room=plan.room,
        online_link=plan.online_link,
        zone=zone.key,
        actor=_person("buero"),
        now=announced_at,
    )
    enrolments = [
        _enrol(_person(name), cohort, trainers[0], announced_at + timedelta(hours=hour))
        for hour, name in enumerate(plan.people, start=1)
    ]
    for hour, person in enumerate(map(_person, plan.waiting), start=1):
        asked_at = announced_at + timedelta(days=1, hours=hour)
        join_waiting_list(cohort=cohort, person=person, actor=person, now=asked_at)
    if plan.gave_back:
        leaver = _person(plan.gave_back)
        left = next(enrolment for enrolment in enrolments if enrolment.person is leaver)
        withdraw(enrolment=left, actor=leaver, now=now - timedelta(hours=3))
    if plan.must_come:
        change_required(
            session=cohort.sessions[0], required=True, actor=trainers[0], now=announced_at
        )
    over = [session for session in cohort.sessions if session.event.ends_at <= now]
    for session in over[:-1] if plan.open_records else over:
        _record(session, enrolments, plan, trainers[0], cohort)


def _enrol(person: Person, cohort: Cohort, trainer: Person, at: datetime) -> Enrolment:
    """By themselves, if need be after asking the trainer for an exception."""
    if list_missing(person, cohort):
        waiver = ask_for_waiver(cohort=cohort, person=person, note="", now=at)
        decide_on_waiver(waiver=waiver, granted=True, actor=trainer, now=at)
    return enrol_person(cohort=cohort, person=person, actor=person, now=at)


def _record(
    session: Session,
    enrolments: Iterable[Enrolment],
    plan: Plan,
    trainer: Person,
    cohort: Cohort,
) -> None:
    told: dict[Person, AttendanceStatus] = {}
    if session is cohort.sessions[-1]:
        told |= dict.fromkeys(map(_person, plan.missed), AttendanceStatus.ABSENT)
    if session is cohort.sessions[0]:
        told |= dict.fromkeys(map(_person, plan.excused), AttendanceStatus.EXCUSED)
        told |= dict.fromkeys(map(_person, plan.late), AttendanceStatus.LATE)
    by_person = {enrolment.person: enrolment for enrolment in enrolments}
    late = by_person.keys() & {person for person in told if told[person] == AttendanceStatus.LATE}
    record_attendance(
        session=session,
        statuses={
            enrolment: told.get(person, AttendanceStatus.PRESENT)
            for person, enrolment in by_person.items()
        },
        minutes={by_person[person]: session.minutes - 25 for person in late},
        actor=trainer,
        now=session.event.ends_at + timedelta(minutes=30),
    )


def _trainers(plan: Plan) -> list[Person]:
    return [_person(account) for account in (plan.trainer, plan.also) if account]


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person


def _municipality(account: str | None) -> Municipality | None:
    return _person(account).municipality if account else None
