"""Loads the courses that KommA ships, and knows how a cohort of each is spread over its days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.kernel import audit, clock
from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.documents import Field
from app.kernel.i18n import Bilingual
from courses.catalogue import queries
from courses.catalogue.models import (
    AgendaItem,
    Course,
    CourseAudience,
    CourseEffect,
    CourseRequirement,
    LearningUnit,
)
from courses.catalogue.versions import (
    document_of,
    first_version,
    make_current,
    shipped_version,
)
from courses.units.contents import read_unit_content
from courses.units.kinds import UnitKind
from organisations.topics.models import Competency

CONTENT = Path(__file__).parent / "content" / "courses"
PLAIN_KEYS = (
    "slug",
    "title",
    "summary",
    "aims",
    "minutes",
    "format",
    "languages",
)

#: A block whose lines count: a list, a heading, a quote.
_MARKED = re.compile(r"^\s*([-*+>#]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True)
class SessionPattern:
    """One meeting of a cohort: days after the first day, wall time, length."""

    day_offset: int
    start: time
    minutes: int

    def on(self, first_day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Start and end of the meeting in a cohort that begins on `first_day`, wall time in `zone`.

        The end lies the full length after the start, also where clocks change in between.
        """
        day = first_day + timedelta(days=self.day_offset)
        starts_at = datetime.combine(day, self.start, zone)
        ends_at = starts_at.astimezone(ZoneInfo("UTC")) + timedelta(minutes=self.minutes)
        return starts_at, ends_at.astimezone(zone)


def load_courses(now: datetime | None = None) -> list[Course]:
    """Add the courses to a database that holds the competencies but no course yet, as version 1.

    Raises KeyError where the content names a competency or course that there is not, DocumentError
    with one line where a quiz, a scenario or the like has a fault.
    """
    competencies = {
        competency.key: competency for competency in db.session.scalars(select(Competency))
    }
    entries = _entries()
    courses = {
        entry["slug"]: _course(position, entry, competencies)
        for position, entry in enumerate(entries)
    }
    for entry in entries:
        courses[entry["slug"]].after = [courses[slug] for slug in entry["after"]]
        courses[entry["slug"]].prerequisites = [courses[slug] for slug in _needed(entry)]
    db.session.add_all(courses.values())
    db.session.flush()
    db.session.add_all(first_version(course, now or clock.now()) for course in courses.values())
    db.session.flush()
    return list(courses.values())


class Outcome(StrEnum):
    """What an update has done with a course."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


def update_courses(now: datetime) -> dict[str, Outcome]:
    """Bring the courses up to what this version of KommA ships; says by slug what was done.

    A course that somebody has written here, or is writing, is kept as it is: the office decides
    what it says. What is changed is a new version, so cohorts keep theirs. Learning units of
    courses that are there already are left alone, since people are in the middle of them.
    """
    competencies = {one.key: one for one in db.session.scalars(select(Competency))}
    courses = {one.slug: one for one in queries.list_courses()}
    written, entries = queries.list_open_versions(), _entries()
    outcomes = {}
    for position, entry in enumerate(entries):
        slug, shipped = entry["slug"], _course(position, entry, competencies)
        document = document_of(shipped) | {
            "after": sorted(entry["after"]),
            "prerequisites": sorted(_needed(entry)),
        }
        if slug not in courses:
            courses[slug] = shipped
            outcomes[slug] = Outcome.ADDED
            shipped.prerequisites = [courses[one] for one in _needed(entry) if one in courses]
            _add(shipped, [courses[one] for one in entry["after"] if one in courses], now)
            continue
        course = courses[slug]
        newest = queries.get_version(course, course.version_number or 0)
        if newest.authors or course.id in written:
            outcomes[slug] = Outcome.KEPT
        elif newest.content == document:
            outcomes[slug] = Outcome.UNCHANGED
        else:
            outcomes[slug] = Outcome.UPDATED
            _publish(course, document, competencies, courses, now)
    return outcomes


def _add(course: Course, after: list[Course], now: datetime) -> None:
    course.after = after
    db.session.add(course)
    db.session.flush()
    db.session.add(first_version(course, now))
    db.session.flush()
    audit.record("course.published", course, actor=None, now=now, version=1)


def _publish(
    course: Course,
    document: dict[str, Any],
    competencies: dict[str, Competency],
    courses: dict[str, Course],
    now: datetime,
) -> None:
    number = (course.version_number or 0) + 1
    db.session.add(shipped_version(course, document, number, now))
    make_current(
        course=course,
        document=document,
        number=number,
        competencies=competencies,
        courses=courses,
    )
    audit.record("course.published", course, actor=None, now=now, version=number)


def read_session_patterns() -> dict[str, list[SessionPattern]]:
    """How a cohort of each live course is spread over its days, by slug."""
    return {entry["slug"]: list(_patterns(entry)) for entry in _entries() if "sessions" in entry}


def _entries() -> list[dict[str, Any]]:
    """All courses in the order of the catalogue, which is that of the files' names."""
    return [read_content(path) for path in sorted(CONTENT.glob("*.yaml"))]


