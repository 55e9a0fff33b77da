"""Reads of announcements, and who is told."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import list_roster
from courses.desk.announcements.models import Announcement
from courses.desk.standing import is_still_coming
from organisations.models import Person


def list_announcements(cohort: Cohort) -> list[Announcement]:
    """All of `cohort`, the latest first, also those that were withdrawn."""
    return list(
        db.session.scalars(
            select(Announcement)
            .where(Announcement.cohort_id == cohort.id)
            .order_by(Announcement.sent_at.desc(), Announcement.id.desc())
        )
    )


def get_announcement(cohort: Cohort, public_id: str) -> Announcement:
    """An announcement of `cohort`. Raises NotFound."""
    found = db.session.scalar(
        select(Announcement).where(
            Announcement.cohort_id == cohort.id, Announcement.public_id == public_id
        )
    )
    if found is None:
        raise NotFound
    return found


def list_readers(cohort: Cohort, *, with_waiting: bool) -> list[Person]:
    """Who takes part in `cohort`, and if wanted who waits for a seat, each once."""
    people = [enrolment.person for enrolment in list_roster(cohort)]
    if with_waiting:
        waiting = db.session.scalars(
            select(Enrolment)
            .where(Enrolment.cohort_id == cohort.id, is_still_coming())
            .options(joinedload(Enrolment.person))
            .order_by(Enrolment.id)
        )
        people += [enrolment.person for enrolment in waiting]
    return people
