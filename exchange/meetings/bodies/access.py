"""What one person may see and do with meetings, as far as it follows from their roles."""

from dataclasses import dataclass

from app.kernel.matrix import PLAN_MEETINGS
from exchange.meetings.bodies.membership import COORDINATING
from organisations.accounts.models import Account
from organisations.models import Person


@dataclass(frozen=True)
class Reader:
    """The one who looks. `host_ids` are the municipalities for which they act as a host."""

    account: Account
    plans_all: bool
    host_ids: frozenset[int]

    @property
    def person(self) -> Person:
        return self.account.person


def reader_of(account: Account) -> Reader:
    """What follows from the roles of `account`."""
    return Reader(
        account=account,
        plans_all=PLAN_MEETINGS.reaches_all(account.roles),
        host_ids=frozenset(
            grant.municipality_id
            for grant in account.grants
            if grant.role in COORDINATING and grant.municipality_id is not None
        ),
    )
