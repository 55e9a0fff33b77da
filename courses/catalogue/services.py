"""Commands of those who write the catalogue: draft, review by a second person, publish, archive.

A draft is seen by the programme office alone. Whoever wrote any of it does not publish it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue import queries
from courses.catalogue.attachments import Kept
from courses.catalogue.document import (
    Lack,
    bilingual,
    contradicts_itself,
    gives_away,
    is_in_a_circle,
    missing_in,
)
from courses.catalogue.models import Course, CourseFormat, CourseStatus
from courses.catalogue.slugs import free_slug
from courses.catalogue.version_models import (
    AttachmentKind,
    CourseAttachment,
    CourseVersion,
    ReviewComment,
    VersionState,
)
from courses.catalogue.versions import document_of, make_current
from organisations.models import Person
from organisations.topics.queries import list_competencies

USUAL_ATTENDANCE = 80
#: What stands in the place of a slug in addresses of the office's side.
RESERVED = {"new"}


BOTH_AT_ONCE = _l(
    "Beides zugleich geht nicht: Was die Kommune genehmigt, kann vor ihr nicht vertraulich sein."
)


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, submitted or decided since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert. Gespeichert wurde nichts.")


class InReview(DomainError):
    """What is being reviewed is not changed at the same time."""

    MESSAGE = _l("Der Entwurf wird gerade geprüft. Holen Sie ihn zurück, um ihn zu ändern.")


class OwnDraft(DomainError):
    """Whoever wrote any of it does not publish it."""

    MESSAGE = _l(
        "Sie haben an diesem Entwurf mitgeschrieben. Veröffentlichen kann ihn nur eine andere "
        "Person aus dem Programmbüro."
    )


class NotReady(DomainError):
    """The draft lacks something that every course has; `lacks` says what."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(_l("Zum Veröffentlichen fehlt noch etwas."))
        self.lacks = lacks


explain_constraint("uq_course_versions_one_open", ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)
explain_constraint("ck_course_versions_by_a_second_person", OwnDraft.MESSAGE, error=OwnDraft)
explain_constraint("ck_courses_approval_or_confidential", BOTH_AT_ONCE, field="confidential")
explain_constraint("uq_courses_slug", _l("Bitte versuchen Sie es noch einmal."), field="title_en")


def create_course(
    *, title: Bilingual, course_format: CourseFormat, actor: Person, now: datetime
) -> Course:
    """A course that nobody finds yet, with a draft to go on with.

    Its address is made from the English title. How it takes place is settled once and for all.
    """
    is_live = course_format != CourseFormat.SELF_PACED
    last = db.session.scalar(select(func.max(Course.position)))
    course = Course(
        public_id=new_public_id(),
        slug=free_slug(title.en, queries.list_slugs() | RESERVED),
        position=0 if last is None else last + 1,
        title=title,
        summary=title,
        description=title,
        aims=[],
        minutes=1,
        format=course_format,
        languages=["de"],
        attendance_percent=USUAL_ATTENDANCE if is_live else None,
        status=CourseStatus.DRAFT,
    )
    with conflicts_explained():
        db.session.add(course)
    nothing = {"de": "", "en": ""}
    document = document_of(course) | {"summary": nothing, "description": nothing}
    _add_draft(course, document, actor, now)
    audit.record("course.created", course, actor=actor, now=now)
    return course


def save_draft(
    *, course: Course, document: Mapping[str, Any], revision: int, actor: Person, now: datetime
) -> CourseVersion | None:
    """Keep what the course is to say next; None where that is what it says already.

    `revision` is that of the draft that `actor` had before them, 0 where there was none. Raises
    ChangedMeanwhile where it is another by now (of two at once, the condition of the UPDATE or the
    constraint lets one through), and InReview. The document has a title in both languages.
    """
    lock(_key(course))
    draft = queries.find_open_version(course)
    if draft is None and revision == 0:
        if course.status != CourseStatus.DRAFT and document == document_of(course):
            return None
        draft = _add_draft(course, document, actor, now)
    elif draft is None:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    elif draft.state == VersionState.IN_REVIEW:
        raise InReview(InReview.MESSAGE)
    elif draft.revision == revision and draft.content == document:
        return None
    else:
        _change(
            draft,
            revision,
            now,
            title=bilingual(document["title"]),
            attendance_percent=document["attendance_percent"],
            needs_quizzes=document["needs_quizzes"],
            content=dict(document),
            authors=_authors(actor, draft),
        )
    audit.record("course.draft_saved", course, actor=actor, now=now)
    return draft


