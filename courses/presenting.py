"""A course's document as pages show it: the course itself, an old version, a preview of a draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.kernel.i18n import Message, current_language, localised
from app.kernel.operator_texts import in_chosen_form
from courses.catalogue.attachments import Shown
from courses.catalogue.markdown import render_markdown
from courses.catalogue.models import Course
from courses.catalogue.version_models import AttachmentKind, CourseAttachment
from courses.wording import LANGUAGES, audience_words
from organisations.topics.models import Competency, Situation


@dataclass(frozen=True)
class LevelLine:
    """A level of a competency, and what it means."""

    competency: str
    level: int
    meaning: str


@dataclass(frozen=True)
class AgendaLine:
    """One part of the agenda."""

    title: str
    text: str
    minutes: int


@dataclass(frozen=True)
class CourseText:
    """All that a course says, in one language. In a preview of a draft, parts may be empty."""

    title: str
    summary: str
    description: Markup
    expectations: Markup
    aims: Sequence[str]
    agenda: Sequence[AgendaLine]
    minutes: int
    attendance_percent: int | None
    needs_quizzes: bool
    languages: Sequence[Message]
    audience: Sequence[Message]
    raises: Sequence[LevelLine]
    requires: Sequence[LevelLine]
    earlier: Sequence[tuple[str, str]]
    needed: Sequence[tuple[str, str]]
    needs_approval: bool
    confidential: bool


def shown_attachments(attachments: Iterable[CourseAttachment]) -> dict[str, Shown]:
    """Attachments by public id, in the language of the page."""
    return {
        one.public_id: Shown(
            url=url_for("courses.attachment", public_id=one.public_id, filename=one.filename),
            label=localised(one.label),
            is_picture=one.kind == AttachmentKind.PICTURE,
            size=one.size,
        )
        for one in attachments
    }


def helpful_in(course: Course, situations: Iterable[Situation]) -> list[Situation]:
    """The situations for which `course` raises at least half of what matters in them."""
    raised = {entry.competency_id for entry in course.raises}
    return [
        situation
        for situation in situations
        if 2 * sum(one.id in raised for one in situation.competencies)
        >= max(2, len(situation.competencies))
    ]


def text_of(
    document: Mapping[str, Any],
    *,
    competencies: Sequence[Competency],
    courses: Mapping[str, Course],
    attachments: Mapping[str, Shown],
    language: str | None = None,
) -> CourseText:
    """What `document` says in `language` (default: the page's).

    `courses` are those that it may name, by slug; `attachments` by public id.
    """
    language = language or current_language()

    def html(text: Mapping[str, str]) -> Markup:
        return render_markdown(in_chosen_form(text[language]), attachments)

    return CourseText(
        title=document["title"][language],
        summary=document["summary"][language],
        description=html(document["description"]),
        expectations=html(document["expectations"]),
        aims=[aim[language] for aim in document["aims"]],
        agenda=[
            AgendaLine(item["title"][language], item["text"][language], item["minutes"] or 0)
            for item in document["agenda"]
        ],
        minutes=document["minutes"],
        attendance_percent=document["attendance_percent"],
        needs_quizzes=document["needs_quizzes"],
        languages=[words for key, words in LANGUAGES.items() if key in document["languages"]],
        audience=audience_words(document["audience"]),
        raises=_lines(document["raises"], competencies, language),
        requires=_lines(document["requires"], competencies, language),
        earlier=_links(document["after"], courses, language),
        needed=_links(document["prerequisites"], courses, language),
        needs_approval=document["needs_approval"],
        confidential=document["confidential"],
    )


def _links(
    slugs: Iterable[str], courses: Mapping[str, Course], language: str
) -> list[tuple[str, str]]:
    return [
        (courses[slug].title.in_language(language), url_for("courses.show", slug=slug))
        for slug in slugs
        if slug in courses
    ]


def _lines(
    levels: Mapping[str, int], competencies: Sequence[Competency], language: str
) -> list[LevelLine]:
    return [
        LevelLine(
            competency=competency.name.in_language(language),
            level=levels[competency.key],
            meaning=competency.levels[levels[competency.key]].in_language(language),
        )
        for competency in competencies
        if competency.key in levels
    ]
