"""People of one municipality with a coordinator and the lead of one team."""

import pytest

from app.kernel.permissions import Role
from organisations.models import Function
from tests.organisations.factories import make_account


@pytest.fixture
def lead(personas):
    """Leads the team of owner and colleague."""
    home = personas.owner.person
    return make_account(
        Role.TEAM_LEAD,
        Role.TRAINEE,
        given_name="Luz",
        municipality=home.municipality,
        team=home.team,
        function=Function.EXECUTIVE,
    )


@pytest.fixture
def elsewhere(personas):
    """At home in the same municipality, in no team."""
    return make_account(
        given_name="Enno",
        municipality=personas.owner.person.municipality,
        function=Function.STAFF,
    )