def _needed(entry: dict[str, Any]) -> list[str]:
    return entry.get("prerequisites", [])


def _course(position: int, entry: dict[str, Any], competencies: dict[str, Competency]) -> Course:
    return Course(
        position=position,
        **{key: entry[key] for key in PLAIN_KEYS},
        description=_on_long_lines(entry["description"]),
        attendance_percent=entry.get("attendance_percent"),
        needs_quizzes=entry.get("needs_quizzes", False),
        by_own_choice=entry.get("by_own_choice", False),
        needs_approval=entry.get("needs_approval", False),
        confidential=entry.get("confidential", False),
        expectations=entry.get("expectations"),
        version_number=1,
        agenda=[
            AgendaItem(position=place, **item) for place, item in enumerate(entry.get("agenda", ()))
        ],
        units=[
            unit_from(place, unit, entry["slug"])
            for place, unit in enumerate(entry.get("units", ()))
        ],
        raises=[
            CourseEffect(competency=competencies[key], level=level)
            for key, level in entry["raises"].items()
        ],
        requires=[
            CourseRequirement(competency=competencies[key], level=level)
            for key, level in entry["requires"].items()
        ],
        audience=[CourseAudience(function=function) for function in entry["audience"]],
    )


def unit_from(position: int, entry: dict[str, Any], slug: str) -> LearningUnit:
    """The unit that an entry of a course's file describes. Raises DocumentError."""
    content, kind = _as_stored(entry.get("content")), entry.get("kind", UnitKind.TEXT)
    place = f"{slug}/{entry['key']}"
    read_unit_content(kind, Field(content, place))
    return LearningUnit(position=position, **(entry | {"content": content, "kind": kind}))


def _as_stored(value: Any) -> Any:
    """A content as JSON holds it: texts in both languages are plain objects again."""
    if isinstance(value, Bilingual):
        return {"de": value.de, "en": value.en}
    if isinstance(value, dict):
        return {key: _as_stored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_stored(inner) for inner in value]
    return value


def _on_long_lines(text: Bilingual) -> Bilingual:
    """Paragraphs without the line breaks of the file, which would be in the way of who edits."""
    return Bilingual(
        **{
            language: "\n\n".join(
                block if _MARKED.search(block) else block.replace("\n", " ")
                for block in text.in_language(language).split("\n\n")
            )
            for language in ("de", "en")
        }
    )


def _patterns(entry: dict[str, Any]) -> Iterator[SessionPattern]:
    for session in entry["sessions"]:
        yield SessionPattern(
            day_offset=session["day_offset"],
            start=time.fromisoformat(session["start"]),
            minutes=session["minutes"],
        )
