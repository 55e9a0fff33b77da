"""What could stand in the place of a step: another date, another course, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from courses.paths.building import Basis, OfferedCohort, OfferedCourse
from courses.paths.choices import PathChoices
from courses.paths.plan import Step

MOST_DATES = 2
MOST_COURSES = 2


@dataclass(frozen=True)
class Alternative:
    """`course` on the date of `cohort`; with neither, the path without the step."""

    course: str | None = None
    cohort: str | None = None

    def chosen(self, instead_of: str, choices: PathChoices) -> PathChoices:
        """The choices with which it stands in the place of the step `instead_of`."""
        if self.course is None:
            return choices.drop(instead_of)
        if self.course == instead_of:
            return choices.pin(instead_of, self.cohort)
        return choices.drop(instead_of).pin(self.course)


def alternatives_to(step: Step, basis: Basis, planned: set[str]) -> Iterator[Alternative]:
    """A handful of them, what is nearest to the step first. `planned` are all units of the plan."""
    for cohort in _other_dates(step, basis)[:MOST_DATES]:
        yield Alternative(step.unit, cohort.id)
    for course in _other_courses(step, basis, planned)[:MOST_COURSES]:
        yield Alternative(course.slug)
    yield Alternative()


def _other_dates(step: Step, basis: Basis) -> list[OfferedCohort]:
    dates = [
        cohort
        for cohort in basis.cohorts
        if cohort.course == step.unit and cohort.id != step.run and _is_free(cohort, basis)
    ]
    return sorted(dates, key=lambda cohort: (cohort.starts_at, cohort.id))


def _other_courses(step: Step, basis: Basis, planned: set[str]) -> list[OfferedCourse]:
    """Those that close some of what the step closes: who closes most of it, and is short, first."""
    without = planned | basis.done | basis.dropped
    ranked = [
        (-closed, course.minutes, index, course)
        for index, course in enumerate(basis.courses)
        if course.slug not in without
        and (not course.audience or basis.function in course.audience)
        and (course.self_paced or _has_a_free_date(course, basis))
        and (closed := _closed_by(course, step))
    ]
    return [course for *_rank, course in sorted(ranked, key=lambda entry: entry[:3])]


def _closed_by(course: OfferedCourse, step: Step) -> int:
    return sum(
        max(0, min(course.raises.get(piece.competency, 0), piece.to_level) - piece.from_level)
        for piece in step.closes
    )


def _has_a_free_date(course: OfferedCourse, basis: Basis) -> bool:
    return any(cohort.course == course.slug and _is_free(cohort, basis) for cohort in basis.cohorts)


def _is_free(cohort: OfferedCohort, basis: Basis) -> bool:
    return cohort.seats_left > 0 and basis.suits(cohort)
