"""pytest plugin: the people whose view of a thing is checked again and again.

The owner owns it, the colleague sits in the same team, the foreigner in another municipality;
trainer, coordinator (of the owner's municipality) and office do their work.
"""

from dataclasses import dataclass

import pytest
from flask import Flask

from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Function
from tests.house.client import PageCheckingClient
from tests.organisations.factories import make_account, make_municipality, make_team


@dataclass(frozen=True)
class Personas:
    """Accounts, and a signed-in client for each by `as_…`."""

    app: Flask
    owner: Account
    colleague: Account
    foreigner: Account
    trainer: Account
    coordinator: Account
    office: Account

    def client(self, account: Account) -> PageCheckingClient:
        client: PageCheckingClient = self.app.test_client()  # type: ignore[assignment]
        client.sign_in(account)
        return client


def make_personas(app: Flask) -> Personas:
    """The six, in two municipalities. Needs an app context; flushed, not committed."""
    home, elsewhere = make_municipality(name="Heimstadt"), make_municipality(name="Fernstadt")
    team = make_team(municipality=home)
    at_home = {"municipality": home, "team": team, "function": Function.EXECUTIVE}
    return Personas(
        app=app,
        owner=make_account(Role.TRAINEE, given_name="Ada", **at_home),
        colleague=make_account(Role.TRAINEE, given_name="Bela", **at_home),
        foreigner=make_account(
            Role.TRAINEE, given_name="Chris", municipality=elsewhere, function=Function.EXECUTIVE
        ),
        trainer=make_account(Role.TRAINER, given_name="Toni", function=None),
        coordinator=make_account(
            Role.COORDINATOR, given_name="Kolja", municipality=home, function=Function.STAFF
        ),
        office=make_account(Role.PROGRAMME_OFFICE, given_name="Ola", function=None),
    )


@pytest.fixture
def personas(app: Flask) -> Personas:
    return make_personas(app)
