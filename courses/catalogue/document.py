"""The texts and rules of a course as one JSON document, as a version keeps it. Pure.

{"title": {"de": …, "en": …}, "summary": …, "description": …, "expectations": …,
 "aims": [{"de": …, "en": …}], "agenda": [{"title": …, "text": …, "minutes": 30}],
 "minutes": 180, "attendance_percent": 80, "needs_quizzes": false, "languages": ["de"],
 "audience": ["staff"], "by_own_choice": false, "needs_approval": false, "confidential": false,
 "prerequisites": ["a-course-to-complete-first"],
 "raises": {"law": 3}, "requires": {}, "after": ["another-course"]}

In a draft, texts may be empty; `missing_in` says what it lacks to be published.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.bilingual import Bilingual

Document = Mapping[str, Any]

#: The keys in the order in which people read them.
KEYS = (
    *("title", "summary", "description", "expectations", "aims", "agenda", "minutes"),
    *("attendance_percent", "needs_quizzes", "languages", "audience", "by_own_choice"),
    *("needs_approval", "confidential", "prerequisites"),
    *("raises", "requires", "after"),
)
#: Texts that every published course has in both languages.
NEEDED_TEXTS = ("title", "summary", "description")


@dataclass(frozen=True)
class AgendaPart:
    """One part of the agenda."""

    title: Bilingual
    text: Bilingual
    minutes: int


@dataclass(frozen=True)
class Lack:
    """A place that is empty but must not be: a key, and where it is a list, which row."""

    key: str
    row: int | None = None
    part: str = ""
    language: str = ""


def bilingual(text: Mapping[str, str]) -> Bilingual:
    """A text of a complete document. Raises ValueError where a language is missing."""
    return Bilingual(de=text["de"], en=text["en"])


def agenda_of(document: Document) -> list[AgendaPart]:
    """The agenda of a complete document."""
    return [
        AgendaPart(bilingual(item["title"]), bilingual(item["text"]), item["minutes"])
        for item in document["agenda"]
    ]


def missing_in(document: Document, *, self_paced: bool) -> list[Lack]:
    """What a document lacks to be published, in the order of the page.

    Of what it takes, both languages are there or none. A live course has an agenda; of a
    self-paced one, the learning units are it.
    """
    lacks = [lack for key in NEEDED_TEXTS for lack in _lacks(document[key], key)]
    if any(document["expectations"].values()):
        lacks += _lacks(document["expectations"], "expectations")
    for key, parts in (("aims", ("",)), ("agenda", ("title", "text"))):
        for row, item in enumerate(document[key]):
            for part in parts:
                lacks += _lacks(item[part] if part else item, key, row, part)
    if not document["aims"]:
        lacks.append(Lack("aims"))
    if not self_paced:
        lacks += [Lack("agenda")] if not document["agenda"] else []
        lacks += [
            Lack("agenda", row, "minutes")
            for row, item in enumerate(document["agenda"])
            if not item["minutes"]
        ]
    return lacks + [Lack(key) for key in ("languages", "raises") if not document[key]]


def _lacks(
    text: Mapping[str, str], key: str, row: int | None = None, part: str = ""
) -> Iterator[Lack]:
    return (Lack(key, row, part, language) for language in ("de", "en") if not text[language])


def changed_keys(old: Document, new: Document) -> list[str]:
    """What two documents say differently, in the order of the page."""
    return [key for key in KEYS if old[key] != new[key]]


def contradicts_itself(document: Document) -> bool:
    """Whether the employer would have to approve of what it is not to know of."""
    return bool(document["needs_approval"] and document["confidential"])


def gives_away(
    confidential: Mapping[str, bool], prerequisites: Mapping[str, Collection[str]]
) -> bool:
    """Whether a place in an open course would tell that somebody has completed a confidential one.

    Both by slug; what is not in `confidential` is open.
    """
    return any(
        confidential.get(needed, False) and not confidential.get(course, False)
        for course, all_needed in prerequisites.items()
        for needed in all_needed
    )


def is_in_a_circle(after: Mapping[str, Collection[str]]) -> bool:
    """Whether following "is taken after" from course to course leads back to where it began."""
    open_courses, seen = set(), set()

    def leads_back(course: str) -> bool:
        if course in open_courses:
            return True
        if course in seen:
            return False
        seen.add(course)
        open_courses.add(course)
        back = any(leads_back(earlier) for earlier in after.get(course, ()))
        open_courses.discard(course)
        return back

    return any(leads_back(course) for course in after)
