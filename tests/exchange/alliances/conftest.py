"""Fixtures that all parts of alliances use: a municipality with who keeps its alliance."""

import pytest


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)


@pytest.fixture
def reader(personas):
    return personas.client(personas.owner)


@pytest.fixture
def at(home):
    """The address of a page of the alliance."""
    return lambda rest="": f"/alliances/{home.public_id}{rest}"
