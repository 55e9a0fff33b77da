"""Demo data: five colleagues who have completed their needs analysis, and one who has begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.needs import services
from courses.needs.queries import list_questions
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from organisations.topics.queries import list_situations


@dataclass(frozen=True)
class InventedAnalysis:
    """What somebody answered: levels in the order of the questions, perhaps not all of them.

    Without `hours` the analysis is unfinished. The complete ones are older than the courses that
    the demo's people have taken since.
    """

    account: str
    days_ago: int
    levels: tuple[int, ...]
    situations: tuple[str, ...] = ()
    hours: int | None = None


#: What somebody had answered before, so that there is something to compare.
EARLIER_ANALYSES = (
    InventedAnalysis(
        "team1",
        days_ago=270,
        levels=(0, 0, 1, 1, 0, 2, 1, 0, 0, 1),
        situations=("threatening_message",),
        hours=24,
    ),
)

ANALYSES = (
    InventedAnalysis(
        "team1",
        days_ago=80,
        levels=(1, 0, 1, 2, 0, 1, 1, 1, 0, 1),
        situations=("attacked_on_duty", "threatening_message"),
        hours=40,
    ),
    InventedAnalysis(
        "team2",
        days_ago=77,
        levels=(0, 1, 0, 1, 1, 0, 0, 1, 1, 2),
        situations=("attacked_on_duty",),
        hours=24,
    ),
    InventedAnalysis(
        "team3",
        days_ago=75,
        levels=(2, 2, 1, 1, 0, 2, 1, 0, 1, 1),
        situations=("racist_jokes", "online_hate"),
        hours=16,
    ),
    InventedAnalysis("team4", days_ago=72, levels=(1, 1, 2, 2, 1, 1, 2, 2, 2, 1), hours=40),
    InventedAnalysis(
        "team10",
        days_ago=16,
        levels=(0, 0, 1, 0, 0, 1, 0, 1, 1, 1),
        situations=("colleague_rejected", "online_hate"),
        hours=24,
    ),
    InventedAnalysis("koordination", days_ago=3, levels=(2, 1, 1, 0)),
)


def load_demo(now: datetime) -> None:
    """Add the invented analyses. Needs the topics and the accounts of the demo."""
    for analysis in (*EARLIER_ANALYSES, *ANALYSES):
        person = get_account_by_email(f"{analysis.account}@example.org").person
        _answer(analysis, person, now - timedelta(days=analysis.days_ago))


def _answer(analysis: InventedAnalysis, person: Person, then: datetime) -> None:
    services.begin_analysis(person=person, actor=person, now=then)
    # Not strict: an unfinished analysis has fewer answers than there are questions.
    for question, level in zip(list_questions(), analysis.levels, strict=False):
        services.answer_question(
            person=person, competency=question.competency, level=level, actor=person
        )
    if analysis.hours is None:
        return
    met = [situation for situation in list_situations() if situation.key in analysis.situations]
    services.tell_situations(person=person, situations=met, actor=person, now=then)
    services.complete_analysis(
        person=person, budget_minutes=analysis.hours * 60, actor=person, now=then
    )
