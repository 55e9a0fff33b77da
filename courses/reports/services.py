"""Putting a report together: the facts, the satisfaction, and what of it may be shown."""

from collections.abc import Sequence
from datetime import date, datetime

from app.kernel.i18n import programme_zone
from courses.evaluation.queries import satisfaction_of
from courses.reports.figures import Report, make_report
from courses.reports.periods import Months, month_of, months_on, parse_month
from courses.reports.queries import find_first_session, read_facts
from courses.wording import FUNCTIONS


def report_of(months: Months) -> Report:
    """The report of `months`; a fixed number of statements, however much took place."""
    facts = read_facts(months, programme_zone())
    content = satisfaction_of([one.id for one in facts.ended])
    return make_report(
        months, facts, list(FUNCTIONS), answers=content.answers, satisfaction=content.mean
    )


def months_to_choose(now: datetime) -> list[date]:
    """All months that are over, the latest first, back to the January before the first session."""
    zone, first = programme_zone(), find_first_session(now)
    last = months_on(month_of(now, zone), -1)
    if first is None or month_of(first, zone) > last:
        return []
    return list(Months(month_of(first, zone).replace(month=1), last))[::-1]


def chosen_months(first: str, last: str, choices: Sequence[date]) -> Months | None:
    """The months from one to the other, whichever is named first; None unless both are there."""
    ends = sorted(filter(None, map(parse_month, (first, last))))
    return Months(*ends) if len(ends) == 2 and set(ends) <= set(choices) else None
