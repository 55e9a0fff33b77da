"""Commands on documents: lay one out for those who are invited, and take it away again."""

from datetime import datetime

from sqlalchemy import func, select

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.attachments import Kept
from courses.catalogue.slugs import free_slug
from exchange.meetings.dates.models import BodyMeeting, MeetingDocument, MeetingItem
from organisations.models import Person

MOST_DOCUMENTS = 30


def add_document(
    *,
    meeting: BodyMeeting,
    title: str,
    kept: Kept,
    item: MeetingItem | None,
    released_at: datetime,
    actor: Person,
    now: datetime,
) -> MeetingDocument:
    """Lay out what `read_file` made of an upload, for the meeting or for one `item`.

    Those who are invited see it from `released_at` on; an instant that is over means at once. The
    file's name follows from the title: its own may tell whose computer it was. Raises DomainError
    at `upload` where there are too many.
    """
    lock(f"meeting_documents:{meeting.public_id}")
    known = select(func.count()).where(MeetingDocument.meeting_id == meeting.id)
    if (db.session.scalar(known) or 0) >= MOST_DOCUMENTS:
        raise DomainError(
            _l("Zu einer Sitzung passen höchstens %(most)s Unterlagen.", most=MOST_DOCUMENTS),
            field="upload",
        )
    document = MeetingDocument(
        meeting=meeting,
        item=item,
        title=title,
        filename=f"{free_slug(title, ())}.{kept.ending}",
        media_type=kept.media_type,
        size=len(kept.content),
        content=kept.content,
        added_by=actor.public_id,
        released_at=max(released_at, now),
    )
    db.session.add(document)
    db.session.flush()
    audit.record("meeting_document.added", meeting, actor=actor, now=now)
    return document


def release_document(*, document: MeetingDocument, actor: Person, now: datetime) -> bool:
    """Have those who are invited see it from now on; False where they do already."""
    if document.is_released(now):
        return False
    document.released_at = now
    db.session.flush()
    audit.record("meeting_document.released", document.meeting, actor=actor, now=now)
    return True


def remove_document(*, document: MeetingDocument, actor: Person, now: datetime) -> None:
    """Take it away for good."""
    meeting = document.meeting
    db.session.delete(document)
    db.session.flush()
    audit.record("meeting_document.removed", meeting, actor=actor, now=now)
