"""Demo data: some have begun a course at their own pace, one has completed it."""

from datetime import datetime, timedelta

from courses.catalogue.models import Course
from courses.catalogue.queries import get_course
from courses.learning.services import complete_unit
from organisations.accounts.queries import get_account_by_email

#: Who has completed how many units of which course, and when they began, in days before today.
STUDIES = (
    ("team1", "keeping-your-strength", 5, 20),
    ("team2", "first-hours-after-an-incident", 2, 6),
    ("koordination", "first-hours-after-an-incident", 5, 40),
)


def load_demo(now: datetime) -> None:
    """Complete the units of STUDIES, one a day. Needs the accounts and courses of the demo."""
    for account, slug, units, days_ago in STUDIES:
        _study(account, get_course(slug), units, now - timedelta(days=days_ago))


def _study(account: str, course: Course, units: int, began: datetime) -> None:
    person = get_account_by_email(f"{account}@example.org").person
    for day, unit in enumerate(course.units[:units]):
        complete_unit(person=person, unit=unit, actor=person, now=began + timedelta(days=day))
