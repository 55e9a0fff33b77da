"""Fixtures of the overview: the coordinator's municipality, and browsers that are signed in."""

import pytest


@pytest.fixture
def home(personas):
    return personas.coordinator.person.municipality


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def coordinator(personas):
    return personas.client(personas.coordinator)
