"""Demo data: some have begun a course at their own pace, one has completed it.

One has tried a quiz and not passed yet, one is in the middle of a scenario.
"""

from datetime import datetime, timedelta

from courses.catalogue.models import Course
from courses.catalogue.queries import get_course
from courses.learning.queries import get_unit
from courses.learning.quizzes import answer_quiz, get_quiz
from courses.learning.scenarios import choose, find_play
from courses.learning.services import complete_unit
from courses.units.contents import fingerprint_of
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

#: Who has completed how many units of which course, and when they began, in days before today.
STUDIES = (
    ("team1", "keeping-your-strength", 5, 20),
    ("team2", "first-hours-after-an-incident", 2, 6),
    ("koordination", "first-hours-after-an-incident", 5, 40),
)


def load_demo(now: datetime) -> None:
    """Complete the units of STUDIES, one a day. Needs the accounts and courses of the demo."""
    for account, slug, units, days_ago in STUDIES:
        _study(_person(account), get_course(slug), units, now - timedelta(days=days_ago))
    _fail_quiz(_person("team1"), now - timedelta(days=3))
    _begin_scenario(_person("team1"), now - timedelta(days=2))


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person


def _study(person: Person, course: Course, units: int, began: datetime) -> None:
    for day, unit in enumerate(course.units[:units]):
        complete_unit(person=person, unit=unit, actor=person, now=began + timedelta(days=day))


def _fail_quiz(person: Person, at: datetime) -> None:
    """The first question is answered rightly, the others wrongly."""
    unit = get_unit("when-the-joke-is-racist", "what-helps-and-what-applies")
    first, *others = get_quiz(unit).questions
    wrong = [
        tuple(number for number in range(len(question.parts)) if number not in question.solution)[
            :1
        ]
        if question.is_choice
        else question.solution[::-1]
        for question in others
    ]
    answer_quiz(
        person=person,
        unit=unit,
        number=1,
        fingerprint=fingerprint_of(unit.content),
        answers=[first.solution, *wrong],
        actor=person,
        now=at,
    )


def _begin_scenario(person: Person, at: datetime) -> None:
    unit = get_unit("town-meetings-that-hold", "an-evening-in-the-hall")
    for choice in (0, 0):
        based_on = find_play(person, unit).token
        choose(person=person, unit=unit, choice=choice, based_on=based_on, actor=person, now=at)
