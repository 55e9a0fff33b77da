"""Groups of people with completed analyses for tests. Everything is flushed, nothing committed."""

from collections.abc import Sequence
from datetime import timedelta

from app.kernel.permissions import Role
from courses.group_levels.models import LevelCollection
from courses.group_levels.services import contribute, open_collection
from organisations.accounts.models import Account
from organisations.models import Function, Municipality, Team
from organisations.topics.models import Competency
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.organisations.factories import make_account, make_competency

CLOSES_ON = (START + timedelta(weeks=3)).date()


def make_colleagues(
    number: int,
    *,
    municipality: Municipality,
    team: Team | None = None,
    function: Function = Function.STAFF,
    role: Role = Role.TRAINEE,
) -> list[Account]:
    """People of one group, who have answered nothing yet."""
    return [
        make_account(role, municipality=municipality, team=team, function=function)
        for _ in range(number)
    ]


def make_levels(
    accounts: Sequence[Account], levels: Sequence[int], competency: Competency | None = None
) -> Competency:
    """A completed analysis for each, with one of `levels` in turn."""
    competency = competency or make_competency()
    for number, account in enumerate(accounts):
        make_analysis(person=account.person, levels={competency: levels[number % len(levels)]})
    return competency


def make_collection(*, municipality: Municipality, team: Team | None = None) -> LevelCollection:
    return open_collection(municipality=municipality, team=team, closes_on=CLOSES_ON, now=START)


def give(collection: LevelCollection, accounts: Sequence[Account]) -> None:
    """Each gives their levels."""
    for account in accounts:
        contribute(collection=collection, person=account.person, actor=account.person)
