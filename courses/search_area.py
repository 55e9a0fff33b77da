"""The catalogue in the search across KommA, found as the catalogue itself finds."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.excerpts import without_marks
from app.kernel.i18n import duration
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea
from courses.catalogue.finding import Criteria, find
from courses.catalogue.queries import list_offered_courses
from courses.searching import findables_of
from courses.wording import FORMATS


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_COURSES):
        return []
    courses = {course.id: course for course in list_offered_courses()}
    found = find(findables_of(courses.values(), starts=()), Criteria(q=phrase), situations={})
    return [
        Hit(
            title=one.title,
            url=url_for("courses.show", slug=courses[one.id].slug),
            excerpt=f"{one.summary} {without_marks(one.text)}",
            detail=f"{FORMATS[one.format]}, {duration(one.minutes)}",
        )
        for one in found[:most]
    ]


COURSES = SearchArea(
    name="courses",
    label=_l("Kurse"),
    find=_find,
    order=20,
    more=lambda phrase: url_for("courses.index", q=phrase),
)
