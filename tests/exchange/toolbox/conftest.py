"""The shipped aids, and somebody who writes from them."""

import pytest

from exchange.toolbox.content_loading import update_aids
from exchange.toolbox.queries import get_aid
from exchange.toolbox.services import create_text
from tests.house.clock import START


@pytest.fixture
def aids(app):
    update_aids(START)


@pytest.fixture
def write(personas, aids):
    """Makes a text without open places; `author` is an account of the home municipality."""

    def make(*, author=None, body="Wir stehen zusammen.", title="Stellungnahme"):
        actor = (author or personas.owner).person
        return create_text(
            municipality=actor.municipality,
            version=get_aid("statement-attack-on-staff"),
            language="de",
            title=title,
            body=body,
            actor=actor,
            now=START,
        )

    return make
