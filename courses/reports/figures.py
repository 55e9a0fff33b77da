"""The figures of a report, as they may be shown to its funder. Pure.

Everything that counts people goes through `suppression`: what stands here of small groups is None.
Confidential courses count in what is said of the whole programme; no municipality is told for them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.bilingual import Bilingual
from courses.reports.periods import Months
from courses.reports.suppression import THRESHOLD, ProtectedTable, protect


@dataclass(frozen=True)
class CourseFact:
    """A course that took place."""

    id: int
    title: Bilingual
    confidential: bool = False


@dataclass(frozen=True)
class SessionFact:
    """A session that took place; `month` is the first day of its month."""

    id: int
    cohort_id: int
    course_id: int
    month: date
    minutes: int


@dataclass(frozen=True)
class PresenceFact:
    """A person who was at a session; `minutes` are those that count for them."""

    session_id: int
    person_id: int
    function: str | None
    municipality_id: int | None
    minutes: int


@dataclass(frozen=True)
class EndedCohort:
    """A cohort whose last session was in the period: who took part, and who has completed."""

    id: int
    people: int
    completed: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What happened in a period."""

    courses: Sequence[CourseFact] = ()
    sessions: Sequence[SessionFact] = ()
    presences: Sequence[PresenceFact] = ()
    ended: Sequence[EndedCohort] = ()
    municipalities: Mapping[int, str]


@dataclass(frozen=True)
class MonthLine:
    month: date
    sessions: int
    minutes: int


@dataclass(frozen=True)
class CourseLine:
    """A course in figures; without a title: all confidential courses together."""

    title: Bilingual | None
    cohorts: int
    sessions: int
    minutes: int
    participations: int | None


@dataclass(frozen=True)
class Completion:
    """How many of those who took part have completed the course."""

    completed: int
    people: int

    @property
    def percent(self) -> int:
        """In full per cent, rounded half up."""
        return (200 * self.completed + self.people) // (2 * self.people)


@dataclass(frozen=True)
class PeopleTable:
    """Distinct people by municipality and function; a row without a name tells none."""

    municipalities: tuple[str | None, ...]
    functions: tuple[str | None, ...]
    counts: ProtectedTable


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report. None stands for what is kept back, so that nobody is found by it.

    `satisfaction` is a mean from 1 to 5 in hundredths, of `answers` people.
    """

    months: Months
    municipalities: int
    courses: int
    cohorts: int
    sessions: int
    minutes: int
    participants: int | None
    participations: int | None
    participant_minutes: int | None
    completion: Completion | None
    answers: int | None
    satisfaction: int | None
    by_month: tuple[MonthLine, ...]
    by_course: tuple[CourseLine, ...]
    people: PeopleTable | None


def make_report(
    months: Months,
    facts: Facts,
    functions: Sequence[str],
    *,
    answers: int | None,
    satisfaction: int | None,
) -> Report:
    """The report of `facts`, with the columns of `functions` in their order."""
    discreet = _confidential_sessions(facts)
    participants = len({one.person_id for one in facts.presences})
    enough = participants >= THRESHOLD
    by_course = _by_course(facts)
    return Report(
        months=months,
        municipalities=len(
            {one.municipality_id for one in facts.presences if one.session_id not in discreet}
            - {None}
        ),
        courses=len({one.course_id for one in facts.sessions}),
        cohorts=len({one.cohort_id for one in facts.sessions}),
        sessions=len(facts.sessions),
        minutes=sum(one.minutes for one in facts.sessions),
        participants=participants if enough else None,
        participations=_participations(facts) if enough else None,
        participant_minutes=_participant_minutes(facts, by_course),
        completion=_completion(facts.ended),
        answers=answers,
        satisfaction=satisfaction,
        by_month=tuple(_month_line(month, facts.sessions) for month in months),
        by_course=by_course,
        people=_people(facts, functions, discreet),
    )


def _confidential_sessions(facts: Facts) -> frozenset[int]:
    courses = {course.id for course in facts.courses if course.confidential}
    return frozenset(one.id for one in facts.sessions if one.course_id in courses)


def _month_line(month: date, sessions: Sequence[SessionFact]) -> MonthLine:
    then = [one for one in sessions if one.month == month]
    return MonthLine(month, len(then), sum(one.minutes for one in then))


def _participations(facts: Facts) -> int:
    """Somebody who took part in two cohorts counts twice."""
    cohorts = {one.id: one.cohort_id for one in facts.sessions}
    return len({(one.person_id, cohorts[one.session_id]) for one in facts.presences})


def _by_course(facts: Facts) -> tuple[CourseLine, ...]:
    """By title; confidential courses are one line, the last."""
    open_courses = [[course] for course in facts.courses if not course.confidential]
    confidential = [course for course in facts.courses if course.confidential]
    groups = [*open_courses, confidential] if confidential else open_courses
    parts = [_part_of(facts, {course.id for course in group}) for group in groups]
    counts = protect([[_participations(part)] for part in parts])
    return tuple(
        CourseLine(
            title=None if group is confidential else group[0].title,
            cohorts=len({one.cohort_id for one in part.sessions}),
            sessions=len(part.sessions),
            minutes=sum(one.minutes for one in part.sessions),
            participations=counts.cells[number][0] if counts else None,
        )
        for number, (group, part) in enumerate(zip(groups, parts, strict=True))
    )


def _part_of(facts: Facts, course_ids: Collection[int]) -> Facts:
    sessions = [one for one in facts.sessions if one.course_id in course_ids]
    ids = {one.id for one in sessions}
    return Facts(
        sessions=sessions,
        presences=[one for one in facts.presences if one.session_id in ids],
        municipalities=facts.municipalities,
    )


def _participant_minutes(facts: Facts, by_course: Sequence[CourseLine]) -> int | None:
    """None where the participations of a course are kept back.

    Courses differ in length, so the sum of all minutes is one more equation for them: beside the
    sum of all participations it would give two of them away.
    """
    if not by_course or any(line.participations is None for line in by_course):
        return None
    return sum(one.minutes for one in facts.presences)


def _completion(ended: Sequence[EndedCohort]) -> Completion | None:
    """None where those who have, or those who have not completed are too few to be told."""
    people, completed = sum(one.people for one in ended), sum(one.completed for one in ended)
    told = min(completed, people - completed) >= THRESHOLD
    return Completion(completed, people) if told else None


def _people(
    facts: Facts, functions: Sequence[str], discreet: Collection[int]
) -> PeopleTable | None:
    """Each person once: with their municipality, unless they were at confidential courses only."""
    named: dict[int, int | None] = {}
    function_of: dict[int, str | None] = {}
    for one in facts.presences:
        function_of[one.person_id] = one.function
        if one.session_id in discreet:
            named.setdefault(one.person_id, None)
        else:
            named[one.person_id] = one.municipality_id
    columns = [*functions, *({None} & set(function_of.values()))]
    rows: dict[int | None, list[int]] = defaultdict(lambda: [0] * len(columns))
    for person, municipality in named.items():
        rows[municipality][columns.index(function_of[person])] += 1
    order = sorted(rows, key=lambda key: (key is None, facts.municipalities.get(key or 0, ""), key))
    counts = protect([rows[key] for key in order], least_in_row=1)
    if counts is None:
        return None
    names = tuple(None if key is None else facts.municipalities[key] for key in order)
    return PeopleTable(names, tuple(columns), counts)
