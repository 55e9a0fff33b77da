"""Courses, drafts and the people who write them. Everything is flushed, nothing committed."""

from typing import Any

from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from courses.catalogue import services
from courses.catalogue.models import Course
from courses.catalogue.queries import find_open_version
from courses.catalogue.version_models import CourseVersion
from courses.catalogue.versions import document_of
from organisations.models import Person
from tests.courses.factories import make_course
from tests.house.clock import START
from tests.organisations.factories import make_account, make_competency


def make_office(name: str = "Karla") -> Person:
    """Somebody else of the programme office."""
    return make_account(Role.PROGRAMME_OFFICE, given_name=name, function=None).person


def make_complete_course(**given: Any) -> Course:
    """A course that lacks nothing, so that its draft can be published."""
    return make_course(raises={make_competency(): 2}, **given)


def save(course: Course, actor: Person, *, revision: int = 0, **changes: Any) -> CourseVersion:
    """A draft of `course` that differs from what it says in `changes`."""
    draft = find_open_version(course)
    document = dict(draft.content if draft else document_of(course)) | changes
    services.save_draft(course=course, document=document, revision=revision, actor=actor, now=START)
    saved = find_open_version(course)
    assert saved is not None
    return saved


def submit(course: Course, actor: Person, **changes: Any) -> CourseVersion:
    """The same, waiting for its review."""
    draft = save(course, actor, **changes)
    return services.submit_draft(course=course, revision=draft.revision, actor=actor, now=START)


def publish(course: Course, actor: Person, approver: Person, **changes: Any) -> CourseVersion:
    """The same, published."""
    draft = submit(course, actor, **changes)
    return services.approve_draft(
        course=course, revision=draft.revision, comment="", actor=approver, now=START
    )


def both(text: str) -> dict[str, str]:
    return {"de": text, "en": f"{text} (en)"}


def bilingual(text: str) -> Bilingual:
    return Bilingual(**both(text))
