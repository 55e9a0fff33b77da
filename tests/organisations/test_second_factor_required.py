"""Roles that must have a second factor are led to setting it up, before anything else."""

from dataclasses import replace

import pytest

from app.config import settings_from_environment
from app.kernel.errors import ConfigurationError
from app.kernel.permissions import Role
from tests.house.databases import in_turn
from tests.organisations.ways_in import with_second_factor

pytestmark = in_turn

PAGE = "/account/second-factor"


@pytest.fixture
def office_needs_it(app, monkeypatch):
    house = app.extensions["komma"]
    roles = frozenset({Role.PROGRAMME_OFFICE})
    monkeypatch.setattr(house, "settings", replace(house.settings, second_factor_roles=roles))


@pytest.mark.parametrize("path", ["/", "/account", "/manage/people", "/courses"])
def test_every_page_leads_there(personas, office_needs_it, path):
    client = personas.client(personas.office)
    assert client.get(path).location == PAGE


def test_so_does_what_would_change_something(personas, office_needs_it):
    client = personas.client(personas.office)
    assert client.post("/manage/people/new", data={}).location == PAGE


def test_the_page_says_why_and_the_way_out_and_to_help_stay_open(personas, office_needs_it):
    client = personas.client(personas.office)
    assert "Für Ihre Rolle ist er nötig" in client.get(PAGE).text
    for path in ("/privacy", "/imprint", "/help"):
        assert client.get(path).location != PAGE
    assert client.post("/logout").location == "/"
    assert client.get("/").status_code == 200


def test_who_has_it_goes_on(personas, office_needs_it, clock):
    with_second_factor(personas.office, clock.now())
    assert personas.client(personas.office).get("/manage/people").status_code == 200


def test_other_roles_go_on_without(personas, office_needs_it):
    assert personas.client(personas.owner).get("/").status_code == 200


def test_roles_are_named_in_the_environment(tmp_path):
    given = {"INSTANCE_FOLDER": str(tmp_path), "SECOND_FACTOR_ROLES": "coach, programme_office"}
    roles = settings_from_environment(given).second_factor_roles
    assert roles == {Role.COACH, Role.PROGRAMME_OFFICE}
    with pytest.raises(ConfigurationError, match="SECOND_FACTOR_ROLES: must name roles by comma"):
        settings_from_environment(given | {"SECOND_FACTOR_ROLES": "boss"})
