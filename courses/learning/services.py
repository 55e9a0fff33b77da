"""Commands of learning at one's own pace. Only the person themselves says what they are done with.

None of this is written to the audit trail: what somebody reads is their own affair.
"""

from datetime import datetime

from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from courses.catalogue.models import LearningUnit
from courses.learning.events import CourseReopened, CourseStudied
from courses.learning.models import UnitCompletion
from courses.learning.queries import Progress, find_completion, progress_in
from organisations.models import Person


def complete_unit(*, person: Person, unit: LearningUnit, actor: Person, now: datetime) -> Progress:
    """Note that `person` is done with `unit`; doing it twice changes nothing.

    Returns how far they have come in the course. Announces CourseStudied with the last unit of a
    self-paced course.
    """
    _take(person, actor)
    if find_completion(person, unit) is None:
        db.session.add(UnitCompletion(person_id=person.id, unit_id=unit.id, completed_at=now))
        db.session.flush()
        progress = progress_in(person, unit.course)
        if unit.course.is_self_paced and progress.complete:
            publish(CourseStudied(person_id=person.id, course_id=unit.course_id, at=now))
    return progress_in(person, unit.course)


def reopen_unit(*, person: Person, unit: LearningUnit, actor: Person, now: datetime) -> None:
    """Take back that `person` is done with `unit`; where they had not said so, nothing changes.

    Announces CourseReopened where that opens a self-paced course again.
    """
    _take(person, actor)
    completion = find_completion(person, unit)
    if completion is None:
        return
    was_complete = unit.course.is_self_paced and progress_in(person, unit.course).complete
    db.session.delete(completion)
    db.session.flush()
    if was_complete:
        publish(CourseReopened(person_id=person.id, course_id=unit.course_id, at=now))


def _take(person: Person, actor: Person) -> None:
    """One write at a time per person, and nobody writes for somebody else."""
    if actor.id != person.id:
        raise NotFound
    lock(f"learning:{person.id}")