def submit_draft(*, course: Course, revision: int, actor: Person, now: datetime) -> CourseVersion:
    """Ask for a second person's review. Raises NotReady, ChangedMeanwhile and NotFound."""
    lock(_key(course))
    draft = _open(course, VersionState.DRAFT)
    lacks = missing_in(draft.content, self_paced=course.is_self_paced)
    if lacks:
        raise NotReady(lacks)
    _refuse_circle(course, draft)
    _refuse_wrong_way_in(course, draft)
    _change(draft, revision, now, state=VersionState.IN_REVIEW)
    audit.record("course.submitted", course, actor=actor, now=now)
    return draft


def take_back_draft(
    *, course: Course, revision: int, actor: Person, now: datetime
) -> CourseVersion:
    """Go on writing at what waits for its review. Raises ChangedMeanwhile and NotFound."""
    lock(_key(course))
    draft = _open(course, VersionState.IN_REVIEW)
    _change(draft, revision, now, state=VersionState.DRAFT)
    audit.record("course.taken_back", course, actor=actor, now=now)
    return draft


def return_draft(
    *, course: Course, revision: int, comment: str, actor: Person, now: datetime
) -> CourseVersion:
    """Send what was reviewed back to its authors. Raises ChangedMeanwhile, NotFound, and
    DomainError at `comment` where nothing says why.
    """
    if not comment:
        raise DomainError(_l("Bitte schreiben Sie, was zu ändern ist."), field="comment")
    lock(_key(course))
    draft = _open(course, VersionState.IN_REVIEW)
    _change(draft, revision, now, state=VersionState.DRAFT)
    _add_comment(draft, comment, actor, now)
    audit.record("course.returned", course, actor=actor, now=now)
    return draft


def approve_draft(
    *, course: Course, revision: int, comment: str, actor: Person, now: datetime
) -> CourseVersion:
    """Publish what was reviewed: from now on the course says it, to whoever begins from now on.

    Raises OwnDraft (so does the constraint `by_a_second_person`), ChangedMeanwhile and NotFound.
    """
    lock(_key(course))
    draft = _open(course, VersionState.IN_REVIEW)
    if actor.public_id in draft.author_ids:
        raise OwnDraft(OwnDraft.MESSAGE)
    _refuse_circle(course, draft)
    _refuse_wrong_way_in(course, draft)
    document, number = draft.content, (course.version_number or 0) + 1
    with conflicts_explained():
        _change(
            draft,
            revision,
            now,
            state=VersionState.PUBLISHED,
            number=number,
            approver_public_id=actor.public_id,
        )
    if comment:
        _add_comment(draft, comment, actor, now)
    make_current(
        course=course,
        document=document,
        number=number,
        competencies={one.key: one for one in list_competencies()},
        courses={one.slug: one for one in queries.list_courses()},
    )
    audit.record("course.published", course, actor=actor, now=now, version=number)
    return draft


def discard_draft(*, course: Course, revision: int, actor: Person, now: datetime) -> None:
    """Give up a draft; what is published stays. Raises ChangedMeanwhile and NotFound."""
    lock(_key(course))
    draft = _open(course, VersionState.DRAFT)
    _change(draft, revision, now, state=VersionState.DISCARDED)
    audit.record("course.draft_discarded", course, actor=actor, now=now)


def archive_course(*, course: Course, actor: Person, now: datetime) -> None:
    """Offer the course no longer: not found, no new cohorts or enrolments; running ones go on.

    Twice is as good as once. Raises NotFound for what was never published.
    """
    if _switch(course, CourseStatus.PUBLISHED, CourseStatus.ARCHIVED):
        audit.record("course.archived", course, actor=actor, now=now)


def restore_course(*, course: Course, actor: Person, now: datetime) -> None:
    """Offer an archived course again, as it was. Raises NotFound for what was never published."""
    if _switch(course, CourseStatus.ARCHIVED, CourseStatus.PUBLISHED):
        audit.record("course.restored", course, actor=actor, now=now)


