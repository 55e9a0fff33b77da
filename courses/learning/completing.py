"""What every command here begins with, and how a unit is noted as done."""

from datetime import datetime

from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import NotFound
from courses.catalogue.models import LearningUnit
from courses.learning.events import CourseStudied, QuizPassed
from courses.learning.models import UnitCompletion
from courses.learning.queries import find_completion, progress_in
from courses.units.kinds import UnitKind
from organisations.models import Person


def take(person: Person, actor: Person) -> None:
    """One write at a time per person, and nobody writes for somebody else."""
    if actor.id != person.id:
        raise NotFound
    lock(f"learning:{person.id}")


def note_completion(person: Person, unit: LearningUnit, now: datetime) -> None:
    """Note that `person` is done with `unit`; doing it twice changes nothing.

    Announces QuizPassed with a quiz, and CourseStudied with the last unit of a self-paced course.
    """
    if find_completion(person, unit) is not None:
        return
    db.session.add(UnitCompletion(person_id=person.id, unit_id=unit.id, completed_at=now))
    db.session.flush()
    if unit.kind == UnitKind.QUIZ:
        publish(QuizPassed(person_id=person.id, course_id=unit.course_id, at=now))
    if unit.course.is_self_paced and progress_in(person, unit.course).complete:
        publish(CourseStudied(person_id=person.id, course_id=unit.course_id, at=now))
