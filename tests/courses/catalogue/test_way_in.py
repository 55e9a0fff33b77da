"""Who approves of a place, who learns of it, what comes before: what a course may say of that."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.kernel.errors import DomainError
from courses.catalogue import services
from courses.catalogue.document import contradicts_itself, gives_away
from courses.catalogue.versions import document_of
from tests.courses.factories import make_course
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_competency, make_person


def test_a_course_cannot_be_approved_by_whom_it_is_confidential_towards():
    assert contradicts_itself({"needs_approval": True, "confidential": True})
    assert not contradicts_itself({"needs_approval": True, "confidential": False})
    assert not contradicts_itself({"needs_approval": False, "confidential": True})


@pytest.mark.parametrize(
    ("confidential", "given_away"),
    [
        ({"first": True, "second": False}, True),
        ({"first": True, "second": True}, False),
        ({"first": False, "second": True}, False),
        ({}, False),
    ],
)
def test_an_open_course_cannot_build_on_a_confidential_one(confidential, given_away):
    assert gives_away(confidential, {"second": {"first"}}) is given_away


@in_turn
def test_the_database_refuses_both_at_once(app):
    with pytest.raises(IntegrityError, match="approval_or_confidential"):
        make_course(needs_approval=True, confidential=True)


def submit(course, **changes):
    """Have the office ask for the review of `course` with these changes."""
    office = make_person(function=None)
    document = document_of(course) | changes
    draft = services.save_draft(
        course=course, document=document, revision=0, actor=office, now=START
    )
    services.submit_draft(course=course, revision=draft.revision, actor=office, now=START)


def make_complete_course(**given):
    return make_course(raises={make_competency(): 2}, **given)


@in_turn
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"needs_approval": True, "confidential": True}, "confidential"),
        ({"prerequisites": ["second"]}, "prerequisites"),
        ({"prerequisites": ["secret"]}, "prerequisites"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(app, changes, field):
    course = make_complete_course(slug="first")
    make_complete_course(slug="second", prerequisites=[course])
    make_complete_course(slug="secret", confidential=True)
    with pytest.raises(DomainError) as refusal:
        submit(course, **changes)
    assert refusal.value.field == field


@in_turn
def test_what_others_build_on_cannot_become_confidential(app):
    course = make_complete_course()
    make_complete_course(prerequisites=[course])
    with pytest.raises(DomainError, match="vertraulicher Kurs"):
        submit(course, confidential=True)


@in_turn
def test_a_published_version_keeps_all_three(app):
    first, course = make_complete_course(), make_complete_course()
    submit(course, needs_approval=True, prerequisites=[first.slug])
    other = make_person(function=None)
    services.approve_draft(course=course, revision=2, comment="", actor=other, now=START)
    assert course.needs_approval
    assert [one.slug for one in course.prerequisites] == [first.slug]


@in_turn
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"confidential": True}, "Ihre Kommune erfährt nicht, dass Sie teilnehmen."),
        ({"needs_approval": True}, "Die Koordination Ihrer Kommune genehmigt die Anmeldung."),
    ],
)
def test_the_course_says_so_before_anybody_enrols(personas, given, words):
    needed = make_course()
    course = make_course(prerequisites=[needed], **given)
    page = personas.client(personas.owner).get(f"/courses/{course.slug}").text
    assert words in page
    assert f'href="/courses/{needed.slug}"' in page


@in_turn
def test_the_form_refuses_both_at_once(personas):
    course = make_complete_course()
    office = personas.client(personas.office)
    address = f"/manage/courses/{course.slug}/edit"
    fields = {"title_de": "Kurs", "title_en": "Course", "attendance_percent": "80", "revision": "0"}
    both = {"needs_approval": "y", "confidential": "y"}
    answer = office.post(address, data=fields | both)
    assert answer.status_code == 422
    assert "Beides zugleich geht nicht" in answer.text
