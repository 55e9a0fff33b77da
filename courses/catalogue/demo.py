"""Demo data: the courses that KommA ships, one of them rewritten, one waiting for its review, and a
new one that somebody has begun.
"""

from datetime import datetime, timedelta

from app.kernel.i18n import Bilingual
from courses.catalogue import services
from courses.catalogue.content_loading import load_courses
from courses.catalogue.models import Course, CourseFormat
from courses.catalogue.queries import get_course
from courses.catalogue.versions import document_of
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

REWRITTEN, IN_REVIEW = "calm-words-for-the-press", "town-meetings-that-hold"
EXPECTATIONS = {
    REWRITTEN: Bilingual(
        de="Bringen Sie eine Presseanfrage mit, die Ihnen schwerfiel. Namen machen Sie vorher "
        "unkenntlich.",
        en="Bring a press enquiry that you found hard. Remove any names beforehand.",
    ),
    IN_REVIEW: Bilingual(
        de="Bringen Sie den Plan eines Abends mit, der Ihnen bevorsteht. Wenn es keinen gibt, "
        "bekommen Sie ein Beispiel.",
        en="Bring the plan of a meeting that lies ahead of you. If there is none, you get an "
        "example.",
    ),
}
BEGUN = Bilingual(
    de="Nach dem Vorfall: Beschäftigte begleiten", en="After the incident: supporting staff"
)


def load_demo(now: datetime) -> None:
    """Needs the accounts of the demo."""
    load_courses(now - timedelta(days=400))
    author, colleague = _person("buero"), _person("buero2")
    written_at = now - timedelta(days=200)
    draft = _submitted(get_course(REWRITTEN), author, written_at)
    services.approve_draft(
        course=draft,
        revision=2,
        comment="Gut lesbar.",
        actor=colleague,
        now=written_at + timedelta(days=1),
    )
    _submitted(get_course(IN_REVIEW), colleague, now - timedelta(days=1))
    services.create_course(
        title=BEGUN, course_format=CourseFormat.ONLINE, actor=author, now=now - timedelta(days=3)
    )


def _submitted(course: Course, author: Person, at: datetime) -> Course:
    text = EXPECTATIONS[course.slug]
    document = document_of(course) | {"expectations": {"de": text.de, "en": text.en}}
    services.save_draft(course=course, document=document, revision=0, actor=author, now=at)
    services.submit_draft(course=course, revision=1, actor=author, now=at)
    return course


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
