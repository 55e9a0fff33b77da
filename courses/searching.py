"""What one can look for in the catalogue: the form, its choices, and what is known of courses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SelectField, StringField

from app.kernel.forms import Form
from app.kernel.i18n import Message, local_month, localised, ngettext, viewer_zone
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.finding import ANY_DATE, Criteria, Drop, Findable, drops, find
from courses.catalogue.models import Course
from courses.cohorts.queries import ComingStart
from courses.wording import AUDIENCES, FORMATS, LANGUAGES
from organisations.topics.models import Competency, Situation

COURSES_PER_PAGE = 24
LONGEST_SEARCH = 200

LENGTH_WORDS: dict[str, Message] = {
    "two_hours": _l("Bis 2 Stunden"),
    "half_a_day": _l("Mehr als 2, bis 4 Stunden"),
    "a_day": _l("Mehr als 4, bis 8 Stunden"),
    "longer": _l("Mehr als 8 Stunden"),
}


def _select(label: Message) -> SelectField:
    # What an old link asks for may have gone: that is no fault of whoever follows it.
    return SelectField(label, validate_choice=False)


class SearchForm(Form):
    """What somebody looks for, from the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Suchwörter"))
    competency = _select(_l("Kompetenz"))
    situation = _select(_l("Situation"))
    function = _select(_l("Funktion"))
    format = _select(_l("Format"))
    length = _select(_l("Länge"))
    language = _select(_l("Sprache"))
    when = _select(_l("Wann"))

    @property
    def filters(self) -> list[SelectField]:
        """All that is chosen from a list."""
        return [field for field in self if isinstance(field, SelectField)]

    @property
    def criteria(self) -> Criteria:
        """What matters; a choice that there is not does not."""
        chosen = {}
        for field in self.filters:
            known = {choice.value for choice in field.choices}
            chosen[field.short_name] = field.data if field.data in known else ""
        words = "" if self.q.errors else (self.q.data or "")[:LONGEST_SEARCH]
        return Criteria(q=words, **chosen)


@dataclass(frozen=True)
class Chip:
    """A condition that counts, and the address of the same search without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Search:
    """What somebody looked for and found, one page of it. `ways_out`: what to drop to find more,
    as label, address and how much that finds.
    """

    form: SearchForm
    chips: Sequence[Chip]
    ways_out: Sequence[tuple[str, str, str]]
    number: int
    offered: int
    courses: Sequence[Course]
    page: int
    pages: int

    @property
    def given(self) -> dict[str, str]:
        """What matters, for addresses of the same search."""
        return self.form.criteria.given


def look_for(
    given: MultiDict[str, str],
    *,
    courses: Sequence[Course],
    competencies: Sequence[Competency],
    situations: Sequence[Situation],
    starts: Sequence[ComingStart],
) -> Search:
    """Look among `courses` for what an address asks for. The form may hold a fault."""
    form = _search_form(given, competencies, situations, starts)
    form.validate()
    known, criteria = findables_of(courses, starts), form.criteria
    matters = {one.key: [entry.key for entry in one.competencies] for one in situations}
    found, by_id = find(known, criteria, matters), {course.id: course for course in courses}
    pages = max(1, -(-len(found) // COURSES_PER_PAGE))
    page = min(max(1, given.get("page", default=1, type=int)), pages)
    shown = found[(page - 1) * COURSES_PER_PAGE : page * COURSES_PER_PAGE]
    return Search(
        form=form,
        chips=[Chip(_condition(form, name), _without(criteria, name)) for name in criteria.given],
        ways_out=_ways_out(form, [] if found else drops(known, criteria, matters)),
        number=len(found),
        offered=len(courses),
        courses=[by_id[one.id] for one in shown],
        page=page,
        pages=pages,
    )


def _search_form(
    given: MultiDict[str, str],
    competencies: Iterable[Competency],
    situations: Iterable[Situation],
    starts: Iterable[ComingStart],
) -> SearchForm:
    # What nobody sees is no part of what they look for.
    words = "".join(sign if sign.isprintable() else " " for sign in given.get("q", ""))
    form = SearchForm(MultiDict({**given, "q": words}))
    choices: dict[str, Mapping[str, Any]] = {
        "competency": {one.key: localised(one.name) for one in competencies},
        "situation": {one.key: localised(one.text) for one in situations},
        "function": AUDIENCES,
        "format": FORMATS,
        "length": LENGTH_WORDS,
        "language": LANGUAGES,
        "when": {ANY_DATE: _("Mit Termin, egal wann"), **_months(starts)},
    }
    for name, words in choices.items():
        form[name].choices = [
            SelectChoice("", _l("Alle")),
            *(SelectChoice(key, label) for key, label in words.items()),
        ]
    return form


def findables_of(courses: Iterable[Course], starts: Iterable[ComingStart]) -> list[Findable]:
    """What is known of `courses` in the language that the page shows."""
    months: dict[int, set[str]] = defaultdict(set)
    for start in starts:
        months[start.course_id].add(_month_of(start))
    return [
        Findable(
            id=course.id,
            title=localised(course.title),
            summary=localised(course.summary),
            text="\n".join([localised(course.description), *map(localised, course.aims)]),
            format=course.format,
            minutes=course.minutes,
            languages=course.languages,
            audience=[entry.function for entry in course.audience],
            raises={entry.competency.key: entry.level for entry in course.raises},
            months=months[course.id],
        )
        for course in courses
    ]


def _ways_out(form: SearchForm, dropped: Iterable[Drop]) -> list[tuple[str, str, str]]:
    return [
        (
            _("Ohne „%(condition)s“", condition=_condition(form, drop.name)),
            _without(form.criteria, drop.name),
            ngettext("%(num)s Kurs", "%(num)s Kurse", drop.courses),
        )
        for drop in dropped
    ]


def _condition(form: SearchForm, name: str) -> str:
    value = getattr(form.criteria, name)
    words = {choice.value: choice.label for choice in getattr(form[name], "choices", None) or ()}
    return f"{form[name].label.text}: {words.get(value, value)}"


def _without(criteria: Criteria, name: str) -> str:
    return url_for("courses.index", **criteria.without(name).given, _anchor="results")


def _months(starts: Iterable[ComingStart]) -> dict[str, str]:
    """The months of coming dates in their order, with their names."""
    return {key: local_month(date.fromisoformat(f"{key}-01")) for key in map(_month_of, starts)}


def _month_of(start: ComingStart) -> str:
    return f"{start.starts_at.astimezone(viewer_zone()):%Y-%m}"
