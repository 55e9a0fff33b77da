"""Fixtures that all parts of meetings use: an advisory board and who looks at it."""

import pytest

from exchange.meetings.bodies.models import Circle
from tests.exchange.meetings.factories import make_body


@pytest.fixture
def board(personas):
    """Ada takes the chair, Toni writes minutes, the office belongs to it; Bela does not."""
    return make_body(
        Circle.OFFICE, chair=personas.owner.person, note_keeper=personas.trainer.person
    )


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def member(personas):
    return personas.client(personas.owner)
