"""The figures of a report, and what of them nobody may read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.kernel.bilingual import Bilingual
from courses.reports.figures import (
    Completion,
    CourseFact,
    EndedCohort,
    Facts,
    PresenceFact,
    SessionFact,
    make_report,
)
from courses.reports.periods import Months, month_of, parse_month, usual_periods

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
FIRST_QUARTER = Months(JANUARY, MARCH)
BERLIN = ZoneInfo("Europe/Berlin")
FUNCTIONS = ["political_leadership", "executive", "staff"]
HOME, ELSEWHERE = 1, 2
NAMES = {HOME: "Heimstadt", ELSEWHERE: "Fernstadt"}
OPEN = CourseFact(1, Bilingual(de="Offen", en="Open"))
SECRET = CourseFact(2, Bilingual(de="Geheim", en="Secret"), confidential=True)


def session(number, course=OPEN, month=JANUARY, minutes=90):
    return SessionFact(number, number, course.id, month, minutes)


def present(session_id, people, function="staff", municipality=HOME, minutes=90):
    return [PresenceFact(session_id, person, function, municipality, minutes) for person in people]


def report(*, sessions=(), presences=(), ended=(), courses=(OPEN, SECRET)):
    taught = {one.course_id for one in sessions}
    facts = Facts(
        courses=[course for course in courses if course.id in taught],
        sessions=sessions,
        presences=presences,
        ended=ended,
        municipalities=NAMES,
    )
    return make_report(FIRST_QUARTER, facts, FUNCTIONS, answers=None, satisfaction=None)


# --- periods --------------------------------------------------------------------------------


def test_months_begin_and_end_by_the_programme_s_clock():
    begin, end = FIRST_QUARTER.bounds(BERLIN)
    assert begin == datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    assert end == datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
    assert month_of(begin, BERLIN) == JANUARY
    assert list(FIRST_QUARTER) == [JANUARY, FEBRUARY, MARCH]


@pytest.mark.parametrize(
    "key", ["", "2026", "2026-00", "2026-13", "2026-1", "0000-01", "2026-01-01"]
)
def test_what_is_no_month_is_none(key):
    assert parse_month(key) is None


def test_usual_periods_are_over():
    usual = usual_periods(date(2026, 2, 1))
    assert usual["month"] == Months(JANUARY, JANUARY)
    assert usual["quarter"] == Months(date(2025, 10, 1), date(2025, 12, 1))
    assert usual["year"] == Months(date(2025, 1, 1), date(2025, 12, 1))


def test_a_period_has_whole_months_in_their_order():
    for first, last in ((date(2026, 1, 2), MARCH), (MARCH, JANUARY)):
        with pytest.raises(ValueError, match="first day"):
            Months(first, last)


# --- figures --------------------------------------------------------------------------------


def test_people_count_once_and_their_participations_each():
    found = report(
        sessions=[session(1), session(2, month=MARCH, minutes=60)],
        presences=[*present(1, range(8)), *present(2, range(4, 12), minutes=60)],
    )
    assert (found.participants, found.participations) == (12, 16)
    assert found.participant_minutes == 8 * 90 + 8 * 60
    assert (found.municipalities, found.courses, found.cohorts, found.sessions) == (1, 1, 2, 2)
    assert [(line.sessions, line.minutes) for line in found.by_month] == [(1, 90), (0, 0), (1, 60)]
    assert found.by_course[0].participations == 16


def test_fewer_than_seven_people_are_not_told():
    found = report(sessions=[session(1)], presences=present(1, range(6)))
    assert (found.participants, found.participations, found.participant_minutes) == (None,) * 3
    assert found.people is None
    assert found.by_course[0].participations is None
    assert found.minutes == 90


def test_people_stand_by_municipality_and_function():
    found = report(
        sessions=[session(1)],
        presences=[
            *present(1, range(10)),
            *present(1, range(10, 20), "executive"),
            *present(1, range(20, 30), municipality=ELSEWHERE),
            *present(1, range(30, 40), "executive", municipality=ELSEWHERE),
            *present(1, range(40, 48), "political_leadership", municipality=ELSEWHERE),
            *present(1, range(50, 58), "political_leadership"),
        ],
    )
    assert found.people.municipalities == ("Fernstadt", "Heimstadt")
    assert found.people.counts.cells == ((8, 10, 10), (8, 10, 10))


def test_confidential_courses_count_in_the_whole_and_for_no_municipality():
    found = report(
        sessions=[session(1), session(2, course=SECRET)],
        presences=[
            *present(1, range(10)),
            *present(2, range(10, 20), municipality=ELSEWHERE),
            *present(2, [0]),
        ],
    )
    assert found.municipalities == 1
    assert found.participants == 20
    assert found.people.municipalities == ("Heimstadt", None)
    assert found.people.counts.row_totals == (10, 10)
    assert [line.title for line in found.by_course] == [OPEN.title, None]
    assert found.courses == 2


def test_who_has_no_function_has_a_column_of_their_own():
    found = report(
        sessions=[session(1)], presences=[*present(1, range(9)), *present(1, range(9, 20), None)]
    )
    assert found.people.functions == (*FUNCTIONS, None)


@pytest.mark.parametrize(
    ("people", "completed", "told"),
    [(20, 10, 50), (16, 9, 56), (20, 14, None), (20, 6, None), (20, 20, None), (0, 0, None)],
)
def test_completion_is_told_where_neither_side_is_a_small_group(people, completed, told):
    found = report(ended=[EndedCohort(1, people, completed)])
    assert (found.completion.percent if found.completion else None) == told


def test_completion_is_rounded_half_up():
    assert Completion(13, 16).percent == 81
    assert Completion(1, 200).percent == 1


def test_small_courses_cannot_be_worked_out_of_the_total():
    other = CourseFact(3, Bilingual(de="Klein", en="Small"))
    found = report(
        courses=[OPEN, other],
        sessions=[session(1), session(3, course=other)],
        presences=[*present(1, range(20)), *present(3, range(3))],
    )
    assert found.participations == 23
    assert found.participant_minutes is None, "courses differ in length: it would be solved for"
    assert [line.participations for line in found.by_course] == [None, None]
