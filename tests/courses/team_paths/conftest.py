"""A team with its lead, and what a plan for it is made from."""

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.models import Function
from tests.courses.team_paths.world import make_team_world
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
def world(personas, lead):
    made = make_team_world(lead)
    db.session.flush()
    return made