def add_attachment(
    *,
    course: Course,
    kind: AttachmentKind,
    kept: Kept,
    label: Bilingual,
    actor: Person,
    now: datetime,
) -> CourseAttachment:
    """A picture or a file that texts of the course can name.

    `kept` is what `read_picture` or `read_file` made of the upload, before the first write: that
    takes a while. `label` says what a picture shows, for those who do not see it, or what a file
    is.
    """
    attachment = CourseAttachment(
        course=course,
        kind=kind,
        media_type=kept.media_type,
        filename=f"{free_slug(label.de, ())}.{kept.ending}",
        size=len(kept.content),
        label=label,
        content=kept.content,
        author_public_id=actor.public_id,
        created_at=now,
    )
    db.session.add(attachment)
    db.session.flush()
    audit.record("course.attachment_added", course, actor=actor, now=now)
    return attachment


def _key(course: Course) -> str:
    return f"course:{course.id}"


def _authors(actor: Person, draft: CourseVersion | None) -> str:
    earlier = draft.author_ids if draft else []
    return " ".join(dict.fromkeys([actor.public_id, *earlier]))


def _add_draft(
    course: Course, document: Mapping[str, Any], actor: Person, now: datetime
) -> CourseVersion:
    draft = CourseVersion(
        course=course,
        state=VersionState.DRAFT,
        title=bilingual(document["title"]),
        attendance_percent=document["attendance_percent"],
        needs_quizzes=document["needs_quizzes"],
        content=dict(document),
        authors=_authors(actor, None),
        created_at=now,
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(draft)
    return draft


def _open(course: Course, state: VersionState) -> CourseVersion:
    """The open version, if it is in `state`. Raises NotFound without any, else ChangedMeanwhile."""
    draft = queries.find_open_version(course)
    if draft is None:
        raise NotFound
    if draft.state != state:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    return draft


def _change(draft: CourseVersion, revision: int, now: datetime, **values: Any) -> None:
    """Change the draft if it is still the one that was seen. Raises ChangedMeanwhile."""
    result: CursorResult[Any] = db.session.execute(
        update(CourseVersion)
        .where(CourseVersion.id == draft.id, CourseVersion.revision == revision)
        .where(CourseVersion.state.in_([VersionState.DRAFT, VersionState.IN_REVIEW]))
        .values(revision=revision + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    db.session.expire(draft)


def _add_comment(draft: CourseVersion, text: str, actor: Person, now: datetime) -> None:
    db.session.add(
        ReviewComment(
            version_id=draft.id, author_public_id=actor.public_id, text=text, created_at=now
        )
    )
    db.session.flush()


def _refuse_circle(course: Course, draft: CourseVersion) -> None:
    after = queries.list_orders() | {course.slug: set(draft.content["after"])}
    if is_in_a_circle(after):
        raise DomainError(
            _l("Diese Reihenfolge führt im Kreis: Kein Kurs käme zuerst."), field="after"
        )


def _refuse_wrong_way_in(course: Course, draft: CourseVersion) -> None:
    """What says who may come in must be possible, and must give nothing away to employers."""
    document, prerequisites = draft.content, queries.list_prerequisites()
    prerequisites[course.slug] = set(document["prerequisites"])
    if contradicts_itself(document):
        raise DomainError(BOTH_AT_ONCE, field="confidential")
    orders = queries.list_orders() | {course.slug: set(document["after"])}
    both = {
        slug: prerequisites.get(slug, set()) | orders.get(slug, set())
        for slug in prerequisites.keys() | orders.keys()
    }
    if is_in_a_circle(both):
        raise DomainError(
            _l("Diese Voraussetzungen führen im Kreis: Niemand könnte anfangen."),
            field="prerequisites",
        )
    confidential = queries.find_confidential() | {course.slug: document["confidential"]}
    if gives_away(confidential, prerequisites):
        raise DomainError(
            _l(
                "Ein vertraulicher Kurs kann nur für vertrauliche Kurse Voraussetzung sein. Sonst "
                "verrät ein Platz, wer ihn abgeschlossen hat."
            ),
            field="prerequisites",
        )


def _switch(course: Course, before: CourseStatus, after: CourseStatus) -> bool:
    """Whether there was something to switch."""
    lock(_key(course))
    db.session.refresh(course, ["status"])
    if course.status == CourseStatus.DRAFT:
        raise NotFound
    is_due = course.status == before
    course.status = after
    db.session.flush()
    return is_due
