"""Commands: announce something to everyone in a cohort, and take it back."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort
from courses.cohorts.queries import manages
from courses.desk.announcements.models import Announcement
from courses.desk.announcements.plain_text import plain_text
from courses.desk.announcements.queries import list_readers
from notifications.services import notify
from organisations.models import Person

TEMPLATE = "announcements/announcement"


class AlreadySent(DomainError):
    """This very form was sent before."""

    MESSAGE = _l("Diese Mitteilung ist schon verschickt.")


explain_constraint("uq_cohort_announcements_one_per_form", AlreadySent.MESSAGE, error=AlreadySent)


@dataclass(frozen=True)
class Words:
    """What is announced: `text` is Markdown."""

    title: str
    text: str

    @property
    def plain(self) -> str:
        """The text as a mail says it."""
        return plain_text(self.text)


def send_announcement(
    *, cohort: Cohort, words: Words, to_waiting: bool, key: str, actor: Person, now: datetime
) -> Announcement:
    """Put `words` on the cohort's page and mail them to everyone who takes part, and if wanted to
    those who wait for a seat.

    `key` is the form's: of two at once with the same one, the constraint lets one through. Raises
    NotFound unless `actor` manages the cohort, and AlreadySent.
    """
    if not manages(actor, cohort):
        raise NotFound
    with conflicts_explained():
        announcement = Announcement(
            cohort=cohort,
            key=key,
            title=words.title,
            text=words.text,
            to_waiting=to_waiting,
            author_public_id=actor.public_id,
            sent_at=now,
        )
        db.session.add(announcement)
    audit.record("announcement.sent", cohort, actor=actor, now=now)
    for person in list_readers(cohort, with_waiting=to_waiting):
        notify(person=person, template=TEMPLATE, now=now, cohort=cohort, words=words)
    return announcement


def withdraw_announcement(*, announcement: Announcement, actor: Person, now: datetime) -> bool:
    """Leave on the page no more than that it was withdrawn; False where it was. Mails stay sent.

    Raises NotFound unless `actor` manages the cohort.
    """
    cohort = announcement.cohort
    if not manages(actor, cohort):
        raise NotFound
    if announcement.withdrawn_at is not None:
        return False
    announcement.withdrawn_at = now
    db.session.flush()
    audit.record("announcement.withdrawn", cohort, actor=actor, now=now)
    return True
