"""The document of a team's plan: what is planned, what it guarantees, what is left and why. Pure.

It is made from the choice of courses and dates and from what everybody may know: catalogue, dates,
target profiles, which functions the team has. Nobody's levels come in here, so none come out: what
the document can tell of answers is the choice of steps itself. It holds no count of people either.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from courses.paths.plan import Choice
from courses.team_paths.arranging import (
    Arrangement,
    Offer,
    TeamCourse,
    TeamRun,
    choosable_runs,
    is_for,
)
from courses.team_paths.shifts import Heads, split


class LeftReason(StrEnum):
    """Why a course is not in a team's plan, or a target not guaranteed by it.

    Fewer words than a person's own path has: whether nobody needs a course or nobody could begin
    it is told of no one.
    """

    OTHER_FUNCTION = "other_function"
    NO_COURSE = "no_course"
    NO_DATE = "no_date"
    OTHER_DATES = "other_dates"
    TIME = "time"
    LESS = "less"


@dataclass(frozen=True)
class Aim:
    """The level of a competency that a function needs."""

    function: str
    competency: str
    target: int


def describe(offer: Offer, arrangement: Arrangement, aims: Sequence[Aim]) -> dict[str, Any]:
    """What `TeamPath.plan` holds.

    Courses go by their slug, cohorts by their public id, competencies by key; a run without a
    cohort is wished for, and one that is None is a shift's for which no date was found.
    """
    courses = {course.slug: course for course in offer.courses}
    order = _order_of(arrangement)
    steps = [_step(courses[slug], order, courses, arrangement) for slug in order]
    return {
        "parts": arrangement.parts,
        "proven": arrangement.proven,
        "minutes": max(
            (_minutes_of(function, offer, arrangement) for function in offer.heads), default=0
        ),
        "steps": steps,
        "coverage": [_coverage(aim, arrangement, courses) for aim in aims],
        "left_open": [
            {
                "function": aim.function,
                "competency": aim.competency,
                "reason": _why_open(aim, offer, arrangement),
            }
            for aim in aims
            if _guaranteed(aim, arrangement, courses) < aim.target
        ],
        "left_out": [
            {"course": course.slug, "reason": _why_left_out(course, offer, arrangement)}
            for course in offer.courses
            if course.slug not in order
        ],
    }


def _order_of(arrangement: Arrangement) -> list[str]:
    """The courses in the order of the first shift; what only others take, before what follows it
    there."""
    order: list[str] = []
    for shift in arrangement.shifts:
        following: str | None = None
        for choice in reversed(shift):
            if choice.unit not in order:
                order.insert(order.index(following) if following else len(order), choice.unit)
            following = choice.unit
    return order


def _step(
    course: TeamCourse,
    order: Sequence[str],
    courses: Mapping[str, TeamCourse],
    arrangement: Arrangement,
) -> dict[str, Any]:
    later = order[order.index(course.slug) + 1 :]
    return {
        "course": course.slug,
        "minutes": course.minutes,
        "audience": sorted(course.audience),
        "enables": [slug for slug in later if course.slug in courses[slug].after],
        "runs": None
        if course.runs is None
        else [_run(course, shift) for shift in arrangement.shifts],
    }


def _run(course: TeamCourse, shift: Sequence[Choice]) -> dict[str, Any] | None:
    chosen = next((choice.run for choice in shift if choice.unit == course.slug), None)
    run = next((run for run in course.runs or () if run.id == chosen), None)
    if run is None:
        return None
    return {
        "cohort": None if run.wished_day else run.id,
        "wished_day": run.wished_day.isoformat() if run.wished_day else None,
        "start": _instant(run.start),
        "end": _instant(run.end),
    }


def _coverage(
    aim: Aim, arrangement: Arrangement, courses: Mapping[str, TeamCourse]
) -> dict[str, Any]:
    return {
        "function": aim.function,
        "competency": aim.competency,
        "target": aim.target,
        "guaranteed": min(aim.target, _guaranteed(aim, arrangement, courses)),
    }


def _guaranteed(aim: Aim, arrangement: Arrangement, courses: Mapping[str, TeamCourse]) -> int:
    """The level that everyone of the function has afterwards, whichever shift they go with."""
    return min(
        max(
            (
                courses[choice.unit].raises.get(aim.competency, 0)
                for choice in shift
                if is_for(courses[choice.unit], aim.function)
            ),
            default=0,
        )
        for shift in arrangement.shifts
    )


def _why_open(aim: Aim, offer: Offer, arrangement: Arrangement) -> LeftReason:
    reaching = [
        course
        for course in offer.courses
        if is_for(course, aim.function) and course.raises.get(aim.competency, 0) >= aim.target
    ]
    if not reaching:
        return LeftReason.NO_COURSE
    taken = set(_order_of(arrangement))
    reasons = {
        # In the plan, but not for every shift.
        LeftReason.NO_DATE if course.slug in taken else _why_left_out(course, offer, arrangement)
        for course in reaching
    }
    # What more time or other dates would help with is more useful to know.
    by_use = (LeftReason.TIME, LeftReason.OTHER_DATES, LeftReason.NO_DATE, LeftReason.LESS)
    return next(reason for reason in by_use if reason in reasons)


def _why_left_out(course: TeamCourse, offer: Offer, arrangement: Arrangement) -> LeftReason:
    """The first that is true, from what everybody may know."""
    attend = [function for function in offer.heads if is_for(course, function)]
    if not attend:
        return LeftReason.OTHER_FUNCTION
    if course.runs is not None:
        dated = _runs_of_all(course, offer, split(offer.heads, arrangement.parts))
        if not dated:
            return LeftReason.NO_DATE
        if not _beside(dated, offer, arrangement):
            return LeftReason.OTHER_DATES
    used = max(_minutes_of(function, offer, arrangement) for function in attend)
    if used + course.minutes > offer.budget_minutes:
        return LeftReason.TIME
    return LeftReason.LESS


def _minutes_of(function: str, offer: Offer, arrangement: Arrangement) -> int:
    """How long the courses of somebody of this function take, in the shift that takes most."""
    minutes = {one.slug: one.minutes for one in offer.courses if is_for(one, function)}
    return max(sum(minutes.get(choice.unit, 0) for choice in shift) for shift in arrangement.shifts)


def _runs_of_all(course: TeamCourse, offer: Offer, shifts: Sequence[Heads]) -> list[TeamRun]:
    """The runs in the period that some shift could attend."""
    found = {
        run.id: run
        for number, heads in enumerate(shifts)
        for run in choosable_runs(course, heads, offer.days_of(number, len(shifts)), ()) or ()
        if offer.not_before <= run.start and run.end <= offer.deadline
    }
    return list(found.values())


def _beside(runs: Collection[TeamRun], offer: Offer, arrangement: Arrangement) -> bool:
    """Whether one of `runs` lies beside all that some shift attends."""
    known = {run.id: run for course in offer.courses for run in course.runs or ()}
    return any(
        all(
            run.end <= known[choice.run].start or known[choice.run].end <= run.start
            for choice in shift
            if choice.run
        )
        for shift in arrangement.shifts
        for run in runs
    )


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
