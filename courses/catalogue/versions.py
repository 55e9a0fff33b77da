"""Between the rows of a course and its document: what a version is made of, and made current."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.i18n import Bilingual
from courses.catalogue.document import agenda_of, bilingual
from courses.catalogue.models import (
    AgendaItem,
    Course,
    CourseAudience,
    CourseEffect,
    CourseRequirement,
    CourseStatus,
)
from courses.catalogue.version_models import CourseVersion, VersionState
from organisations.topics.models import Competency


def document_of(course: Course) -> dict[str, Any]:
    """The document of what `course` says now."""
    return {
        "title": _both(course.title),
        "summary": _both(course.summary),
        "description": _both(course.description),
        "expectations": _both(course.expectations),
        "aims": [_both(aim) for aim in course.aims],
        "agenda": [
            {"title": _both(item.title), "text": _both(item.text), "minutes": item.minutes}
            for item in course.agenda
        ],
        "minutes": course.minutes,
        "attendance_percent": course.attendance_percent,
        "needs_quizzes": bool(course.needs_quizzes),
        "languages": list(course.languages),
        "audience": sorted(entry.function for entry in course.audience),
        "by_own_choice": bool(course.by_own_choice),
        "needs_approval": bool(course.needs_approval),
        "confidential": bool(course.confidential),
        "prerequisites": sorted(needed.slug for needed in course.prerequisites),
        "raises": _levels(course.raises),
        "requires": _levels(course.requires),
        "after": sorted(earlier.slug for earlier in course.after),
    }


def first_version(course: Course, now: datetime) -> CourseVersion:
    """Version 1 of a course that came with KommA, for the caller to add."""
    return shipped_version(course, document_of(course), 1, now)


def shipped_version(
    course: Course, document: Mapping[str, Any], number: int, now: datetime
) -> CourseVersion:
    """A version that nobody has written here: it came with KommA."""
    return CourseVersion(
        public_id=new_public_id(),
        course=course,
        number=number,
        state=VersionState.PUBLISHED,
        title=bilingual(document["title"]),
        attendance_percent=document["attendance_percent"],
        needs_quizzes=document["needs_quizzes"],
        content=dict(document),
        created_at=now,
        changed_at=now,
    )


def make_current(
    *,
    course: Course,
    document: Mapping[str, Any],
    number: int,
    competencies: Mapping[str, Competency],
    courses: Mapping[str, Course],
) -> None:
    """Have `course` say what the complete `document` says, as its version `number`.

    `competencies` and `courses` are what keys and slugs of the document mean; one that no longer
    exists is left out.
    """
    expectations = document["expectations"]
    course.title = bilingual(document["title"])
    course.summary = bilingual(document["summary"])
    course.description = bilingual(document["description"])
    course.expectations = bilingual(expectations) if any(expectations.values()) else None
    course.aims = [bilingual(aim) for aim in document["aims"]]
    course.minutes = document["minutes"]
    course.attendance_percent = document["attendance_percent"]
    course.needs_quizzes = document["needs_quizzes"]
    course.languages = list(document["languages"])
    course.by_own_choice = document["by_own_choice"]
    course.needs_approval = document["needs_approval"]
    course.confidential = document["confidential"]
    course.version_number = number
    if course.status == CourseStatus.DRAFT:
        course.status = CourseStatus.PUBLISHED
    course.after = [courses[slug] for slug in document["after"] if slug in courses]
    course.prerequisites = [courses[slug] for slug in document["prerequisites"] if slug in courses]
    _replace_rows(course, document, competencies)


def _replace_rows(
    course: Course, document: Mapping[str, Any], competencies: Mapping[str, Competency]
) -> None:
    for model in (AgendaItem, CourseEffect, CourseRequirement, CourseAudience):
        db.session.execute(delete(model).where(model.course_id == course.id))
    db.session.flush()
    rows: list[Any] = [
        AgendaItem(position=place, title=part.title, text=part.text, minutes=part.minutes)
        for place, part in enumerate(agenda_of(document))
    ]
    for model, key in ((CourseEffect, "raises"), (CourseRequirement, "requires")):
        rows += [
            model(competency_id=competencies[name].id, level=level)
            for name, level in document[key].items()
            if name in competencies
        ]
    rows += [CourseAudience(function=function) for function in document["audience"]]
    for row in rows:
        row.course_id = course.id
    db.session.add_all(rows)
    db.session.flush()
    db.session.expire(course, ["agenda", "raises", "requires", "audience"])


def _both(text: Bilingual | None) -> dict[str, str]:
    return {"de": text.de, "en": text.en} if text else {"de": "", "en": ""}


def _levels(entries: Sequence[CourseEffect | CourseRequirement]) -> dict[str, int]:
    in_order = sorted(entries, key=lambda entry: entry.competency.position)
    return {entry.competency.key: entry.level for entry in in_order}
