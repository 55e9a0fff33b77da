"""Commands of learning at one's own pace. Only the person themselves says what they are done with.

None of this is written to the audit trail: what somebody reads is their own affair.
"""

from datetime import datetime

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import Forbidden
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import LearningUnit
from courses.learning.completing import note_completion, take
from courses.learning.events import CourseReopened
from courses.learning.queries import Progress, find_completion, progress_in
from courses.units.kinds import EARNED
from organisations.models import Person


def complete_unit(*, person: Person, unit: LearningUnit, actor: Person, now: datetime) -> Progress:
    """Note that `person` is done with `unit`; doing it twice changes nothing.

    Returns how far they have come in the course. Announces CourseStudied with the last unit of a
    self-paced course. Raises Forbidden for a quiz or scenario: they are done with what one reaches.
    """
    take(person, actor)
    _refuse_earned(unit)
    note_completion(person, unit, now)
    return progress_in(person, unit.course)


def reopen_unit(*, person: Person, unit: LearningUnit, actor: Person, now: datetime) -> None:
    """Take back that `person` is done with `unit`; where they had not said so, nothing changes.

    Announces CourseReopened where that opens a self-paced course again. Raises Forbidden for a quiz
    or scenario: what one has reached stays.
    """
    take(person, actor)
    _refuse_earned(unit)
    completion = find_completion(person, unit)
    if completion is None:
        return
    was_complete = unit.course.is_self_paced and progress_in(person, unit.course).complete
    db.session.delete(completion)
    db.session.flush()
    if was_complete:
        publish(CourseReopened(person_id=person.id, course_id=unit.course_id, at=now))


def _refuse_earned(unit: LearningUnit) -> None:
    if unit.kind in EARNED:
        raise Forbidden(_l("Ob diese Lerneinheit fertig ist, zeigt sich beim Bearbeiten."))
