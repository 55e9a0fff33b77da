"""What helps in a situation: reads that join topics, courses and aids."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from app.kernel.content import read_content
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual
from courses.catalogue.models import Course
from courses.catalogue.queries import list_offered_courses
from exchange.toolbox.document import AidText, aid_text
from exchange.toolbox.queries import list_aids
from organisations.topics.models import Situation
from organisations.topics.queries import list_situations

CONTENT = Path(__file__).parent / "content" / "first_steps.yaml"
MOST_COURSES = 3


def get_situation(key: str) -> Situation:
    """The situation of `key` with its competencies. Raises NotFound."""
    found = next((one for one in list_situations() if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def first_steps(situation: Situation) -> Sequence[Bilingual]:
    """What to do first, in this order; nothing for situations that KommA does not ship."""
    return _all_first_steps().get(situation.key, ())


def list_aids_for(situation: Situation) -> list[tuple[str, AidText]]:
    """Key and text of the aids that are made for it, in their order."""
    aids = ((version.aid.key, aid_text(version.content)) for version in list_aids())
    return [(key, aid) for key, aid in aids if situation.key in aid.situations]


def list_courses_for(situation: Situation) -> list[Course]:
    """The offered courses that raise most of what matters in it, the most helpful first."""
    matters = {competency.id for competency in situation.competencies}
    helpful = [(_help_of(course, matters), course) for course in list_offered_courses()]
    found = sorted((entry for entry in helpful if entry[0]), key=lambda entry: -entry[0])
    return [course for _, course in found[:MOST_COURSES]]


def _help_of(course: Course, matters: set[int]) -> int:
    return sum(entry.level for entry in course.raises if entry.competency_id in matters)


@cache
def _all_first_steps() -> dict[str, list[Bilingual]]:
    return read_content(CONTENT)
