"""Drafts, the second person, versions: what the database holds, and what is kept by whom."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from courses.catalogue import queries, services
from courses.catalogue.models import Course, CourseFormat, CourseStatus
from courses.catalogue.personal_data import AUTHORSHIP
from courses.catalogue.version_models import CourseVersion, VersionState
from courses.catalogue.versions import document_of
from courses.cohorts.errors import NotOffered
from courses.cohorts.models import Cohort
from courses.cohorts.queries import fulfilment
from courses.cohorts.seats.services import enrol_person
from organisations.models import Function, Person
from tests.courses.editing.factories import (
    bilingual,
    both,
    make_complete_course,
    make_office,
    publish,
    save,
    submit,
)
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_competency, make_person

WRITERS, ROUNDS = 6, 3


def test_a_second_person_publishes_and_the_course_says_everything_anew(app):
    author, approver, competency = make_office("Ola"), make_office(), make_competency()
    course, earlier = make_complete_course(), make_course()
    publish(
        course,
        author,
        approver,
        title=both("Neu"),
        expectations=both("Mut"),
        aims=[both("Ziel")],
        agenda=[{"title": both("A"), "text": both("B"), "minutes": 90}],
        minutes=90,
        attendance_percent=60,
        audience=["staff"],
        raises={competency.key: 3},
        requires={competency.key: 1},
        after=[earlier.slug],
    )
    db.session.expire_all()
    assert (course.title.de, course.minutes, course.version_number) == ("Neu", 90, 2)
    assert document_of(course) == queries.get_version(course, 2).content
    [first, second] = queries.list_versions(course)[::-1]
    assert (first.number, first.authors) == (1, "")
    assert (second.author_ids, second.approver_public_id) == (
        [author.public_id],
        approver.public_id,
    )
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["course.draft_saved", "course.submitted", "course.published"]


def test_nobody_publishes_what_they_wrote_any_of(app):
    author, helper = make_office("Ola"), make_office()
    course = make_complete_course()
    draft = save(course, author, title=both("Neu"))
    draft = submit(course, helper, revision=draft.revision, title=both("Neuer"))
    for actor in (author, helper):
        with pytest.raises(services.OwnDraft):
            services.approve_draft(
                course=course, revision=draft.revision, comment="", actor=actor, now=START
            )
        forged = update(CourseVersion).where(CourseVersion.id == draft.id)
        with (
            pytest.raises(IntegrityError, match="by_a_second_person"),
            db.session.begin_nested(),
        ):
            db.session.execute(
                forged.values(state="published", number=2, approver_public_id=actor.public_id)
            )
    with pytest.raises(IntegrityError, match="approved"), db.session.begin_nested():
        db.session.execute(forged.values(state="published", number=2))


@pytest.mark.parametrize("change", ["UPDATE {} SET title = '{{}}'", "DELETE FROM {}"])
def test_a_published_version_never_changes(app, change):
    make_course()
    with pytest.raises(IntegrityError, match="course_versions_"), db.session.begin_nested():
        db.session.execute(text(change.format("course_versions")))


def test_whoever_is_enrolled_keeps_the_version_it_began_with(app):
    course = make_complete_course(title=bilingual("Alt"), attendance_percent=50)
    cohort = make_cohort(course=course)
    enrolment = make_enrolment(cohort=cohort)
    publish(
        course,
        make_office("Ola"),
        make_office(),
        title=both("Neu"),
        agenda=[{"title": both("Anders"), "text": both("B"), "minutes": 30}],
        minutes=30,
        attendance_percent=100,
    )
    db.session.expire_all()
    assert (cohort.title.de, cohort.course.title.de) == ("Alt", "Neu")
    assert [part.minutes for part in cohort.version.agenda] == [180]
    assert fulfilment(enrolment).required_minutes == 90
    assert make_cohort(course=course).title.de == "Neu"


def test_a_cohort_has_a_version_of_its_own_course(app):
    cohort = make_cohort()
    forged = update(Cohort).where(Cohort.id == cohort.id).values(version_number=2)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(forged)


def test_what_lacks_something_is_not_submitted(app):
    course, author = make_course(), make_office()
    draft = save(course, author, summary={"de": "Kurz", "en": ""}, aims=[{"de": "", "en": "x"}])
    with pytest.raises(services.NotReady) as refusal:
        services.submit_draft(course=course, revision=draft.revision, actor=author, now=START)
    lacks = [(lack.key, lack.row, lack.language) for lack in refusal.value.lacks]
    assert lacks == [("summary", None, "en"), ("aims", 0, "de"), ("raises", None, "")]


def test_courses_cannot_follow_each_other_in_a_circle(app):
    first = make_complete_course()
    second = make_course(after=[first])
    with pytest.raises(DomainError, match="im Kreis"):
        submit(first, make_office(), after=[second.slug])


def test_what_was_reviewed_is_what_is_published(app):
    course, author, approver = make_complete_course(), make_office("Ola"), make_office()
    seen = submit(course, author, title=both("Eins")).revision
    with pytest.raises(services.InReview):
        save(course, author, revision=seen, title=both("Zwei"))
    services.take_back_draft(course=course, revision=seen, actor=author, now=START)
    submit(course, author, revision=seen + 1, title=both("Zwei"))
    with pytest.raises(services.ChangedMeanwhile):
        services.approve_draft(course=course, revision=seen, comment="", actor=approver, now=START)
    assert course.version_number == 1


def test_a_reviewer_says_why_and_the_words_stay(app):
    course, author, reviewer = make_complete_course(), make_office("Ola"), make_office()
    revision = submit(course, author, title=both("Neu")).revision
    decide = {"course": course, "actor": reviewer, "now": START}
    with pytest.raises(DomainError) as refusal:
        services.return_draft(revision=revision, comment="", **decide)
    assert refusal.value.field == "comment"
    draft = services.return_draft(revision=revision, comment="Zu lang.", **decide)
    assert (draft.state, [one.text for one in draft.comments]) == ("draft", ["Zu lang."])
    publish(course, author, reviewer, revision=draft.revision, title=both("Kurz"))
    assert [one.text for one in queries.list_versions(course)[0].comments] == ["Zu lang."]


def test_saving_what_it_says_already_and_discarding_leave_the_course_alone(app):
    course, author = make_complete_course(), make_office()
    saved = services.save_draft(
        course=course, document=document_of(course), revision=0, actor=author, now=START
    )
    assert saved is None
    draft = save(course, author, title=both("Neu"))
    services.discard_draft(course=course, revision=draft.revision, actor=author, now=START)
    assert queries.find_open_version(course) is None
    assert course.title.de != "Neu"
    assert draft.state == VersionState.DISCARDED


def test_a_new_course_is_found_once_it_is_published(app):
    author, approver = make_office("Ola"), make_office()
    create = {"course_format": CourseFormat.IN_PERSON, "actor": author, "now": START}
    course = services.create_course(title=bilingual("Größe zeigen"), **create)
    again = services.create_course(title=bilingual("Größe zeigen"), **create)
    assert [course.slug, again.slug] == ["grosse-zeigen-en", "grosse-zeigen-en-2"]
    assert services.create_course(title=bilingual("x"), **create).slug == "x-en"
    assert queries.list_offered_courses() == []
    with pytest.raises(NotFound):
        services.archive_course(course=course, actor=author, now=START)
    publish(
        course,
        author,
        approver,
        revision=1,
        summary=both("S"),
        description=both("D"),
        aims=[both("Z")],
        agenda=[{"title": both("A"), "text": both("B"), "minutes": 90}],
        minutes=90,
        raises={make_competency().key: 1},
    )
    assert queries.list_offered_courses() == [course]
    assert course.version_number == 1


def test_an_archived_course_takes_nobody_in_and_what_runs_goes_on(app):
    course, office = make_complete_course(), make_office()
    cohort = make_cohort(course=course)
    inside = make_enrolment(cohort=cohort)
    services.archive_course(course=course, actor=office, now=START)
    services.archive_course(course=course, actor=office, now=START)
    person = make_person(function=Function.STAFF)
    with pytest.raises(NotOffered):
        enrol_person(cohort=cohort, person=person, actor=person, now=START)
    assert queries.list_live_courses() == queries.list_offered_courses() == []
    assert [one.slug for one in queries.list_courses_for_planning()] == [course.slug]
    assert inside.takes_part
    services.restore_course(course=course, actor=office, now=START)
    enrol_person(cohort=cohort, person=person, actor=person, now=START)
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[:2] == ["course.archived", "course.restored"], "twice is as good as once"


def test_an_author_gets_what_they_wrote_with_their_data(app):
    course, author, reviewer = make_complete_course(), make_office("Ola"), make_office()
    publish(course, author, reviewer, title=both("Neu"))
    [wrote], [approved] = (AUTHORSHIP.export(one.id) for one in (author, reviewer))
    assert (wrote["course"], wrote["version"], wrote["did"]) == (course.slug, 2, "wrote")
    assert approved["did"] == "approved"
    AUTHORSHIP.erase(author.id)
    assert queries.get_version(course, 2).author_ids == [author.public_id]


def test_of_several_who_save_at_once_one_is_let_through_and_the_others_are_told(committing_app):
    with committing_app.app_context():
        course_id = make_complete_course().id
        authors = [make_office(f"Nr. {number}").id for number in range(WRITERS)]
        db.session.commit()
    barrier = Barrier(WRITERS)

    def write(writer: int, revision: int) -> bool:
        with committing_app.app_context():
            course = db.session.get_one(Course, course_id)
            actor = db.session.get_one(Person, authors[writer])
            document = document_of(course) | {"title": both(f"Von {writer}, {revision}")}
            db.session.rollback()
            barrier.wait(60)
            try:
                services.save_draft(
                    course=course, document=document, revision=revision, actor=actor, now=START
                )
                db.session.commit()
            except services.ChangedMeanwhile:
                return False
            return True

    with ThreadPoolExecutor(WRITERS) as pool:
        for revision in range(ROUNDS):
            outcomes = Counter(pool.map(write, range(WRITERS), [revision] * WRITERS))
            assert outcomes == {True: 1, False: WRITERS - 1}
    with committing_app.app_context():
        course = db.session.get_one(Course, course_id)
        assert queries.find_open_version(course).revision == ROUNDS
        assert course.status == CourseStatus.PUBLISHED
