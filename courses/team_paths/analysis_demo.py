"""Demo data: beside its approved plan, the team of `leitung` is answering; some have already."""

from datetime import datetime

from app.kernel.outbox import take_as_sent
from courses.group_levels.queries import list_open_for
from courses.group_levels.services import contribute, invite
from courses.team_paths import demo
from organisations.accounts.queries import get_account_by_email

#: Whose analyses are given already; `team10` has one, too, and is still asked.
GAVE = ("team1", "team3", "team4")


def load_demo(now: datetime) -> None:
    """The plans first: with them an analysis was started."""
    demo.load_demo(now)
    for name in GAVE:
        person = get_account_by_email(f"{name}@example.org").person
        collection = list_open_for(person)[0]
        invite(collection=collection, now=collection.opened_at)
        contribute(collection=collection, person=person, actor=person)
    take_as_sent()
