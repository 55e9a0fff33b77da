"""Demo data: beside its approved plan, the team of `leitung` is answering anew."""

from datetime import datetime, timedelta

from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from courses.group_levels.services import contribute, invite
from courses.team_paths import demo
from courses.team_paths.collecting import start_analysis
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

STARTED = timedelta(days=4)
TOPICS = ("crisis_communication", "empowerment")

#: Whose analyses are given already; `team10` has one, too, and is still asked.
GAVE = ("team1", "team3", "team4")


def load_demo(now: datetime) -> None:
    """The plans first, since a team has one unfinished path at a time."""
    demo.load_demo(now)
    lead, then = _person("leitung"), now - STARTED
    day = now.astimezone(programme_zone()).date()
    team_path = start_analysis(
        team=lead.team,
        budget_minutes=8 * 60,
        deadline=day + timedelta(days=300),
        topics=TOPICS,
        wished_days=(),
        closes_on=day + timedelta(days=10),
        most_away=7,
        actor=lead,
        now=then,
    )
    invite(collection=team_path.collection, now=then)
    for name in GAVE:
        person = _person(name)
        contribute(collection=team_path.collection, person=person, actor=person)
    take_as_sent()


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
