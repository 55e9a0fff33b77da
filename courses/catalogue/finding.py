"""Which courses fit what somebody looks for, the best first, and what to drop if none does. Pure.

A catalogue is small enough to be read whole: so all conditions are counted in one go, whatever
they are, and both databases find the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from app.kernel.ranking import score_of
from app.kernel.word_stems import stems_asked_for

#: Lengths to choose from: more than the first and at most the second number of minutes.
LENGTHS: dict[str, tuple[int, int]] = {
    "two_hours": (0, 120),
    "half_a_day": (120, 240),
    "a_day": (240, 480),
    "longer": (480, 1_000_000),
}
#: The choice of all courses that have a date to come, whenever that is.
ANY_DATE = "any"
#: How much more a word in the title tells of a course than one further down.
_WEIGHTS = (8, 4, 1)


@dataclass(frozen=True)
class Findable:
    """What is known of a course when somebody looks for one. `months` are those of coming dates,
    written 2026-12; an empty `audience` means everyone.
    """

    id: int
    title: str
    summary: str
    text: str
    format: str
    minutes: int
    languages: Collection[str]
    audience: Collection[str]
    raises: Mapping[str, int]
    months: Collection[str]


@dataclass(frozen=True)
class Criteria:
    """What somebody looks for. Empty means that it does not matter."""

    q: str = ""
    competency: str = ""
    situation: str = ""
    function: str = ""
    format: str = ""
    length: str = ""
    language: str = ""
    when: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What matters, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    def without(self, *names: str) -> "Criteria":
        """The same, but for these."""
        return replace(self, **dict.fromkeys(names, ""))


@dataclass(frozen=True)
class Drop:
    """How many courses there would be without one condition."""

    name: str
    courses: int


def find(
    courses: Sequence[Findable], criteria: Criteria, situations: Mapping[str, Collection[str]]
) -> list[Findable]:
    """The courses that fit all of `criteria`, the closest first, else in the order given.

    `situations` gives the competencies that matter in each: a course that raises one of them fits,
    and the more it does for them, the closer.
    """
    matters = situations.get(criteria.situation, ())
    asked = stems_asked_for(criteria.q)
    found = []
    for course in courses:
        score = _score(course, asked)
        if score is not None and _fits(course, criteria, matters):
            help_given = sum(course.raises.get(key, 0) for key in matters)
            found.append((-score, -help_given, len(found), course))
    return [course for *_, course in sorted(found, key=lambda entry: entry[:3])]


def drops(
    courses: Sequence[Findable], criteria: Criteria, situations: Mapping[str, Collection[str]]
) -> list[Drop]:
    """Which single conditions to drop so that there is something, the most helpful first."""
    counted = (
        Drop(name, len(find(courses, criteria.without(name), situations)))
        for name in criteria.given
    )
    return sorted((drop for drop in counted if drop.courses), key=lambda drop: -drop.courses)


def _fits(course: Findable, criteria: Criteria, matters: Collection[str]) -> bool:
    shortest, longest = LENGTHS.get(criteria.length, (0, 1_000_000))
    return (
        (not criteria.competency or criteria.competency in course.raises)
        and (not criteria.situation or any(key in course.raises for key in matters))
        and (not criteria.function or not course.audience or criteria.function in course.audience)
        and (not criteria.format or criteria.format == course.format)
        and shortest < course.minutes <= longest
        and (not criteria.language or criteria.language in course.languages)
        and _has_date(course, criteria.when)
    )


def _has_date(course: Findable, when: str) -> bool:
    return bool(course.months) if when == ANY_DATE else not when or when in course.months


def _score(course: Findable, asked: Sequence[str]) -> int | None:
    """How well the words are found; None where one of them is not."""
    return score_of(asked, zip((course.title, course.summary, course.text), _WEIGHTS, strict=True))
